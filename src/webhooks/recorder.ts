import { batchPerTurn } from '../lib/batch';
import type { EventRepository, NewEvent } from '../store/events';

export type Recorded = 'new' | 'duplicate';
export type RecordEvent = (event: NewEvent) => Promise<Recorded>;

/**
 * Keeps events durably. Those handed in during one turn of the event loop share one transaction, and each
 * promise settles after the commit of its own event. `onRecorded` runs later, when callers have their answer.
 */
export function createRecorder(events: EventRepository, onRecorded: () => void): RecordEvent {
  const record = batchPerTurn((group: readonly NewEvent[]) => events.record(group));
  return async (event) => {
    const outcome = await record(event);
    setImmediate(onRecorded);
    return outcome;
  };
}
