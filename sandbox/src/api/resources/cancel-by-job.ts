import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { cancelAssignment, hasStarted, isBinding, viewAssignment } from '../../insurance/assignments';
import { findJob } from '../../insurance/parties';
import type { Assignment } from '../../model/coverage';
import type { Stored } from '../../model/kinds';
import { withTodaysNames, type RequestBody } from '../body';
import { ApiError, badRequest } from '../errors';
import { bodyReader } from '../schema';

const readCancel = bodyReader((types) => z.object({ job_id: types.text(), reason: types.optionalText() }));

/**
 * `POST /assignments/cancel`: names the job, not the assignment. Only before the start. Of several assignments of a
 * job the most recent one that gives coverage and has not started is meant; a check of eligibility only when none gives
 * coverage (not documented; our choice, as are the codes).
 */
export function cancelByJob(context: SandboxContext, body: RequestBody): Record<string, unknown> {
  const sent = readCancel(withTodaysNames(body, { job: 'job_id' }));
  const job = findJob(context, sent.job_id);
  const assignment = assignmentToCancel(context, job.id);
  if (!assignment) {
    const any = context.objects.first('assignment', { name: 'assignment.job', value: job.id });
    const text = any ? 'The assignment was cancelled before.' : 'The job has no assignment.';
    throw new ApiError(400, 'invalid_assignment_id', text);
  }
  if (hasStarted(context, assignment.data)) {
    throw badRequest('The assignment has started and can no longer be cancelled.');
  }
  return viewAssignment(context, cancelAssignment(context, assignment, sent.reason ?? null));
}

function assignmentToCancel(context: SandboxContext, job: string): Stored<Assignment> | undefined {
  const lookup = { name: 'assignment.open_job', value: job };
  const newest = (passes: (assignment: Assignment) => boolean) =>
    context.objects.first('assignment', lookup, ({ data }) => passes(data));
  const isAhead = (assignment: Assignment) => !hasStarted(context, assignment);
  return (
    newest((assignment) => isBinding(assignment) && isAhead(assignment)) ??
    newest(isBinding) ??
    newest(isAhead) ??
    newest(() => true)
  );
}
