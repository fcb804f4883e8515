import { EventEmitter } from 'node:events';

/** Tells live pages of this process that an onboarding or a contractor changed, or that events came that belong to none. */
export class Changes {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** `topic`: what changed; null when only the list of events did. */
  readonly announce = (topic: string | null): void => {
    this.emitter.emit('change', topic);
  };

  /** Calls `listener` on each change; gives back the function that ends it. */
  listen(listener: (topic: string | null) => void): () => void {
    this.emitter.on('change', listener);
    return () => this.emitter.off('change', listener);
  }
}
