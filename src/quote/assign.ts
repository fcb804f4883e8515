// Replace nothing. Keep the assignment's id: the event `assignment.active` for it is the proof of cover.
import type { PolicyApi } from '../policy-api/client';
import { createOnce, type Once } from '../policy-api/create-once';
import type { Assignment, AssignmentInput } from '../policy-api/types/billing';
import { isAsAsked } from './terms';

export type AssignApi = Pick<PolicyApi, 'createAssignment' | 'listAssignments'>;

export interface AssignOptions extends Once {
  /** True: the contractor is told, and charged a day later. False: a check alone, which covers nothing. */
  bind: boolean;
}

/**
 * Reports a job to the policy that the contractor has ("POST /api/v1/assignments"). Called again with the same key, also
 * after an unclear failure, it gives back the same assignment: nobody is charged twice. Where the policy cannot cover the
 * job, `eligible.result` is false, with the reason: then the job needs a quote and an application of its own. Neither
 * that nor `bind` is proof of cover (page "Assignment"): see `coverageOf`. Dates are epoch seconds UTC.
 * @throws PolicyApiError, for one with status 400 where there is no policy, or the first day is not in the future
 */
export function assign(
  api: AssignApi,
  input: Omit<AssignmentInput, 'bind'>,
  { bind, ...once }: AssignOptions,
): Promise<Assignment> {
  const asked = { ...input, bind };
  return createOnce(
    {
      create: (key) => api.createAssignment(asked, key),
      alike: () => assigned(api, asked),
    },
    once,
  );
}

/** Those that are there already of what reporting this makes, of the newest at the API, newest first. */
export async function assigned(
  api: Pick<AssignApi, 'listAssignments'>,
  asked: AssignmentInput,
): Promise<Assignment[]> {
  return (await api.listAssignments({ limit: 100 })).filter((one) => isAssigned(asked, one));
}

/** Whether an assignment is what reporting this makes, and was not cancelled since. */
export function isAssigned(asked: AssignmentInput, made: Assignment): boolean {
  const { contractor, job, policy, bind } = asked;
  const isSame = made.contractor === contractor && made.job === job && made.bind === bind;
  return isSame && (policy ?? made.policy) === made.policy && isAsAsked(asked, made) && !made.cancelled;
}
