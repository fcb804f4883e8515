import { ApiError } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Stored } from '../model/kinds';
import type { Job } from '../model/parties';
import type { Requirement } from '../model/requirements';
import { asksFor } from '../scenarios';
import { defaultRequirement } from './requirements';

/**
 * What the certificates of a contractor are held against: the requirement for the entity of their newest work, else
 * that for its job category, else the default (vendor guide "Understanding insurance requirements"). Their newest work
 * is the job of their newest quote, assignment or tracker; of several requirements with the same link, the newest counts (both
 * are our choice).
 * @throws ApiError no_insurance_requirement_found
 */
export function requirementFor(context: SandboxContext, contractor: string): Stored<Requirement> {
  const found = isWithout(context, contractor) ? undefined : findRequirementFor(context, contractor);
  if (found) return found;
  const text = 'No insurance requirement is for this work, and there is no default.';
  throw new ApiError(400, 'no_insurance_requirement_found', text);
}

/** By test data. */
const isWithout = ({ objects }: SandboxContext, contractor: string): boolean =>
  asksFor(objects.find('contractor', contractor)?.data, 'noRequirement');

export function findRequirementFor(
  context: SandboxContext,
  contractor: string,
): Stored<Requirement> | undefined {
  const linked = (name: string, value: string) => context.objects.first('requirement', { name, value });
  const work = newestWork(context, contractor);
  return (
    (work && linked('requirement.entity', work.entity)) ??
    (work && linked('requirement.category_code', work.category_code)) ??
    defaultRequirement(context)
  );
}

function newestWork({ objects }: SandboxContext, contractor: string): Job | undefined {
  const [newest] = [
    objects.first('quote', { name: 'quote.contractor', value: contractor }),
    objects.first('assignment', { name: 'assignment.contractor', value: contractor }),
    objects.first('tracked_work', { name: 'tracked_work.contractor', value: contractor }),
  ]
    .filter((made) => made !== undefined)
    .sort((a, b) => b.seq - a.seq);
  return newest && objects.find('job', newest.data.job)?.data;
}
