/** The states of an assignment, told apart: only an assignment that is charged and active is proof of cover. */
import { toneOf, wordOf } from '../../coverage/states';
import type { KnownAssignment, KnownInvoice } from '../known/records';

const WORDS = {
  eligible: {
    text: 'Eligible, not bound',
    tone: 'info',
    sentence: 'This was a question alone: nothing is bound, and nothing is covered by it.',
  },
  bound_already: {
    text: 'Bound already',
    tone: 'neutral',
    sentence: 'This was a question alone. The same job is bound already, with the same coverage and dates.',
  },
  not_eligible: {
    text: 'New opt-in needed',
    tone: 'warning',
    sentence: 'The policy does not cover this job, so nothing was bound and nothing was charged.',
  },
  charge_due: {
    text: 'Bound, charge due',
    tone: 'warning',
    sentence:
      'The contractor was told by email, and the card is charged about 24 hours after it was bound. It counts as cover once the event assignment.active comes.',
  },
  active: {
    text: 'Charged and active',
    tone: 'success',
    sentence: 'The event assignment.active came: it is the proof of cover for these dates.',
  },
  expired: {
    text: wordOf('expired'),
    tone: toneOf('expired'),
    sentence: 'It was charged and active, and its dates are over: it covers nothing any more.',
  },
  charge_failed: {
    text: 'Charge failed',
    tone: 'danger',
    sentence:
      'The premium could not be charged, so there is no cover. With another card on file it is tried again.',
  },
  cancelled: {
    text: 'Cancelled',
    tone: 'neutral',
    sentence: 'It covers nothing any more, and cannot be changed.',
  },
} as const;

export type AssignmentState = keyof typeof WORDS;

type Assignment = Pick<KnownAssignment, 'bind' | 'eligible' | 'message' | 'cancelled' | 'active' | 'jobId'>;
type Invoices = readonly Pick<KnownInvoice, 'jobId' | 'charge'>[];

/** The state at a moment, in epoch seconds: what is active covers nothing once its dates are over. */
export function assignmentStateAt(
  assignment: Assignment & Pick<KnownAssignment, 'until'>,
  invoices: Invoices,
  at: number,
): AssignmentState {
  const state = assignmentState(assignment, invoices);
  return state === 'active' && (assignment.until ?? Infinity) <= at ? 'expired' : state;
}

/** Of an assignment as it is known, with the invoices of its contractor, newest first, whatever its dates. */
export function assignmentState(assignment: Assignment, invoices: Invoices): AssignmentState {
  const { bind, eligible, message, cancelled, active, jobId } = assignment;
  if (cancelled) return 'cancelled';
  if (!bind) return eligible ? 'eligible' : 'not_eligible';
  if (active) return 'active';
  const charge = invoices.find((invoice) => invoice.jobId === jobId && invoice.charge !== null)?.charge;
  if (charge === 'failed' || (!eligible && /charge failed/i.test(message ?? ''))) return 'charge_failed';
  return eligible ? 'charge_due' : 'not_eligible';
}

/** Whether it was bound and not cancelled since, be it covered or not. */
export const isBound = (state: AssignmentState): boolean => BOUND.includes(state);
const BOUND: readonly AssignmentState[] = ['charge_due', 'active', 'expired', 'charge_failed'];

/** A state in words: its tag, and a sentence. */
export const assignmentWords = (state: AssignmentState) => WORDS[state];
