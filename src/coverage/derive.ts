import { EVENT_TYPES } from './event-types';
import type { ApplicationFact, PolicyFact } from './facts';

/**
 * What the events tell of an onboarding, as it is kept: nothing yet, where the application stands, else whether the
 * policy stands. Of one that is `active` its dates say when it covers (see `coverageOf`).
 */
export type ToldState =
  'not_started' | Exclude<ApplicationFact, 'application_gone' | 'unclear'> | 'active' | 'cancelled';

/** What is known of the policy. */
export interface KnownPolicy extends Pick<PolicyFact, 'id' | 'from' | 'until'> {
  /** The hosted policy document. */
  pdfUrl: string | null;
  certificates: { gl: string | null; wc: string | null };
}

/** The parts of an event that coverage depends on. `at`: epoch seconds UTC, by the API's clock where it gives one. */
export interface CoverageEvent {
  type: string;
  at: number;
  /** The application session that an application event tells of. */
  sessionId: string | null;
  policy: KnownPolicy | null;
}

/** Where the application or the policy stands after each event, and its rank among events of the same second. */
const MEANING = new Map<string, { rank: number; state: ToldState }>(
  Object.entries(EVENT_TYPES).flatMap(([type, known]) =>
    'coverage' in known ? [[type, known.coverage] as const] : [],
  ),
);
const FIRST_POLICY_RANK = 10;

/** What an event of an application or a policy means, and its rank among events of the same second. */
export const toldBy = (type: string): { rank: number; state: ToldState } | undefined => MEANING.get(type);

/** Whether an event of an application or a policy tells that the contractor has opened the application. */
export const tellsOpened = (type: string): boolean =>
  MEANING.has(type) && type !== 'application.created' && type !== 'application.expired';

/** The types of event that coverage depends on. */
export const COVERAGE_EVENT_TYPES: readonly string[] = [...MEANING.keys()];

/**
 * What a set of events amounts to. The order in which they are given, and how often each is given, does not matter:
 * the same set always comes to the same. Events of unknown types change nothing.
 *
 * `sessionId` is the application session in use: an application is over once its session was replaced, so what is
 * told of an earlier one (it expired, it was refused) counts no more. Its completion does: it ends in a policy.
 */
export function deriveCoverage(
  events: readonly CoverageEvent[],
  sessionId: string | null,
): { state: ToldState; opened: boolean; policy: KnownPolicy } {
  const known = events
    .filter((event) => !isOfReplacedSession(event, sessionId))
    .flatMap((event) => {
      const meaning = MEANING.get(event.type);
      return meaning ? [{ ...event, ...meaning }] : [];
    })
    .sort(inOrder);
  const ofPolicy = eventsOfOnePolicy(known.filter(({ rank }) => rank >= FIRST_POLICY_RANK));
  const last = ofPolicy.at(-1) ?? known.at(-1);
  const facts = ofPolicy.map(({ policy }) => policy).filter((policy) => policy !== null);
  return {
    state: last?.state ?? 'not_started',
    opened: known.some(({ type }) => tellsOpened(type)),
    policy: {
      id: lastOf(facts, ({ id }) => id),
      from: lastOf(facts, ({ from }) => from),
      until: lastOf(facts, ({ until }) => until),
      pdfUrl: lastOf(facts, ({ pdfUrl }) => pdfUrl),
      certificates: {
        gl: lastOf(facts, ({ certificates }) => certificates.gl),
        wc: lastOf(facts, ({ certificates }) => certificates.wc),
      },
    },
  };
}

/**
 * Of several policies those count that stand, and of these the one told of last: one that was cancelled takes nothing
 * from the others. What names no policy is told of each.
 */
function eventsOfOnePolicy<Event extends CoverageEvent & { state: ToldState }>(
  events: readonly Event[],
): readonly Event[] {
  const ids = new Set(events.map(({ policy }) => policy?.id ?? null).filter((id) => id !== null));
  const policies = [...ids].sort().map((id) => events.filter(({ policy }) => (policy?.id ?? id) === id));
  const stand = policies.filter((told) => told.at(-1)?.state === 'active');
  const latest = (one: readonly Event[], other: readonly Event[]) => {
    const [a, b] = [one.at(-1), other.at(-1)];
    return a && b && inOrder(a, b) > 0 ? one : other;
  };
  const [first, ...others] = stand.length > 0 ? stand : policies;
  return first ? others.reduce(latest, first) : events;
}

function isOfReplacedSession(event: CoverageEvent, sessionId: string | null): boolean {
  const ofApplication = event.type.startsWith('application.') && event.type !== 'application.complete';
  return ofApplication && event.sessionId !== null && event.sessionId !== sessionId;
}

/** The order in which events happened: by time, and within one second by what they mean. For `sort`. */
export function inOrder(
  a: Pick<CoverageEvent, 'type' | 'at'>,
  b: Pick<CoverageEvent, 'type' | 'at'>,
): number {
  const rank = ({ type }: { type: string }) => MEANING.get(type)?.rank ?? FIRST_POLICY_RANK;
  return a.at - b.at || rank(a) - rank(b);
}

/** Whether the application was completed, so that quote and session can change no more. */
export function isFinished(state: ToldState): boolean {
  return state === 'issuing' || state === 'active' || state === 'cancelled';
}

/** Whether nothing is left to do for the operator. Whoever was found ineligible can be quoted again. */
export function isSettled(state: ToldState): boolean {
  return state === 'active' || state === 'cancelled';
}

function lastOf<Item, Value>(items: readonly Item[], pick: (item: Item) => Value | null): Value | null {
  return items.reduce<Value | null>((found, item) => pick(item) ?? found, null);
}
