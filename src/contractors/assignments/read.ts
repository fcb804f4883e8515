import { orNull } from '../../policy-api/or-null';
import type { Assignment } from '../../policy-api/types/billing';
import type { Job } from '../../policy-api/types/work';
import { isAssigned } from '../../quote/assign';
import type { Act } from '../act/act';
import { askElseKnown, type Source } from '../act/ask-else-known';
import { assignmentAnswered, jobAnswered } from '../known/as-answered';
import type { KnownAssignment, KnownInvoice, KnownOfContractor } from '../known/records';
import { assignmentState, assignmentStateAt, isBound, type AssignmentState } from './state';

/** An assignment of the contractor, and what its page tells of it. */
export interface Shown {
  assignment: Assignment;
  job: Job | null;
  state: AssignmentState;
  /** Of a question: the assignment that is bound already with the same terms, as it is known. */
  bound: Assignment | null;
  /** Of the contractor, newest first. */
  invoices: readonly KnownInvoice[];
}

/**
 * The assignment that the address names, as the API has it now, with what the events tell.
 * @throws PolicyApiError, NotFoundError where it is not one of this contractor
 */
export async function readAssignment(act: Act): Promise<Shown> {
  const { knowledge } = act.deps;
  const assignment = await askElseKnown(act, ASSIGNMENT);
  if (!act.stale) await knowledge.see('assignment', assignment);
  const known = await knowledge.of(act.id);
  const job = await jobOf(act, assignment, known);
  const invoices = known?.invoices ?? [];
  const { id, bind, eligible, cancelled, end_date: until } = assignment;
  const active = known?.assignments.some((one) => one.id === id && one.active) ?? false;
  const facts = { bind, eligible: eligible.result, message: eligible.message, cancelled, active, until };
  const at = act.deps.apiClock.now() / 1000;
  const state = assignmentStateAt({ ...facts, jobId: assignment.job }, invoices, at);
  const bound = bind || state === 'cancelled' ? null : boundLike(assignment, known);
  return { assignment, job, invoices, state: bound ? 'bound_already' : state, bound };
}

/** The same policy, coverage and dates as the answer was given for. */
export function termsToBind(question: Assignment) {
  const { contractor, job, policy, coverage_type, effective_date, end_date } = question;
  return {
    contractor: contractor ?? '',
    job: job ?? '',
    ...(policy !== null && { policy }),
    ...(coverage_type.length > 0 && { coverage_type }),
    ...(effective_date !== null && { effective_date }),
    ...(end_date !== null && { end_date }),
  };
}

function boundLike(question: Assignment, known: KnownOfContractor | null): Assignment | null {
  const asked = { ...termsToBind(question), bind: true };
  const bound = known?.assignments.filter(
    (one) => !one.gone && isBound(assignmentState(one, known.invoices)),
  );
  return bound?.map(assignmentAnswered).find((one) => isAssigned(asked, one)) ?? null;
}

const ASSIGNMENT: Source<Assignment, KnownAssignment> = {
  kind: 'assignment',
  param: 'assignmentId',
  what: 'This assignment',
  ask: (api, id) => api.getAssignment(id),
  ownerOf: ({ contractor }) => contractor,
  known: ({ assignments }) => assignments,
  asAnswered: assignmentAnswered,
};

async function jobOf(
  { api, deps, stale }: Act,
  { job: id }: Assignment,
  known: KnownOfContractor | null,
): Promise<Job | null> {
  const job = stale || id === null ? null : await orNull(api.getJob(id));
  if (job) await deps.knowledge.see('job', job);
  const before = known?.jobs.get(id ?? '');
  return job ?? (before ? jobAnswered(before) : null);
}
