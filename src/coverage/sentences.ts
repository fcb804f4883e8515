/** How the evidence is said to the operator: whole sentences. */
import { day } from '../lib/dates';
import type { AssignmentFact, Cover } from './facts';

/** A sentence that names no day is true of the day that is asked about. */
export function dated(sentence: string, at: number): string {
  return /\b\d{1,2} [A-Z][a-z]+ \d{4}\b/.test(sentence)
    ? sentence
    : sentence.replace(/\.$/, ` (as of ${day(at)}).`);
}

type Times = Pick<Cover, 'from' | 'until'>;

/** What a line of an approved certificate counts as; `at` is the moment asked about, in epoch seconds. */
export function lineSentence(name: string, type: string, times: Times, at: number): string {
  const { until } = times;
  if (until === null) return `${name} is approved, but until when it covers ${type} is not known.`;
  if (until <= at) return `${name} showed ${type}, which expired on ${day(until)}.`;
  return `${name} counts as ${type}${span(times)}.`;
}

/** When a policy or an assignment was, is or will be in force. */
export function inForceSentence(
  name: string,
  { from, until, cancelled }: Times & { cancelled: boolean },
  at: number,
  more: string,
): string {
  const when = span({ from, until });
  if (cancelled)
    return `${name}${from === null ? '' : `, which was to be in force${when},`} was cancelled${more}.`;
  if (until !== null && until <= at) return `${name} expired on ${day(until)}.`;
  return `${name} ${from !== null && from > at ? 'will be' : 'is'} in force${when}${more}.`;
}

/** What is known of an assignment. `byPolicy`: it was cancelled with its policy. */
export function assignmentSentence(
  { id, from, until, bind, eligible, active, chargeFailed = false }: AssignmentFact,
  { cancelled, byPolicy }: { cancelled: boolean; byPolicy: boolean },
  at: number,
): string {
  const name = `The assignment ${id}`;
  if (cancelled || (bind && active))
    return inForceSentence(name, { from, until, cancelled }, at, byPolicy ? ' with its policy' : '');
  const named = `${name}${span({ from, until })}`;
  if (chargeFailed) return `${named} could not be charged, and covers nothing before.`;
  if (!eligible) return `${named} cannot be covered by the policy.`;
  if (!bind) return `${named} is a check of eligibility alone, and covers nothing.`;
  return `${named} waits for its charge, and covers nothing before.`;
}

/** What has a status that we do not know, itself or by its policy. */
export function unclearSentence(name: string, byPolicy = false): string {
  const what = byPolicy ? 'belongs to a policy whose status is' : 'has a status that is';
  return `${name} ${what} not known, and proves nothing.`;
}

/** From when until when, as far as that is known. */
function span({ from, until }: Times): string {
  return `${from === null ? '' : ` from ${day(from)}`}${until === null ? '' : ` until ${day(until)}`}`;
}
