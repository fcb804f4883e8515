import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import type { PolicyEvent } from '../policy-api/normalize/event';
import type { EventRepository } from '../store/events';
import type { SettingRepository } from '../store/settings';
import { eventKey, namelessKey, toNewEvent, type NewEvent } from '../webhooks/event';
import { EventRefusedError, type RecordEvent } from '../webhooks/delivery';
import type { ObjectLogger } from '../webhooks/logger';

export interface SyncDeps {
  api: Pick<PolicyApi, 'listEvents'>;
  record: RecordEvent;
  store: {
    readonly events: Pick<EventRepository, 'unknownKeys'>;
    readonly settings: Pick<SettingRepository, 'get' | 'set'>;
  };
  logger: Pick<ObjectLogger, 'warn'>;
}

/** At the first time, of an account with a long history, no more is read. */
const MOST_PAGES = 50;
const PAGE = 100;
/** Where the last look ended: all that is older was looked at. */
const MARK = 'events_synced_to';

/**
 * Picks up events whose delivery was missed: reads them from the API, the latest first, back to where the last look
 * began, and keeps those not known yet. Gives back how many there were. Rests on "GET /api/v1/events", which documents
 * no cursor: where the API does not take that of its other lists, it is the latest hundred. `now` gives epoch
 * milliseconds. An event that cannot be kept is logged and left out.
 * @throws PolicyApiError
 */
export async function syncEvents(deps: SyncDeps, now: () => number): Promise<number> {
  const { settings } = deps.store;
  const mark = await settings.get(MARK);
  const listed = await eventsSince(deps.api, mark);
  let kept = 0;
  // The oldest first, as they would have been delivered.
  for (let end = listed.length; end > 0; end -= PAGE)
    kept += await keepMissed(deps, listed.slice(Math.max(0, end - PAGE), end).reverse(), now);
  const newest = listed[0] && eventKey(listed[0]);
  if (newest !== undefined && newest !== mark) await settings.set(MARK, newest);
  return kept;
}

async function keepMissed(
  deps: SyncDeps,
  listed: readonly PolicyEvent[],
  now: () => number,
): Promise<number> {
  const events = listed.map((event) => asMissed(event, now()));
  const unknown = await deps.store.events.unknownKeys(events.flatMap(({ key, nameless }) => [key, nameless]));
  const missed = events.filter(({ key, nameless }) => unknown.has(key) && unknown.has(nameless));
  const kept = await Promise.all(missed.map((event) => keep(deps, event)));
  return kept.filter(Boolean).length;
}

/** The events of the API, the latest first, to the page that has the mark: as far back as the API lets us turn. */
async function eventsSince(api: SyncDeps['api'], mark: string | undefined): Promise<PolicyEvent[]> {
  const found = new Map<string, PolicyEvent>();
  let startingAfter: string | undefined;
  for (let turned = 0; turned < MOST_PAGES; turned += 1) {
    const page = await pageOf(api, startingAfter);
    const before = found.size;
    for (const event of page) found.set(eventKey(event), event);
    // An API that knows no cursor begins anew each time.
    if (found.size === before || (mark !== undefined && found.has(mark))) break;
    const last = page.at(-1)?.id ?? undefined;
    if (last === undefined) break;
    startingAfter = last;
  }
  return [...found.values()];
}

/** A cursor that is refused, since none is documented, ends the turning. */
async function pageOf(api: SyncDeps['api'], startingAfter: string | undefined): Promise<PolicyEvent[]> {
  try {
    return await api.listEvents({ limit: PAGE, startingAfter });
  } catch (error) {
    const { status } = error instanceof PolicyApiError ? error : { status: null };
    const isRefused = status !== null && status >= 400 && status < 500 && status !== 429;
    if (startingAfter !== undefined && isRefused) return [];
    throw error;
  }
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
