/** The words for the states of coverage: one table, which every page takes its words from. */
import type { State } from '../../coverage/states';
import { day, shortDay } from '../../lib/dates';

export interface StateTag {
  text: string;
  tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger';
}

/** What is said to the contractor, whose coverage it is. */
export interface ContractorWords {
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
  contractor: ContractorWords | ((dates: Dates) => ContractorWords);
}

const ASK = 'Please ask the platform that invited you what you can do next.';
const NEW_LINK = 'Please ask the platform that invited you for a new link.';
const NOT_INSURED: ContractorWords = {
  heading: 'You could not be insured for this job',
  text: `There is no coverage for it. ${ASK}`,
};

const WORDS: Readonly<Record<State, Words>> = {
  not_started: {
    tone: 'neutral',
    tag: 'Not applied',
    contractor: { heading: 'There is no application for you now', text: NEW_LINK },
  },
  not_eligible: {
    tone: 'danger',
    tag: 'Not eligible',
    contractor: NOT_INSURED,
  },
  applying: {
    tone: 'info',
    tag: 'Applying',
    contractor: {
      heading: 'Your application is not finished yet',
      text: 'Your answers so far are kept. You can go on whenever you like.',
    },
  },
  in_review: {
    tone: 'warning',
    tag: 'In manual review',
    contractor: {
      heading: 'Your application is being reviewed',
      text: 'This usually takes less than 24 hours. You will hear from us.',
    },
  },
  refused: {
    tone: 'danger',
    tag: 'Not eligible',
    contractor: NOT_INSURED,
  },
  application_expired: {
    tone: 'warning',
    tag: 'Application expired',
    contractor: { heading: 'Your application has expired', text: NEW_LINK },
  },
  application_gone: {
    tone: 'warning',
    tag: 'Application not known',
    contractor: { heading: 'Your application is not available any more', text: NEW_LINK },
  },
  issuing: {
    tone: 'info',
    tag: 'Policy being issued',
    contractor: {
      heading: 'Your application is complete',
      text: 'Your policy is being issued. This usually takes a few minutes; reload this page to check.',
    },
  },
  awaiting_charge: {
    tone: 'info',
    tag: 'Charge pending',
    contractor: {
      heading: 'Your coverage for this job is being arranged',
      text: 'Your card will be charged, usually within a day. You are covered for this job after that, and not before.',
    },
  },
  charge_failed: {
    tone: 'danger',
    tag: 'Charge failed',
    contractor: {
      heading: 'Your card could not be charged for this job',
      text: `You are not covered for it before that is put right. Give another card where you can. ${ASK}`,
    },
  },
  needs_opt_in: {
    tone: 'warning',
    tag: 'Needs a new opt-in',
    contractor: { heading: 'This job needs an application of its own', text: NEW_LINK },
  },
  unclear: {
    tone: 'warning',
    tag: 'Not known',
    contractor: { heading: 'We do not know yet whether you are covered', text: ASK },
  },
  certificate_in_review: {
    tone: 'warning',
    tag: 'Certificate in review',
    contractor: { heading: 'Your certificate is being reviewed', text: 'You will hear from us.' },
  },
  certificate_flagged: {
    tone: 'warning',
    tag: 'Certificate flagged',
    contractor: {
      heading: 'Your certificate does not show all that is asked for',
      text: `It is looked at by a person. ${ASK}`,
    },
  },
  certificate_refused: {
    tone: 'danger',
    tag: 'Certificate not approved',
    contractor: { heading: 'Your certificate was not approved', text: ASK },
  },
  covered_from: {
    tone: 'success',
    tag: 'Policy issued',
    contractor: ({ from }) => ({
      heading: `You will be covered from ${day(from)}`,
      text: `Your policy is issued. Your coverage starts on ${day(from)} (UTC), and not before.`,
    }),
  },
  covered: {
    tone: 'success',
    tag: 'Active',
    contractor: ({ from }) => ({
      heading: 'You are covered',
      text: `Your coverage is active${from === null ? '' : ` since ${day(from)}`}.`,
    }),
  },
  partly_covered: {
    tone: 'warning',
    tag: 'Partly covered',
    contractor: { heading: 'You are covered in part', text: ASK },
  },
  expired: {
    tone: 'neutral',
    tag: 'Expired',
    contractor: ({ until }) => ({
      heading: 'Your coverage has expired',
      text: `Your policy expired${until === null ? '' : ` on ${day(until)}`}. ${ASK}`,
    }),
  },
  cancelled: {
    tone: 'danger',
    tag: 'Cancelled',
    contractor: { heading: 'Your coverage was cancelled', text: ASK },
  },
};

/** The words for a state, whenever it is. */
export const wordOf = (state: State): string => WORDS[state].tag;

/** A state in a few words: "Covered from 26 Nov". `at`: now, in epoch seconds. */
export function tagOf({ state, from }: { state: State } & Pick<Dates, 'from'>, at: number): StateTag {
  const { tone, tag } = WORDS[state];
  return {
    tone,
    text: state === 'covered_from' && from !== null ? `Covered from ${shortDay(from, at)}` : tag,
  };
}

/** What a state is to the contractor. */
export function contractorWordsOf({ state, ...dates }: { state: State } & Dates): ContractorWords {
  const { contractor } = WORDS[state];
  return typeof contractor === 'function' ? contractor(dates) : contractor;
}
