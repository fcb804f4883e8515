/** The states that lists of contractors and jobs tell apart: those of `coverageOf`, and what is to be done about them. */
import type { CoverageNow } from './coverage-of';
import { toneOf, wordOf, type State, type Tone } from './states';

interface StandingWords {
  text: string;
  tone: Tone;
  /** The four questions that a board answers. */
  group: 'covered' | 'on_the_way' | 'needs_attention' | 'not_covered' | 'gone';
}

/** As the state of coverage of that name is called and looks. */
const as = (state: State, group: StandingWords['group']): StandingWords => ({
  text: wordOf(state),
  tone: toneOf(state),
  group,
});

/** The most urgent first. */
const STATES = {
  charge_failed: as('charge_failed', 'needs_attention'),
  cancelled: as('cancelled', 'not_covered'),
  expired: as('expired', 'not_covered'),
  certificate_flagged: as('certificate_flagged', 'needs_attention'),
  needs_opt_in: as('needs_opt_in', 'needs_attention'),
  ends_soon: { text: 'Ends within 30 days', tone: 'warning', group: 'covered' },
  awaiting_charge: as('awaiting_charge', 'on_the_way'),
  in_review: as('in_review', 'on_the_way'),
  applying: as('applying', 'on_the_way'),
  not_started: as('not_started', 'on_the_way'),
  refused: as('refused', 'not_covered'),
  covered_from: { text: 'Covered from a later day', tone: 'success', group: 'covered' },
  covered: as('covered', 'covered'),
  gone: { text: 'Gone at the API', tone: 'neutral', group: 'gone' },
} as const satisfies Record<string, StandingWords>;

export type StandingState = keyof typeof STATES;
const ALL = Object.keys(STATES) as StandingState[];
/** Those of contractors whom the API knows: all others are left out of lists, and counted by none. */
export const STANDING_STATES = ALL.filter((state) => state !== 'gone');

/** Whether a text is the name of one of them. */
export const isStandingState = (text: string): text is StandingState => Object.hasOwn(STATES, text);
/** What a state is called, its tone, and which question of a board it answers. */
export const standingWords = (state: StandingState): StandingWords => STATES[state];
/** The place among all states, the most urgent first. */
export const urgencyOf = (state: StandingState): number => ALL.indexOf(state);

/** Whether cover is proven while its dates last. Of all others there is none to show. */
export const isProven = (state: StandingState): boolean =>
  STATES[state].group === 'covered' || state === 'expired';

const OF_STATE: Readonly<Record<Exclude<State, 'covered'>, StandingState>> = {
  not_started: 'not_started',
  not_eligible: 'refused',
  needs_assignment: 'not_started',
  applying: 'applying',
  in_review: 'in_review',
  refused: 'refused',
  application_expired: 'needs_opt_in',
  application_gone: 'needs_opt_in',
  issuing: 'applying',
  charge_failed: 'charge_failed',
  awaiting_charge: 'awaiting_charge',
  needs_opt_in: 'needs_opt_in',
  unclear: 'applying',
  certificate_in_review: 'in_review',
  certificate_flagged: 'certificate_flagged',
  certificate_refused: 'refused',
  covered_from: 'covered_from',
  partly_covered: 'needs_opt_in',
  expired: 'expired',
  cancelled: 'cancelled',
};

export const SOON_SECONDS = 30 * 24 * 60 * 60;

/**
 * The state of a coverage at a moment, in epoch seconds. Cover ends soon where it does so within 30 days, unless the job
 * is known to be over before (`jobUntil`).
 */
export function standingStateOf(
  { state, until }: Pick<CoverageNow, 'state' | 'until'>,
  at: number,
  jobUntil: number | null = null,
): StandingState {
  if (state !== 'covered') return OF_STATE[state];
  const endsSoon = until !== null && until - at < SOON_SECONDS && (jobUntil === null || jobUntil >= until);
  return endsSoon ? 'ends_soon' : 'covered';
}
