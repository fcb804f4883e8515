import type { PolicyApi } from '../policy-api/client';
import type { Store } from '../store/store';
import { namelessKey, toNewEvent } from '../webhooks/event-body';
import type { RecordEvent } from '../webhooks/recorder';

/**
 * Picks up events whose delivery was missed: reads the latest from the API and keeps those not known yet. Gives back
 * how many there were. Rests on "GET /api/v1/events", which documents no cursor, so it sees the latest hundred.
 * `now` gives epoch milliseconds.
 * @throws PolicyApiError
 */
export async function syncEvents(
  deps: { api: PolicyApi; record: RecordEvent; store: Pick<Store, 'events'> },
  now: () => number,
): Promise<number> {
  const latest = (await deps.api.listEvents({ limit: 100 })).reverse();
  const events = latest.map((event) => ({
    ...toNewEvent(event, JSON.stringify(event.raw), 'api', now()),
    // It may have been delivered without its id.
    nameless: namelessKey(event),
    delivered: false,
  }));
  const unknown = await deps.store.events.unknownKeys(events.flatMap(({ key, nameless }) => [key, nameless]));
  const missed = events.filter(({ key, nameless }) => unknown.has(key) && unknown.has(nameless));
  await Promise.all(missed.map((event) => deps.record(event)));
  return missed.length;
}
