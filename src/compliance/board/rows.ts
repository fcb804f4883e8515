/** One contractor and job, as the board and its file show them. */
import { isProven, isStandingState, standingWords, type StandingState } from '../../coverage/standing-states';
import { shortDay, span } from '../../lib/dates';
import type { Paths } from '../../paths';
import type { StandingRow } from '../../store/standings';

/** What is to be done next; without a link there is only to wait, or nothing. */
export interface NextStep {
  text: string;
  href: string | null;
}

export const stateOf = (row: Pick<StandingRow, 'state'>): StandingState =>
  isStandingState(row.state) ? row.state : 'not_started';

/** What is shown where a name is not known yet. */
export const nameOf = ({ contractor_name: name, contractor_id: id }: StandingRow): string => name ?? id;
export const jobOf = ({ job_name: name, job_id: id }: StandingRow): string => name ?? (id || 'No job yet');

/** `at`: epoch seconds by the clock of the API. */
export function rowOf(row: StandingRow, at: number, paths: Paths) {
  const state = stateOf(row);
  const { text, tone } = standingWords(state);
  return {
    href: paths.contractor(row.contractor_id),
    name: nameOf(row),
    job: jobOf(row),
    entity: row.entity_name,
    tag: { text, tone },
    cover: coverText(row, state, at),
    work: workText(row, at),
    next: nextStep(row, state, paths),
  };
}

function coverText(row: StandingRow, state: StandingState, at: number): string {
  if (!isProven(state)) return 'None proven';
  const text = span({ from: row.from_seconds, until: row.until_seconds }, at) ?? 'dates not known';
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function workText(
  { job_from_seconds: from, job_until_seconds: until }: StandingRow,
  at: number,
): string | null {
  if (from !== null && from > at) return `Starts ${shortDay(from, at)}`;
  if (until === null) return from === null ? null : `Since ${shortDay(from, at)}`;
  return `${until > at ? 'Until' : 'Ended'} ${shortDay(until, at)}`;
}

/** One thing to do: where it is done, and the contractor's own page where nothing more exact is known. */
export function nextStep(row: StandingRow, state: StandingState, paths: Paths): NextStep {
  const { contractor_id: contractor, onboarding_id: onboarding } = row;
  const newJob = { text: 'Quote anew', href: paths.newJob(contractor) };
  const steps: Readonly<Record<StandingState, NextStep>> = {
    charge_failed: { text: 'Renew the card', href: paths.card(contractor) },
    cancelled: newJob,
    expired: newJob,
    refused: newJob,
    certificate_flagged: { text: 'Review it', href: paths.certificates(contractor) },
    needs_opt_in: {
      text: 'Send a new link',
      href: onboarding === null ? paths.optIn(contractor) : paths.step(onboarding, 'application'),
    },
    ends_soon: { text: 'Quote what comes after', href: paths.newJob(contractor) },
    awaiting_charge: { text: 'The charge is on its way', href: null },
    in_review: { text: 'Wait for the review', href: null },
    applying: {
      text: 'Copy the link',
      href: onboarding === null ? paths.contractor(contractor) : paths.step(onboarding, 'application'),
    },
    not_started: {
      text: 'Go on',
      href: onboarding === null ? paths.contractor(contractor) : paths.onboarding(onboarding),
    },
    covered_from: { text: 'Nothing to do', href: null },
    covered: { text: 'Nothing to do', href: null },
    gone: { text: 'Nothing to do', href: null },
  };
  return steps[state];
}
