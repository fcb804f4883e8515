/** The words for the states of coverage, to the contractor; those to operators are in src/coverage/states.ts. */
import { toneOf, wordOf, type State, type Tone } from '../../coverage/states';
import { day, shortDay } from '../../lib/dates';

export interface StateTag {
  text: string;
  tone: Tone;
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

const ASK = 'Please ask the platform that invited you what you can do next.';
const NEW_LINK = 'Please ask the platform that invited you for a new link.';
const NOT_INSURED: ContractorWords = {
  heading: 'You could not be insured for this job',
  text: `There is no coverage for it. ${ASK}`,
};

const TO_CONTRACTOR: Readonly<Record<State, ContractorWords | ((dates: Dates) => ContractorWords)>> = {
  not_started: { heading: 'There is no application for you now', text: NEW_LINK },
  needs_assignment: { heading: 'You are insured for other work', text: `Not for this job yet. ${ASK}` },
  not_eligible: NOT_INSURED,
  applying: {
    heading: 'Your application is not finished yet',
    text: 'Your answers so far are kept. You can go on whenever you like.',
  },
  in_review: {
    heading: 'Your application is being reviewed',
    text: 'This usually takes less than 24 hours. You will hear from us.',
  },
  refused: NOT_INSURED,
  application_expired: { heading: 'Your application has expired', text: NEW_LINK },
  application_gone: { heading: 'Your application is not available any more', text: NEW_LINK },
  issuing: {
    heading: 'Your application is complete',
    text: 'Your policy is being issued. This usually takes a few minutes; reload this page to check.',
  },
  awaiting_charge: {
    heading: 'Your coverage for this job is being arranged',
    text: 'Your card will be charged, usually within a day. You are covered for this job after that, and not before.',
  },
  charge_failed: {
    heading: 'Your card could not be charged for this job',
    text: `You are not covered for it before that is put right. Give another card where you can. ${ASK}`,
  },
  needs_opt_in: { heading: 'This job needs an application of its own', text: NEW_LINK },
  unclear: { heading: 'We do not know yet whether you are covered', text: ASK },
  certificate_in_review: { heading: 'Your certificate is being reviewed', text: 'You will hear from us.' },
  certificate_flagged: {
    heading: 'Your certificate does not show all that is asked for',
    text: `It is looked at by a person. ${ASK}`,
  },
  certificate_refused: { heading: 'Your certificate was not approved', text: ASK },
  covered_from: ({ from }) => ({
    heading: `You will be covered from ${day(from)}`,
    text: `Your policy is issued. Your coverage starts on ${day(from)} (UTC), and not before.`,
  }),
  covered: ({ from }) => ({
    heading: 'You are covered',
    text: `Your coverage is active${from === null ? '' : ` since ${day(from)}`}.`,
  }),
  partly_covered: { heading: 'You are covered in part', text: ASK },
  expired: ({ until }) => ({
    heading: 'Your coverage has expired',
    text: `Your policy expired${until === null ? '' : ` on ${day(until)}`}. ${ASK}`,
  }),
  cancelled: { heading: 'Your coverage was cancelled', text: ASK },
};

/** A state in a few words: "Covered from 26 Nov". `at`: now, in epoch seconds. */
export function tagOf({ state, from }: { state: State } & Pick<Dates, 'from'>, at: number): StateTag {
  return {
    tone: toneOf(state),
    text: state === 'covered_from' && from !== null ? `Covered from ${shortDay(from, at)}` : wordOf(state),
  };
}

/** What a state is to the contractor. */
export function contractorWordsOf({ state, ...dates }: { state: State } & Dates): ContractorWords {
  const words = TO_CONTRACTOR[state];
  return typeof words === 'function' ? words(dates) : words;
}
