/** The log of everything the webhook route received, newest first. */
import { Router, type Request } from 'express';
import { liveList, type LivePage } from '../live/topics';
import { NotFoundError } from '../pages/page-errors';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { EventFilter, EventRow } from '../store/events';
import type { Store } from '../store/store';
import { indented, rowView, typeText, whatItDoes } from './model';

export const PAGE_SIZE = 25;

export interface EventLogDeps extends PageOptions {
  store: Pick<Store, 'events' | 'onboardings' | 'contractors'>;
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
  does: ReturnType<typeof whatItDoes>;
  contractorId: string | null;
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
      types: types.map((value) => ({ value, text: typeText(value) })),
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
    const [names, onboarding] = await Promise.all([
      namesOf(deps, [row]),
      row.onboarding_id === null ? undefined : deps.store.onboardings.find(row.onboarding_id),
    ]);
    const item = rowView(row, names, paths);
    render(
      res,
      eventView,
      deps,
      { title: item.meaning, withForms: false },
      {
        ...item,
        key: row.event_key,
        does: whatItDoes(row.type),
        contractorId: row.contractor_id ?? onboarding?.contractor_id ?? null,
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
