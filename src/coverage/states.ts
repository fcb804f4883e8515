/**
 * The states of coverage, and the words for each: one table, which every page takes its words from. "Covered from"
 * a day is not "active": a policy is issued before its first day.
 */
import { day, shortDay } from '../lib/dates';

export interface StateTag {
  text: string;
  tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger';
}

/** What is said to the contractor, whose coverage it is. */
export interface Told {
  heading: string;
  text: string;
}

/** What the words of a state depend on: the first moment of the cover and its end, in epoch seconds. */
interface Dates {
  from: number | null;
  until: number | null;
}

interface Words {
  tone: StateTag['tone'];
  /** In a few words. */
  tag: string;
  /** In a sentence, to the operator; where policies are the reason they say it themselves. */
  reason: string;
  contractor: Told | ((dates: Dates) => Told);
}

const ASK = 'Please ask the platform that invited you what you can do next.';
const NEW_LINK = 'Please ask the platform that invited you for a new link.';
const NOT_INSURED: Told = {
  heading: 'You could not be insured for this job',
  text: `There is no coverage for it. ${ASK}`,
};

const WORDS = {
  not_started: {
    tone: 'neutral',
    tag: 'Not applied',
    reason: 'The contractor has not applied yet.',
    contractor: { heading: 'There is no application for you now', text: NEW_LINK },
  },
  not_eligible: {
    tone: 'danger',
    tag: 'Not eligible',
    reason: 'The quote says that the contractor cannot be insured for this job with this coverage.',
    contractor: NOT_INSURED,
  },
  applying: {
    tone: 'info',
    tag: 'Applying',
    reason: 'The contractor has not finished the application yet.',
    contractor: {
      heading: 'Your application is not finished yet',
      text: 'Your answers so far are kept. You can go on whenever you like.',
    },
  },
  in_review: {
    tone: 'warning',
    tag: 'In manual review',
    reason: 'The insurer reviews the application by hand, usually in less than 24 hours.',
    contractor: {
      heading: 'Your application is being reviewed',
      text: 'This usually takes less than 24 hours. You will hear from us.',
    },
  },
  refused: {
    tone: 'danger',
    tag: 'Not eligible',
    reason: 'The contractor was found ineligible in the application.',
    contractor: NOT_INSURED,
  },
  application_expired: {
    tone: 'warning',
    tag: 'Application expired',
    reason: 'The application expired before it was finished.',
    contractor: { heading: 'Your application has expired', text: NEW_LINK },
  },
  application_gone: {
    tone: 'warning',
    tag: 'Application not known',
    reason: 'The API does not know the application any more.',
    contractor: { heading: 'Your application is not available any more', text: NEW_LINK },
  },
  issuing: {
    tone: 'info',
    tag: 'Policy being issued',
    reason: 'The application is complete, and the policy is being issued.',
    contractor: {
      heading: 'Your application is complete',
      text: 'Your policy is being issued. This usually takes a few minutes; reload this page to check.',
    },
  },
  awaiting_charge: {
    tone: 'info',
    tag: 'Charge pending',
    reason: 'The contractor is to be charged for the job, and is covered once that is done.',
    contractor: {
      heading: 'Your coverage for this job is being arranged',
      text: 'Your card will be charged, usually within a day. You are covered for this job after that, and not before.',
    },
  },
  unclear: {
    tone: 'warning',
    tag: 'Not known',
    reason: 'Where the application stands is not known.',
    contractor: { heading: 'We do not know yet whether you are covered', text: ASK },
  },
  certificate_in_review: {
    tone: 'warning',
    tag: 'Certificate in review',
    reason: 'The contractor’s own certificate is not approved yet.',
    contractor: { heading: 'Your certificate is being reviewed', text: 'You will hear from us.' },
  },
  certificate_refused: {
    tone: 'danger',
    tag: 'Certificate not approved',
    reason: 'The contractor’s own certificate was not approved.',
    contractor: { heading: 'Your certificate was not approved', text: ASK },
  },
  covered_from: {
    tone: 'success',
    tag: 'Policy issued',
    reason: 'A policy is issued, and begins later.',
    contractor: ({ from }) => ({
      heading: `You will be covered from ${day(from)}`,
      text: `Your policy is issued. Your coverage starts on ${day(from)} (UTC), and not before.`,
    }),
  },
  covered: {
    tone: 'success',
    tag: 'Active',
    reason: 'A policy is in force.',
    contractor: ({ from }) => ({
      heading: 'You are covered',
      text: `Your coverage is active${from === null ? '' : ` since ${day(from)}`}.`,
    }),
  },
  partly_covered: {
    tone: 'warning',
    tag: 'Partly covered',
    reason: 'A policy is in force, but not for all that is asked for.',
    contractor: { heading: 'You are covered in part', text: ASK },
  },
  expired: {
    tone: 'neutral',
    tag: 'Expired',
    reason: 'The policy has expired.',
    contractor: ({ until }) => ({
      heading: 'Your coverage has expired',
      text: `Your policy expired${until === null ? '' : ` on ${day(until)}`}. ${ASK}`,
    }),
  },
  cancelled: {
    tone: 'danger',
    tag: 'Cancelled',
    reason: 'The policy was cancelled.',
    contractor: { heading: 'Your coverage was cancelled', text: ASK },
  },
} as const satisfies Record<string, Words>;

export type State = keyof typeof WORDS;
export const STATES = Object.keys(WORDS) as State[];

const wordsOf = (state: State): Words => WORDS[state];

/** The words for a state, whenever it is. */
export const wordOf = (state: State): string => wordsOf(state).tag;

/** A state in a few words: "Covered from 26 Nov". `at`: now, in epoch seconds. */
export function tagOf({ state, from }: { state: State } & Pick<Dates, 'from'>, at: number): StateTag {
  const { tone, tag } = wordsOf(state);
  return {
    tone,
    text: state === 'covered_from' && from !== null ? `Covered from ${shortDay(from, at)}` : tag,
  };
}

/** What a state is to the contractor. */
export function toldOf({ state, ...dates }: { state: State } & Dates): Told {
  const { contractor } = wordsOf(state);
  return typeof contractor === 'function' ? contractor(dates) : contractor;
}

/** Why a state is so, in a sentence to the operator. */
export const reasonOf = (state: State): string => wordsOf(state).reason;
