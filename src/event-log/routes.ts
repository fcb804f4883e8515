/** The log of everything the webhook route received, newest first. */
import { Router, type Request } from 'express';
import { isCatchingUp } from '../coverage/sync';
import { livePage, type LivePage, type LiveStore } from '../live/topics';
import { sayOnNextPage, type Notice } from '../pages/notice';
import { NotFoundError } from '../pages/page-errors';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { ContractorRepository } from '../store/contractors';
import type { EventFilter } from '../store/event-search';
import type { EventRepository, EventRow } from '../store/events';
import type { OnboardingRepository } from '../store/onboardings';
import type { PendingEventRepository } from '../store/pending-events';
import type { RejectedDeliveryRepository } from '../store/rejected-deliveries';
import type { SettingRepository } from '../store/settings';
import { exportEvents } from './export';
import { filterOf, pageOfEvents, queryOf, STATE_WORDS, VERIFIED_WORDS } from './list';
import { hrefOfObject, indented, rowView, typeText, whatItDoes, type Names } from './model';
import { rejectedRoutes } from './rejected';

export interface EventLogDeps extends PageOptions {
  store: LiveStore & {
    events: Pick<EventRepository, 'search' | 'withSeqs' | 'types' | 'find'>;
    onboardings: Pick<OnboardingRepository, 'names'>;
    contractors: Pick<ContractorRepository, 'names'>;
    pending: Pick<PendingEventRepository, 'retry'>;
    rejected: Pick<RejectedDeliveryRepository, 'page'>;
    settings: Pick<SettingRepository, 'get'>;
  };
  /** Applies what was taken up again. */
  coverage: { applyAll(): Promise<void> };
}

type EventItem = ReturnType<typeof rowView>;
type Options = { value: string; text: string }[];

interface EventsView {
  live: LivePage;
  filter: EventFilter;
  choices: { type: Options; state: Options; verified: Options };
  /** Whose events alone are shown. */
  only: { text: string; href: string } | null;
  isFiltered: boolean;
  action: string;
  exportHref: string;
  rejectedHref: string;
  rows: EventItem[];
  previousHref: string | null;
  nextHref: string | null;
}
export const eventsView = view<EventsView>('events/list');

interface EventView extends EventItem {
  live: LivePage;
  key: string;
  does: ReturnType<typeof whatItDoes>;
  /** The page of the object that it tells of, among those of its contractor. */
  objectHref: string | null;
  /** To all events of the contractor. */
  contractorEventsHref: string | null;
  retryAction: string | null;
  body: ReturnType<typeof indented>;
  backHref: string;
}
export const eventView = view<EventView>('events/detail');

export function eventLogRoutes(deps: EventLogDeps): Router {
  const router = Router();
  router.get(patterns.events, async (req, res) => {
    const notice = (await isCatchingUp(deps.store.settings)) ? CATCHING_UP : null;
    const settings = { title: 'Events', withForms: false, scripts: ['live.js'], notice };
    render(res, eventsView, deps, settings, await listOf(deps, req));
  });
  router.get(patterns.eventsExport, (req, res) => exportEvents(deps.store.events, filterOf(req.query), res));
  router.use(rejectedRoutes(deps));
  // A form that is out of date is answered with its page.
  router.get([patterns.event, patterns.retryEvent], async (req, res) => {
    const live = await livePage('events', deps.store, deps.paths);
    const event = await eventOf(deps, await find(deps, req), live);
    render(res, eventView, deps, { title: event.meaning, scripts: ['copy.js', 'live.js'] }, event);
  });
  router.post(patterns.retryEvent, async (req, res) => {
    const { seq } = await find(deps, req);
    const isTaken = await deps.store.pending.retry(seq);
    if (isTaken) await deps.coverage.applyAll();
    sayOnNextPage(req, deps, await becameOf(deps, seq, isTaken));
    res.redirect(303, deps.paths.event(seq));
  });
  return router;
}

const CATCHING_UP: Notice = {
  kind: 'info',
  text: 'More events came than are read from the API at once. The older ones are still being read, with each look at the API.',
};

async function listOf(deps: EventLogDeps, req: Request): Promise<EventsView> {
  const { store, paths } = deps;
  const filter = filterOf(req.query);
  const live = await livePage('events', store, paths);
  const [types, page] = await Promise.all([
    store.events.types(),
    pageOfEvents(store.events, req.query, paths.events),
  ]);
  const { onboarding = null, contractor = null } = filter;
  const names = await namesOf(deps, [...page.rows, { onboarding_id: onboarding, contractor_id: contractor }]);
  const only =
    onboarding === null
      ? contractor && {
          text: names.contractors.get(contractor) ?? contractor,
          href: paths.contractor(contractor),
        }
      : { text: names.onboardings.get(onboarding) ?? onboarding, href: paths.onboarding(onboarding) };
  return {
    live,
    filter,
    choices: {
      type: types.map((value) => ({ value, text: typeText(value) })),
      state: optionsOf(STATE_WORDS),
      verified: optionsOf(VERIFIED_WORDS),
    },
    only: only === '' ? null : only,
    isFiltered: Object.keys(filter).length > 0,
    action: paths.events,
    exportHref: paths.eventsExport + queryOf(filter),
    rejectedHref: paths.rejected,
    ...page,
    rows: page.rows.map((row) => rowView(row, names, paths)),
  };
}

const optionsOf = (words: Readonly<Record<string, string>>): Options =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

async function eventOf(deps: EventLogDeps, row: EventRow, live: LivePage): Promise<EventView> {
  const { paths } = deps;
  const item = rowView(row, await namesOf(deps, [row]), paths);
  return {
    live,
    ...item,
    key: row.event_key,
    does: whatItDoes(row.type),
    objectHref: hrefOfObject(row, paths),
    contractorEventsHref: item.contractor && paths.eventsOfContractor(item.contractor.id),
    retryAction: row.failure === null ? null : paths.retryEvent(row.seq),
    body: indented(row.body),
    backHref: paths.events,
  };
}

async function find({ store }: EventLogDeps, req: Request): Promise<EventRow> {
  const seq = Number(req.params.seq);
  const row = Number.isSafeInteger(seq) && seq > 0 ? await store.events.find(seq) : undefined;
  if (!row) throw new NotFoundError('This event');
  return row;
}

/** What came of trying an event again. */
async function becameOf({ store }: EventLogDeps, seq: number, isTaken: boolean): Promise<Notice> {
  if (!isTaken) return { kind: 'info', text: 'The event was applied meanwhile.' };
  const row = await store.events.find(seq);
  return row?.failure === null
    ? { kind: 'success', text: 'The event was applied.' }
    : { kind: 'warning', text: 'The event could not be applied this time either. The reason is below.' };
}

type Concerned = Pick<EventRow, 'onboarding_id' | 'contractor_id'>;

async function namesOf({ store }: EventLogDeps, rows: readonly Concerned[]): Promise<Names> {
  const idsIn = (column: keyof Concerned) => [...new Set(rows.flatMap((row) => row[column] ?? []))];
  const [onboardings, contractors] = await Promise.all([
    store.onboardings.names(idsIn('onboarding_id')),
    store.contractors.names(idsIn('contractor_id')),
  ]);
  return { onboardings, contractors };
}
