import { batchPerTurn } from '../lib/batch';
import type { EventRepository } from '../store/events';
import { kindOfFailure } from '../store/failures';
import { EventRefusedError, type RecordEvent } from './delivery';
import type { NewEvent } from './event';

/** Larger groups are not worth the memory: each is one text, and bodies may be large. */
const LARGEST_GROUP = 128;

/**
 * Keeps events durably. Those handed in during one turn of the event loop share one transaction, and each
 * promise settles after the commit of its own event. `onRecorded` runs later, when callers have their answer.
 */
export function createRecorder(events: Pick<EventRepository, 'record'>, onRecorded: () => void): RecordEvent {
  const keep = async (group: readonly NewEvent[]) => {
    try {
      const outcomes = await events.record(group);
      setImmediate(onRecorded);
      return outcomes;
    } catch (error) {
      throw kindOfFailure(error) === 'content' ? new EventRefusedError(error) : error;
    }
  };
  return batchPerTurn(keep, {
    maxItems: LARGEST_GROUP,
    isShared: (error) => kindOfFailure(error) === 'unavailable',
  });
}
