import { ApiError } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Assignment, Policy, Terms } from '../model/coverage';
import type { Stored } from '../model/kinds';
import type { CoverageType } from '../model/parties';
import { asksFor } from '../scenarios';
import { isTooOld, policyStatus } from './policies';

type Eligible = Assignment['eligible'];

const no = (message: string): Eligible => ({ result: false, message });

export const preApproved: Eligible = {
  result: true,
  message: 'Contractor is pre-approved for insurance coverage.',
};

/** The condition that only time tells: the card has to be charged. */
export const chargeFailed = no(
  'Card charge failed. The premium could not be charged to the card on file, so there is no coverage.',
);
export const policyWasCancelled = no(
  'Policy cancelled. The policy was cancelled before the premium was charged.',
);

/**
 * Whether the policy covers another job, by the conditions of the vendor guide "Repeat coverage". The text of the
 * first answer and the beginning of the category one are the vendor's; the others are not documented. That the
 * job is reported by this call is met by making it; that the card can be charged is known a day later.
 */
export function checkRepeatCoverage(
  context: SandboxContext,
  policy: Stored<Policy>,
  wanted: Terms,
): Eligible {
  const first = policy.data.terms;
  const has = (type: CoverageType) => wanted.coverage_type.includes(type);
  if (wanted.category_code !== first.category_code) {
    return no(
      'Job category mismatch. Check that the job category code matches the category code associated with the active policy.',
    );
  }
  if (wanted.coverage_type.join() !== first.coverage_type.join()) {
    return no(
      `Coverage type mismatch. The active policy covers ${first.coverage_type.join(', ')}; the assignment asks for ${wanted.coverage_type.join(', ')}.`,
    );
  }
  if (has('workers-comp') && wanted.work_state !== first.work_state) {
    return no(
      `Work state mismatch. Workers’ compensation was bought for work in ${first.work_state ?? 'no known state'}; this job is in ${wanted.work_state ?? 'no known state'}.`,
    );
  }
  if (has('general') && wanted.residence_state !== first.residence_state) {
    return no(
      `Residence state mismatch. General liability was bought for a contractor living in ${first.residence_state ?? 'no known state'}, who now lives in ${wanted.residence_state ?? 'no known state'}.`,
    );
  }
  if (isTooOld(context, policy)) {
    return no(
      'Application too old. The contractor has to complete a new application: create a quote and an application session.',
    );
  }
  if (asksFor(context.objects.find('contractor', wanted.contractor)?.data, 'otherPlatform')) {
    return no('Labor platform mismatch. The active policy was bought through another labor platform.');
  }
  return preApproved;
}

/**
 * The policy of an assignment: the one named, else the most recent active one with the same category code, work
 * state and home state, else the most recent active one, so that the answer can say what differs (our choice).
 * @throws ApiError invalid_policy_id, no_active_policy
 */
export function policyFor(
  context: SandboxContext,
  wanted: Omit<Terms, 'coverage_type'>,
  id: string | null | undefined,
): Stored<Policy> {
  if (typeof id === 'string') return namedPolicy(context, wanted.contractor, id);
  const lookup = { name: 'policy.contractor', value: wanted.contractor };
  const same = context.objects.first(
    'policy',
    lookup,
    (policy) => isActive(context, policy) && isSameWork(policy.data.terms, wanted),
  );
  const policy = same ?? context.objects.first('policy', lookup, (other) => isActive(context, other));
  if (policy) return policy;
  throw noActivePolicy(
    'The contractor has no active policy. Create a quote and an application session first.',
  );
}

const isSameWork = (terms: Terms, wanted: Omit<Terms, 'coverage_type'>): boolean =>
  terms.category_code === wanted.category_code &&
  terms.work_state === wanted.work_state &&
  terms.residence_state === wanted.residence_state;

function namedPolicy(context: SandboxContext, contractor: string, id: string): Stored<Policy> {
  const policy = context.objects.find('policy', id);
  if (policy?.data.terms.contractor !== contractor) {
    throw new ApiError(400, 'invalid_policy_id', `The contractor has no policy with the id ${id}.`);
  }
  if (isActive(context, policy)) return policy;
  throw noActivePolicy(`The policy ${id} is not active.`);
}

const isActive = (context: SandboxContext, policy: Stored<Policy>) =>
  policyStatus(context.clock, policy.data) === 'active';

export const noActivePolicy = (message: string) => new ApiError(400, 'no_active_policy', message);
