/** The log of everything the webhook route received, newest first. */
import { Router, type Request } from 'express';
import { times } from '../../lib/counted';
import { liveList, type LivePage } from '../live/topics';
import { NotFoundError } from '../pages/page-errors';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns, type Paths } from '../paths';
import type { EventFilter, EventRow, ListedEvent } from '../store/events';
import type { Store } from '../store/store';

export const PAGE_SIZE = 25;

export interface EventLogDeps extends PageOptions {
  store: Pick<Store, 'events' | 'onboardings'>;
}

type EventItem = ReturnType<typeof rowView>;

interface EventsView {
  live: LivePage;
  type: string | null;
  types: { value: string; text: string }[];
  /** The onboarding whose events alone are shown. */
  onboarding: { id: string; href: string; name: string } | null;
  action: string;
  rows: EventItem[];
  previousHref: string | null;
  nextHref: string | null;
}
export const eventsView = view<EventsView>('events/list');

interface EventView extends EventItem {
  key: string;
  body: ReturnType<typeof indented>;
  backHref: string;
}
export const eventView = view<EventView>('events/detail');

export function eventLogRoutes(deps: EventLogDeps): Router {
  const router = Router();
  const { paths } = deps;

  router.get(patterns.events, async (req, res) => {
    const filters = filtersOf(req);
    const { type = null, onboarding = null } = filters;
    const live = await liveList('events', deps.store, paths);
    const [types, page] = await Promise.all([deps.store.events.types(), pageOfEvents(deps, req, filters)]);
    const names = await namesOf(deps, [...page.rows, { onboarding_id: onboarding }]);
    const settings = { title: 'Events', withForms: false, scripts: ['live.js'] };
    render(res, eventsView, deps, settings, {
      live,
      type,
      types: types.map((value) => ({ value, text: value })),
      onboarding:
        onboarding === null
          ? null
          : {
              id: onboarding,
              href: paths.onboarding(onboarding),
              name: names.get(onboarding) ?? onboarding,
            },
      action: paths.events,
      rows: page.rows.map((row) => rowView(row, names, paths)),
      previousHref: page.previousHref,
      nextHref: page.nextHref,
    });
  });

  router.get(patterns.event, async (req, res) => {
    const seq = Number(req.params.seq);
    const row = Number.isSafeInteger(seq) && seq > 0 ? await deps.store.events.find(seq) : undefined;
    if (!row) throw new NotFoundError('This event');
    const names = await namesOf(deps, [row]);
    render(
      res,
      eventView,
      deps,
      { title: row.type, withForms: false },
      {
        ...rowView(row, names, paths),
        key: row.event_key,
        body: indented(row.body),
        backHref: paths.events,
      },
    );
  });

  return router;
}

type Filters = Pick<EventFilter, 'type' | 'onboarding'>;

/** What the address asks for; an empty field asks for nothing. */
function filtersOf({ query }: Request): Filters {
  const filters: Filters = {};
  for (const name of ['type', 'onboarding'] as const) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') filters[name] = value;
  }
  return filters;
}

/** One page by keyset: one row more than shown is read, to know whether there is another page. */
async function pageOfEvents(deps: EventLogDeps, req: Request, filters: Filters) {
  const before = seqOf(req.query.before);
  const after = before === null ? seqOf(req.query.after) : null;
  const filter: EventFilter = { ...filters, limit: PAGE_SIZE + 1 };
  if (before !== null) filter.before = before;
  if (after !== null) filter.after = after;
  const found = await deps.store.events.page(filter);
  const more = found.length > PAGE_SIZE;
  const rows = after === null ? found.slice(0, PAGE_SIZE) : found.slice(-PAGE_SIZE);
  const link = (direction: 'before' | 'after', row: { seq: number } | undefined) => {
    if (!row) return null;
    const query = new URLSearchParams({ ...filters, [direction]: String(row.seq) });
    return `${deps.paths.events}?${query.toString()}`;
  };
  const hasPrevious = after === null ? before !== null : more;
  const hasNext = after === null ? more : true;
  return {
    rows,
    previousHref: hasPrevious ? link('after', rows[0]) : null,
    nextHref: hasNext ? link('before', rows.at(-1)) : null,
  };
}

function seqOf(value: unknown): number | null {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

function namesOf(deps: EventLogDeps, rows: readonly Pick<EventRow, 'onboarding_id'>[]) {
  const ids = new Set(rows.flatMap(({ onboarding_id: id }) => (id === null ? [] : [id])));
  return deps.store.onboardings.names([...ids]);
}

const UNMATCHED =
  'Unmatched: no onboarding here uses this object. It was made elsewhere, such as by “Add demo data” of the local sandbox or by another program with the same account. There is nothing to do: should an onboarding use the object later, the event is matched then.';

function rowView(row: ListedEvent, names: ReadonlyMap<string, string | null>, paths: Paths) {
  const onboarding = row.onboarding_id;
  return {
    href: paths.event(row.seq),
    type: row.type,
    eventId: row.event_id,
    objectId: row.object_id,
    onboardingHref: onboarding === null ? null : paths.onboarding(onboarding),
    onboardingName: onboarding === null ? null : (names.get(onboarding) ?? onboarding),
    verified: row.verified === 'signature' ? 'Signature' : 'Confirmed by the API',
    received: time(row.received_at),
    lastReceived: time(row.last_received_at),
    created: row.created_seconds === null ? null : time(row.created_seconds * 1000),
    deliveries: row.deliveries,
    state: stateOf(row),
    failure: failureOf(row),
  };
}

/** What is shown in the place of the onboarding while there is none. */
function stateOf(row: ListedEvent): { tag: string; tone: string; text: string } | null {
  if (row.failure !== null)
    return { tag: 'Not applied', tone: 'danger', text: 'Not known: the event could not be applied' };
  if (row.onboarding_id !== null) return null;
  return row.applied === 0
    ? { tag: 'Waiting', tone: 'info', text: 'Waiting to be applied' }
    : { tag: 'Unmatched', tone: 'neutral', text: UNMATCHED };
}

/** Why an event could not be applied, and what becomes of it. */
function failureOf({ failure, failures, applied, apply_after: next }: ListedEvent): string | null {
  if (failure === null) return null;
  const tries = `Tried ${times(failures)}`;
  const then = applied === 2 ? 'when the app starts' : `by itself at ${time(next).text}`;
  return `${failure.replace(/\.$/, '')}. ${tries}. It is tried again ${then}.`;
}

function time(at: number): { iso: string; text: string } {
  const iso = new Date(at).toISOString();
  return { iso, text: `${iso.slice(0, 19).replace('T', ' ')} UTC` };
}

/** The body as received; JSON on one line is easier to read when it is spread out, and says the same. */
function indented(body: string): { raw: string; pretty: string | null } {
  try {
    const pretty = JSON.stringify(JSON.parse(body), null, 2);
    return { raw: body, pretty: pretty === body ? null : pretty };
  } catch {
    return { raw: body, pretty: null };
  }
}
