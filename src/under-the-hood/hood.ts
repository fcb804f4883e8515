import type { OnboardingRow } from '../store/onboardings';
import type { NewApiCall } from '../store/api-calls';
import type { EventRepository } from '../store/events';
import type { Paths } from '../paths';
import { callKey, type RecentCall, type RecentCalls } from './recent-calls';

/** Under the hood of a page: what its onboarding asked of the API, and what the API told. */
export interface HoodView {
  /** Calls that changed something, oldest first. */
  changes: CallLine[];
  /** Calls that only read, newest first. */
  reads: CallLine[];
  /** Oldest first. */
  events: { type: string; when: string; href: string }[];
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
  /** Whether this very page made it. */
  isOfPage: boolean;
}

export interface HoodDeps {
  recentCalls: Pick<RecentCalls, 'latest'>;
  store: { events: Pick<EventRepository, 'page'> };
  paths: Paths;
}

const LIMITS = { changes: 20, reads: 10 };
const EVENTS_SHOWN = 20;

/** `own`: the calls that the page made itself, oldest first, which are not kept yet. */
export async function hoodOf(
  { id, session_id: session }: Pick<OnboardingRow, 'id' | 'session_id'>,
  own: readonly NewApiCall[],
  { recentCalls, store, paths }: HoodDeps,
): Promise<HoodView> {
  const [earlier, events] = await Promise.all([
    recentCalls.latest(id, LIMITS),
    // Before there is an application there is nothing to tell.
    session === null ? [] : store.events.page({ onboarding: id, limit: EVENTS_SHOWN }),
  ]);
  const line = (isOfPage: boolean) => (call: RecentCall) =>
    lineOf(call, isOfPage, paths.call(id, callKey(call)));
  const lines = [...[...own].reverse().map(line(true)), ...earlier.map(line(false))];
  const isRead = ({ method }: CallLine) => method === 'GET';
  return {
    changes: lines.filter((one) => !isRead(one)).reverse(),
    reads: lines.filter(isRead),
    events: events
      .map(({ type, received_at: at, seq }) => ({
        type,
        when: new Date(at).toISOString(),
        href: paths.event(seq),
      }))
      .reverse(),
    last: lines[0] ?? null,
  };
}

function lineOf(call: RecentCall, isOfPage: boolean, href: string): CallLine {
  const { method, path, status = null, duration_ms: durationMs, at } = call;
  return { href, method, path, status, durationMs, when: new Date(at).toISOString(), isOfPage };
}
