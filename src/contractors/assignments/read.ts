import { NotFoundError } from '../../pages/page-errors';
import { isUnknownObject } from '../../policy-api/errors';
import { orNull } from '../../policy-api/or-null';
import type { Assignment } from '../../policy-api/types/billing';
import type { Job } from '../../policy-api/types/work';
import type { KnownInvoice } from '../known/records';
import { idIn, type Act } from '../act/act';
import { assignmentState, type AssignmentState } from './state';

/** An assignment of the contractor, and what its page tells of it. */
export interface Shown {
  assignment: Assignment;
  job: Job | null;
  state: AssignmentState;
  /** Of the contractor, newest first. */
  invoices: readonly KnownInvoice[];
}

/**
 * The assignment that the address names, as the API has it now, with what the events tell.
 * @throws PolicyApiError, NotFoundError where it is not one of this contractor
 */
export async function readAssignment(act: Act): Promise<Shown> {
  const { api, deps } = act;
  const id = idIn(act.req, 'assignmentId', 'This assignment');
  const [assignment] = await Promise.all([askForAssignment(act, id), act.readContractor()]);
  if (assignment.contractor !== act.id) throw new NotFoundError('This assignment');
  await deps.knowledge.see('assignment', assignment);
  const job = await orNull(api.getJob(assignment.job ?? ''));
  if (job) await deps.knowledge.see('job', job);
  const known = await deps.knowledge.of(act.id);
  const invoices = known?.invoices ?? [];
  const active = known?.assignments.some((one) => one.id === id && one.active) ?? false;
  const { bind, eligible, cancelled } = assignment;
  const facts = { bind, eligible: eligible.result, message: eligible.message, cancelled, active };
  return { assignment, job, invoices, state: assignmentState({ ...facts, jobId: assignment.job }, invoices) };
}

async function askForAssignment({ api, deps }: Act, id: string): Promise<Assignment> {
  try {
    return await api.getAssignment(id);
  } catch (error) {
    if (!isUnknownObject(error)) throw error;
    await deps.knowledge.gone('assignment', id);
    throw new NotFoundError('This assignment');
  }
}
