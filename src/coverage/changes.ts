import { EventEmitter } from 'node:events';

/** Tells live pages of this process that an onboarding changed. */
export class OnboardingChanges {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  readonly announce = (onboardingId: string): void => {
    this.emitter.emit(onboardingId);
  };

  /** Calls `listener` on each change; gives back the function that ends it. */
  listen(onboardingId: string, listener: () => void): () => void {
    this.emitter.on(onboardingId, listener);
    return () => this.emitter.off(onboardingId, listener);
  }
}
