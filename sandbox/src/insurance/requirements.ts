import type { SandboxContext } from '../context';
import type { Stored } from '../model/kinds';
import type { Requirement } from '../model/requirements';

/** The sandbox's organisation, as the sample requirement and the made-up certificates name it. */
export const ORGANISATION = 'Sample Platform, Inc.';

/** The sample of the vendor guide "Understanding insurance requirements". It is there until it is deleted. */
const SAMPLE_ID = 'req_Sample2345';
const sample: Requirement = {
  name: 'Standard requirement',
  is_default: true,
  entities: [],
  category_codes: [],
  rules: {
    minimum_limits: {
      commercial_general_liability: {
        each_occurrence_dollars: 1_000_000,
        general_aggregate_dollars: 2_000_000,
      },
    },
    required_coverage: ['workers_compensation'],
    policy_expiration: true,
    additional_insured: ORGANISATION,
    certificate_holder: null,
  },
};

/** Puts the sample requirement into a sandbox that never had it. */
export function keepSampleRequirement({ objects, clock }: SandboxContext): void {
  if (objects.position('requirement', SAMPLE_ID) !== undefined) return;
  const taken = objects.first('requirement', { name: 'requirement.default', value: 'yes' });
  const data = { ...sample, is_default: taken === undefined };
  objects.insert('requirement', SAMPLE_ID, clock.seconds(), data);
}

/** There is one default at a time, or none. */
export const defaultRequirement = ({ objects }: SandboxContext): Stored<Requirement> | undefined =>
  objects.first('requirement', { name: 'requirement.default', value: 'yes' });

export function addRequirement(context: SandboxContext, data: Requirement): Stored<Requirement> {
  if (data.is_default) unsetDefault(context);
  return context.objects.insert('requirement', context.ids.short('req'), context.clock.seconds(), data);
}

export function changeRequirement(
  context: SandboxContext,
  requirement: Stored<Requirement>,
  data: Requirement,
): Stored<Requirement> {
  if (data.is_default && !requirement.data.is_default) unsetDefault(context);
  return context.objects.update('requirement', requirement, data);
}

function unsetDefault(context: SandboxContext): void {
  const former = defaultRequirement(context);
  if (former) context.objects.update('requirement', former, { ...former.data, is_default: false });
}
