/** What the page of an onboarding says first: one sentence that can be read from the back of the room. */
import type { CoverageNow } from '../../coverage/coverage-of';
import type { State } from '../../coverage/states';
import { shortDay } from '../../lib/dates';

/** `at`: now, in epoch seconds. */
type Said = Pick<CoverageNow, 'state' | 'from' | 'until'> & { at: number };
type Sentence = string | ((dates: Said) => string);

/** What follows the name; "’s" goes on with what is theirs. */
const SENTENCES: Readonly<Record<State, Sentence>> = {
  not_started: ' is not covered yet',
  needs_assignment: ' is not covered for this job yet',
  not_eligible: ' cannot be insured for this job',
  needs_opt_in: ' needs an application for this job',
  applying: ' has not finished the application',
  in_review: '’s application is in review',
  refused: ' cannot be insured for this job',
  application_expired: '’s application has expired',
  application_gone: '’s application is not known any more',
  issuing: '’s policy is being issued',
  charge_failed: ' is not covered: the charge failed',
  awaiting_charge: ' is covered once the charge is made',
  unclear: ' may not be covered: nothing proves it',
  certificate_in_review: '’s certificate is in review',
  certificate_flagged: '’s certificate fails a rule',
  certificate_refused: '’s certificate was not approved',
  covered_from: ({ from, at }) => ` is covered${from === null ? ' later' : ` from ${shortDay(from, at)}`}`,
  covered: ' is covered',
  partly_covered: ' is covered in part',
  expired: ({ until, at }) => `’s cover ${until === null ? 'has ended' : `ended on ${shortDay(until, at)}`}`,
  cancelled: '’s policy was cancelled',
};

/** `name`: of the contractor; null while none is chosen. */
export function headlineOf(name: string | null, said: Said): string {
  if (name === null) return 'New onboarding';
  const sentence = SENTENCES[said.state];
  return name + (typeof sentence === 'function' ? sentence(said) : sentence);
}
