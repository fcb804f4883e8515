import { asHappened } from '../coverage/as-happened';
import type { OnboardingRow } from '../store/onboardings';
import type { NewApiCall } from '../store/api-calls';
import type { EventRepository } from '../store/events';
import type { ListedEvent } from '../store/event-search';
import { happenedAt } from '../store/happened-at';
import type { Paths } from '../paths';
import { callKey, type RecentCall, type RecentCalls } from './recent-calls';

/** Under the hood of a page: what was asked of the API for what it shows, and what the API told. */
export interface HoodView {
  /** Whose calls these are, in words, such as `this onboarding`. */
  of: string;
  /** All of them; null where these are of different ones. */
  allHref: string | null;
  /** Calls that changed something, oldest first. */
  changes: CallLine[];
  /** Calls that only read, newest first. */
  reads: CallLine[];
  /** Oldest first, each with when it happened; null: they have a page of their own. */
  events: { type: string; when: string; href: string }[] | null;
  eventsHref: string;
  /** The latest call of all. */
  last: CallLine | null;
}

export interface CallLine {
  href: string;
  method: string;
  path: string;
  /** Null: no answer came. */
  status: number | null;
  durationMs: number;
  /** ISO 8601, UTC. */
  when: string;
  /** Whether it was made for this very page. */
  isOfPage: boolean;
}

export interface HoodDeps {
  recentCalls: Pick<RecentCalls, 'latest'>;
  store: { events: Pick<EventRepository, 'page'> };
  paths: Paths;
}

const LIMITS = { changes: 20, reads: 10 };
/** Of events, so many are shown. */
export const HOOD_EVENTS = 20;

/** `own`: the calls that the page made itself, oldest first, which are not kept yet. */
export async function hoodOfOnboarding(
  { id, session_id: session }: Pick<OnboardingRow, 'id' | 'session_id'>,
  own: readonly NewApiCall[],
  { recentCalls, store, paths }: HoodDeps,
): Promise<HoodView> {
  const [earlier, events] = await Promise.all([
    recentCalls.latest(id, LIMITS),
    // Before there is an application there is nothing to tell.
    session === null ? [] : store.events.page({ onboarding: id, limit: HOOD_EVENTS }),
  ]);
  const href = (call: RecentCall) => paths.call(id, callKey(call));
  const lines = [
    ...[...own].reverse().map((call) => lineOf(call, true, href(call))),
    ...earlier.map((call) => lineOf(call, false, href(call))),
  ];
  const hrefs = { allHref: paths.calls(id), eventsHref: paths.eventsOf(id) };
  return { ...hood('this onboarding', lines, events, paths), ...hrefs };
}

/**
 * Of a contractor, with the latest of their events. `since`: the calls that were made from then on are the page's own
 * (epoch milliseconds).
 */
export async function hoodOfContractor(
  id: string,
  since: number,
  latest: Promise<readonly ListedEvent[]>,
  { recentCalls, paths }: Pick<HoodDeps, 'recentCalls' | 'paths'>,
): Promise<HoodView> {
  const [calls, events] = await Promise.all([recentCalls.latest(id, LIMITS), latest]);
  const lines = calls.map((call) => lineOf(call, call.at >= since, paths.call(id, callKey(call))));
  const hrefs = { allHref: paths.calls(id), eventsHref: paths.eventsOfContractor(id) };
  return { ...hood('this contractor', lines, events, paths), ...hrefs };
}

/** Of a page that is of nobody: the latest of all pages. At once, as such pages need nothing else. */
export function hoodOfApp({ recentCalls, paths }: HoodOfAppDeps): HoodView {
  const calls = recentCalls.latestOfAll(LIMITS);
  const lines = calls.map((call) => lineOf(call, false, paths.call(call.subject, callKey(call))));
  return hood('all pages, the latest', lines, null, paths);
}

interface HoodOfAppDeps {
  recentCalls: Pick<RecentCalls, 'latestOfAll'>;
  paths: Paths;
}

/** `lines`: newest first. */
function hood(
  of: string,
  lines: readonly CallLine[],
  events: readonly ListedEvent[] | null,
  paths: Paths,
): HoodView {
  const isRead = ({ method }: CallLine) => method === 'GET';
  return {
    of,
    allHref: null,
    changes: lines.filter((one) => !isRead(one)).reverse(),
    reads: lines.filter(isRead),
    events: events && asHappened(events).map((event) => eventLine(event, paths)),
    eventsHref: paths.events,
    last: lines[0] ?? null,
  };
}

const eventLine = (event: ListedEvent, paths: Paths) => ({
  type: event.type,
  when: new Date(happenedAt(event) * 1000).toISOString(),
  href: paths.event(event.seq),
});

export function lineOf(call: RecentCall, isOfPage: boolean, href: string): CallLine {
  const { method, path, status = null, duration_ms: durationMs, at } = call;
  return { href, method, path, status, durationMs, when: new Date(at).toISOString(), isOfPage };
}
