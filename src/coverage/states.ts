/** The states of coverage. "Covered from" a day is not "covered": a policy is issued before its first day. */
const REASONS = {
  not_started: 'The contractor has not applied yet.',
  not_eligible: 'The quote says that the contractor cannot be insured for this job with this coverage.',
  needs_opt_in: 'The policy on file cannot cover this job: it needs a quote and an application of its own.',
  applying: 'The contractor has not finished the application yet.',
  in_review: 'The insurer reviews the application by hand, usually in less than 24 hours.',
  refused: 'The contractor was found ineligible in the application.',
  application_expired: 'The application expired before it was finished.',
  application_gone: 'The API does not know the application any more.',
  issuing: 'The application is complete, and the policy is being issued.',
  charge_failed: 'The card could not be charged for the job, which is not covered before it is.',
  awaiting_charge: 'The contractor is to be charged for the job, and is covered once that is done.',
  unclear: 'Where the application stands is not known.',
  certificate_in_review: 'The contractor’s own certificate is not approved yet.',
  certificate_flagged: 'The contractor’s own certificate fails a rule, and waits for a reviewer.',
  certificate_refused: 'The contractor’s own certificate was not approved.',
  covered_from: 'A policy is issued, and begins later.',
  covered: 'A policy is in force.',
  partly_covered: 'A policy is in force, but not for all that is asked for.',
  expired: 'The policy has expired.',
  cancelled: 'The policy was cancelled.',
} as const;

export type State = keyof typeof REASONS;
export const STATES = Object.keys(REASONS) as State[];

/** Why a state is so, in a sentence to the operator; where policies are the reason they say it themselves. */
export const reasonOf = (state: State): string => REASONS[state];
