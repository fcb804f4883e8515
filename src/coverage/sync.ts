import type { PolicyApi } from '../policy-api/client';
import type { PolicyEvent } from '../policy-api/normalize/event';
import type { EventRepository } from '../store/events';
import { namelessKey, toNewEvent, type NewEvent } from '../webhooks/event';
import { EventRefusedError, type RecordEvent } from '../webhooks/delivery';
import type { ObjectLogger } from '../webhooks/logger';

export interface SyncDeps {
  api: Pick<PolicyApi, 'listEvents'>;
  record: RecordEvent;
  store: { readonly events: Pick<EventRepository, 'unknownKeys'> };
  logger: Pick<ObjectLogger, 'warn'>;
}

/**
 * Picks up events whose delivery was missed: reads the latest from the API and keeps those not known yet. Gives back
 * how many there were. Rests on "GET /api/v1/events", which documents no cursor, so it sees the latest hundred.
 * `now` gives epoch milliseconds. An event that cannot be kept is logged and left out.
 * @throws PolicyApiError
 */
export async function syncEvents(deps: SyncDeps, now: () => number): Promise<number> {
  const latest = (await deps.api.listEvents({ limit: 100 })).reverse();
  const events = latest.map((event) => asMissed(event, now()));
  const unknown = await deps.store.events.unknownKeys(events.flatMap(({ key, nameless }) => [key, nameless]));
  const missed = events.filter(({ key, nameless }) => unknown.has(key) && unknown.has(nameless));
  const kept = await Promise.all(missed.map((event) => keep(deps, event)));
  return kept.filter(Boolean).length;
}

/** It may have been delivered without its id. */
function asMissed(event: PolicyEvent, now: number) {
  const kept = toNewEvent(event, JSON.stringify(event.raw), 'api', now);
  return { ...kept, nameless: namelessKey(event), delivered: false };
}

async function keep({ record, logger }: SyncDeps, event: NewEvent): Promise<boolean> {
  try {
    await record(event);
    return true;
  } catch (error) {
    if (!(error instanceof EventRefusedError)) throw error;
    logger.warn({ err: error, event: event.key }, 'an event of the API cannot be kept');
    return false;
  }
}
