import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { cancelAssignment, hasStarted, isBinding, viewAssignment } from '../../insurance/assignments';
import { findJob } from '../../insurance/parties';
import type { Assignment } from '../../model/coverage';
import type { Stored } from '../../model/kinds';
import { ALL } from '../../objects';
import { withTodaysNames, type RequestBody } from '../body';
import { ApiError, badRequest } from '../errors';
import { bodyReader } from '../schema';

const readCancel = bodyReader((types) =>
  z.object({
    job_id: types.text(),
    reason: types.optionalText(),
    contractor: types.optionalText(),
    assignment: types.optionalText(),
  }),
);
const olderNames = { job: 'job_id', contractor_id: 'contractor', assignment_id: 'assignment' };

/**
 * `POST /assignments/cancel`: names the job, not the assignment. Only before the start. Where several contractors have
 * one for the job, nothing is guessed: `contractor` or `assignment` says which is meant (fields of our own; the codes
 * are our choice too).
 */
export function cancelByJob(context: SandboxContext, body: RequestBody): Record<string, unknown> {
  const sent = readCancel(withTodaysNames(body, olderNames));
  const job = findJob(context, sent.job_id);
  const lookup = { name: 'assignment.open_job', value: job.id };
  const open = context.objects.page('assignment', { limit: ALL, lookup });
  const named = open.filter(
    ({ id, data }) =>
      (sent.assignment ?? id) === id && (sent.contractor ?? data.contractor) === data.contractor,
  );
  const assignment = theOneMeant(context, named);
  if (!assignment) {
    const any = context.objects.first('assignment', { name: 'assignment.job', value: job.id });
    const text = any ? 'The assignment was cancelled before.' : 'The job has no assignment.';
    throw new ApiError(
      400,
      'invalid_assignment_id',
      open.length > 0 ? 'The job has no such assignment.' : text,
    );
  }
  if (hasStarted(context, assignment.data)) {
    throw badRequest('The assignment has started and can no longer be cancelled.');
  }
  return viewAssignment(context, cancelAssignment(context, assignment, sent.reason ?? null));
}

/**
 * Of those that give coverage and have not started; else of those that give coverage, and a check of eligibility only
 * when none does. Of one contractor the most recent.
 */
function theOneMeant(
  context: SandboxContext,
  open: readonly Stored<Assignment>[],
): Stored<Assignment> | undefined {
  const isAhead = ({ data }: Stored<Assignment>) => !hasStarted(context, data);
  const covers = ({ data }: Stored<Assignment>) => isBinding(data);
  const choices = [
    open.filter((one) => covers(one) && isAhead(one)),
    open.filter(covers),
    open.filter(isAhead),
    open,
  ];
  const meant = choices.find((choice) => choice.length > 0) ?? [];
  if (new Set(meant.map(({ data }) => data.contractor)).size > 1) {
    const ids = meant.slice(0, 10).map(({ id, data }) => `${id} of ${data.contractor}`);
    throw badRequest(
      `Several contractors have an assignment for this job: ${ids.join(', ')}. Send assignment, or contractor, besides job_id.`,
    );
  }
  return meant[0];
}
