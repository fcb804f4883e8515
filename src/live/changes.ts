import { EventEmitter } from 'node:events';

/** Tells live pages of this process that an onboarding changed, or that events came that belong to none. */
export class Changes {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** `onboardingId`: null when no onboarding changed, only the list of events. */
  readonly announce = (onboardingId: string | null): void => {
    this.emitter.emit('change', onboardingId);
  };

  /** Calls `listener` on each change; gives back the function that ends it. */
  listen(listener: (onboardingId: string | null) => void): () => void {
    this.emitter.on('change', listener);
    return () => this.emitter.off('change', listener);
  }
}
