import { grouped } from '../lib/grouped';
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

/** So much is read at once. At the first time, of an account with a long history, no more is. */
const MOST_PAGES = 50;
const PAGE = 100;
/** Where the last look ended: all that is older was looked at. */
const MARK = 'events_synced_to';
/** What was too much for one look: the events after the one, which are older, back to the other. */
const GAP = 'events_sync_gap';

interface Gap {
  after: string;
  until: string;
}

/**
 * Picks up events whose delivery was missed: reads them from the API, the latest first, back to where the last look
 * began, and keeps those not known yet. Where that is more than is read at once, each further look goes on where the one
 * before stopped. Gives back how many there were. Rests on "GET /api/v1/events", which documents
 * no cursor: where the API does not take that of its other lists, it is the latest hundred. `now` gives epoch
 * milliseconds. An event that cannot be kept is logged and left out.
 * @throws PolicyApiError
 */
export async function syncEvents(deps: SyncDeps, now: () => number): Promise<number> {
  const { settings } = deps.store;
  const mark = await settings.get(MARK);
  const gap = gapIn(await settings.get(GAP));
  const { events, stoppedAt } = await eventsSince(deps.api, mark);
  let kept = await keepAll(deps, events, now);
  // Noted before the mark, so that a process that dies between the two reads more rather than less.
  const until = gap?.until ?? mark;
  let open = stoppedAt !== null && until !== undefined ? { after: stoppedAt, until } : gap;
  if (open !== gap) await settings.set(GAP, JSON.stringify(open));
  const newest = events[0] && eventKey(events[0]);
  if (newest !== undefined && newest !== mark) await settings.set(MARK, newest);
  if (open === null || open !== gap) return kept;
  const older = await eventsSince(deps.api, open.until, open.after);
  kept += await keepAll(deps, older.events, now);
  open = older.stoppedAt === null ? null : { ...open, after: older.stoppedAt };
  await settings.set(GAP, open === null ? '' : JSON.stringify(open));
  return kept;
}

/** Whether there are events that are still to be read: of a time in which more came than one look reads. */
export async function isCatchingUp(settings: Pick<SettingRepository, 'get'>): Promise<boolean> {
  return gapIn(await settings.get(GAP)) !== null;
}

const gapIn = (text: string | undefined): Gap | null => (text ? (JSON.parse(text) as Gap) : null);

/** The oldest first, as they would have been delivered. */
async function keepAll(deps: SyncDeps, listed: readonly PolicyEvent[], now: () => number): Promise<number> {
  let kept = 0;
  for (let end = listed.length; end > 0; end -= PAGE)
    kept += await keepMissed(deps, listed.slice(Math.max(0, end - PAGE), end).reverse(), now);
  return kept;
}

async function keepMissed(
  deps: SyncDeps,
  listed: readonly PolicyEvent[],
  now: () => number,
): Promise<number> {
  const events = listed.map((event) => asMissed(event, now()));
  const unknown = await deps.store.events.unknownKeys(events.flatMap(({ key, nameless }) => [key, nameless]));
  const alike = grouped(events, ({ nameless }) => nameless);
  // Of several that differ by their ids alone, it is not known which one was delivered without it: all are kept.
  const isNew = (nameless: string) => unknown.has(nameless) || (alike.get(nameless) ?? []).length > 1;
  const missed = events.filter(({ key, nameless }) => unknown.has(key) && isNew(nameless));
  const kept = await Promise.all(missed.map((event) => keep(deps, event)));
  return kept.filter(Boolean).length;
}

/**
 * The events of the API, the latest first, to the page that has the mark: as far back as the API lets us turn.
 * `stoppedAt`: the id of the last, where there are more than are read at once.
 */
async function eventsSince(
  api: SyncDeps['api'],
  mark: string | undefined,
  after?: string,
): Promise<{ events: PolicyEvent[]; stoppedAt: string | null }> {
  const found = new Map<string, PolicyEvent>();
  let startingAfter = after;
  for (let turned = 0; turned < MOST_PAGES; turned += 1) {
    const page = await pageOf(api, startingAfter);
    const before = found.size;
    for (const event of page) found.set(eventKey(event), event);
    // An API that knows no cursor begins anew each time.
    const last = page.at(-1)?.id ?? undefined;
    if (found.size === before || last === undefined || (mark !== undefined && found.has(mark)))
      return { events: [...found.values()], stoppedAt: null };
    startingAfter = last;
  }
  return { events: [...found.values()], stoppedAt: startingAfter ?? null };
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
