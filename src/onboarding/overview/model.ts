import type { EventRow } from '../../store/events';
import type { OnboardingRow } from '../../store/onboardings';
import { deriveCoverage, inOrder, type Coverage, type CoverageState } from '../../coverage/derive';

export interface StateTag {
  text: string;
  tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger';
}

const STATES: Readonly<Record<CoverageState, StateTag>> = {
  none: { text: 'Not applied', tone: 'neutral' },
  applying: { text: 'Applying', tone: 'info' },
  in_review: { text: 'In manual review', tone: 'warning' },
  ineligible: { text: 'Not eligible', tone: 'danger' },
  session_expired: { text: 'Session expired', tone: 'warning' },
  issuing: { text: 'Policy being issued', tone: 'info' },
  active: { text: 'Active', tone: 'success' },
  cancelled: { text: 'Cancelled', tone: 'danger' },
};

/** A coverage state for people. A policy whose last day has passed has expired, whatever the last event said. */
export function coverageTag(state: string, expirationDate: number | null, now: number): StateTag {
  if (state === 'active' && expirationDate !== null && expirationDate <= now) {
    return { text: 'Expired', tone: 'neutral' };
  }
  return STATES[state as CoverageState] ?? { text: state, tone: 'neutral' };
}

export function coverageOf(onboarding: Pick<OnboardingRow, 'coverage'>): Coverage {
  const kept = onboarding.coverage === null ? {} : (JSON.parse(onboarding.coverage) as Partial<Coverage>);
  return { ...deriveCoverage([], null), ...kept };
}

const EVENT_TONES: readonly (readonly [RegExp, StateTag['tone']])[] = [
  [/active|complete|succeeded|approved|reactivated/, 'success'],
  [/ineligible|cancelled|failed|denied/, 'danger'],
  [/expired|review|flagged/, 'warning'],
];

/** The events of an onboarding in the order in which they happened, as items of the timeline. */
export function timeline(rows: readonly EventRow[], hrefOf: (seq: number) => string) {
  return rows
    .map((row) => ({ row, type: row.type, at: row.created_seconds ?? Math.floor(row.received_at / 1000) }))
    .sort(inOrder)
    .map(({ row }) => timelineItem(row, hrefOf(row.seq)));
}

function timelineItem(row: EventRow, href: string) {
  const tone = EVENT_TONES.find(([pattern]) => pattern.test(row.type))?.[1] ?? 'info';
  const at = row.created_seconds === null ? row.received_at : row.created_seconds * 1000;
  const verified = row.verified === 'signature' ? 'verified by signature' : 'confirmed by the API';
  const times = ['never delivered', 'delivered once'][row.deliveries] ?? `delivered ${row.deliveries} times`;
  return { title: row.type, time: new Date(at).toISOString(), text: `${verified}, ${times}`, href, tone };
}
