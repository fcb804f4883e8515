/** The states of coverage, in words. "Covered from" a day is not "covered": a policy is issued before its first day. */
const STATES_SAID = {
  not_started: { text: 'Not started', tone: 'neutral', reason: 'The contractor has not applied yet.' },
  needs_assignment: {
    text: 'Needs an assignment',
    tone: 'warning',
    reason: 'The contractor has a policy for other work; this job needs an assignment.',
  },
  not_eligible: {
    text: 'Not eligible',
    tone: 'danger',
    reason: 'The quote says that the contractor cannot be insured for this job with this coverage.',
  },
  needs_opt_in: {
    text: 'Needs a new opt-in',
    tone: 'warning',
    reason: 'The policy on file cannot cover this job: it needs a quote and an application of its own.',
  },
  applying: {
    text: 'Applying',
    tone: 'info',
    reason: 'The contractor has not finished the application yet.',
  },
  in_review: {
    text: 'In review',
    tone: 'warning',
    reason: 'The insurer reviews the application by hand, usually in less than 24 hours.',
  },
  refused: {
    text: 'Not eligible',
    tone: 'danger',
    reason: 'The contractor was found ineligible in the application.',
  },
  application_expired: {
    text: 'Application expired',
    tone: 'warning',
    reason: 'The application expired before it was finished.',
  },
  application_gone: {
    text: 'Application not known',
    tone: 'warning',
    reason: 'The API does not know the application any more.',
  },
  issuing: {
    text: 'Policy being issued',
    tone: 'info',
    reason: 'The application is complete, and the policy is being issued.',
  },
  charge_failed: {
    text: 'Charge failed',
    tone: 'danger',
    reason: 'The card could not be charged for the job, which is not covered before it is.',
  },
  awaiting_charge: {
    text: 'Bound, charge due',
    tone: 'info',
    reason: 'The contractor is to be charged for the job, and is covered once that is done.',
  },
  unclear: { text: 'Not known', tone: 'warning', reason: 'Where the application stands is not known.' },
  certificate_in_review: {
    text: 'Certificate in review',
    tone: 'warning',
    reason: 'The contractor’s own certificate is not approved yet.',
  },
  certificate_flagged: {
    text: 'Certificate flagged',
    tone: 'warning',
    reason: 'The contractor’s own certificate fails a rule, and waits for a reviewer.',
  },
  certificate_refused: {
    text: 'Certificate not approved',
    tone: 'danger',
    reason: 'The contractor’s own certificate was not approved.',
  },
  covered_from: { text: 'Policy issued', tone: 'success', reason: 'A policy is issued, and begins later.' },
  covered: { text: 'Covered', tone: 'success', reason: 'A policy is in force.' },
  partly_covered: {
    text: 'Partly covered',
    tone: 'warning',
    reason: 'A policy is in force, but not for all that is asked for.',
  },
  expired: { text: 'Expired', tone: 'danger', reason: 'The policy has expired.' },
  cancelled: { text: 'Cancelled', tone: 'danger', reason: 'The policy was cancelled.' },
} as const satisfies Record<string, StateWords>;

/** What a state is called, how it looks, and why it is so, in a sentence to the operator. */
export interface StateWords {
  text: string;
  tone: Tone;
  reason: string;
}
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export type State = keyof typeof STATES_SAID;
export const STATES = Object.keys(STATES_SAID) as State[];

/** Why a state is so, in a sentence to the operator; where policies are the reason they say it themselves. */
export const reasonOf = (state: State): string => STATES_SAID[state].reason;
/** What a state is called, on all pages. */
export const wordOf = (state: State): string => STATES_SAID[state].text;
/** How a state looks. Green is for proof alone. */
export const toneOf = (state: State): Tone => STATES_SAID[state].tone;
