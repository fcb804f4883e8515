import { batchPerTurn } from '../lib/batch';
import type { EventRepository } from '../store/events';
import type { NewEvent } from '../store/new-event';
import { kindOfFailure } from '../store/failures';

export type Recorded = 'new' | 'duplicate';
/** @throws EventRefusedError when the event can never be kept; any other failure may pass */
export type RecordEvent = (event: NewEvent) => Promise<Recorded>;

/** The storage refuses what the event holds, however often it is sent. */
export class EventRefusedError extends Error {
  constructor(cause: unknown) {
    super('The event holds something that cannot be kept.', { cause });
    this.name = 'EventRefusedError';
  }
}

/**
 * Keeps events durably. Those handed in during one turn of the event loop share one transaction, and each
 * promise settles after the commit of its own event. `onRecorded` runs later, when callers have their answer.
 */
export function createRecorder(events: Pick<EventRepository, 'record'>, onRecorded: () => void): RecordEvent {
  const record = batchPerTurn((group: readonly NewEvent[]) => events.record(group), {
    isShared: (error) => kindOfFailure(error) === 'unavailable',
  });
  return async (event) => {
    const outcome = await record(event).catch((error: unknown) => {
      throw kindOfFailure(error) === 'content' ? new EventRefusedError(error) : error;
    });
    setImmediate(onRecorded);
    return outcome;
  };
}
