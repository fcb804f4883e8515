import { paths } from '../../paths';
import { waysToObject, type Refusal, type WayForward } from '../ways-forward';

/** The ways forward for a refusal of the API, the nearest first. `coverage`: the types that were asked for. */
export function waysForward(
  refusal: Refusal,
  coverage: readonly string[],
  onboardingId: string,
): WayForward[] {
  const { code, message } = refusal;
  const ways: WayForward[] = [];
  const without = (type: string) => coverage.filter((other) => other !== type).join(',');
  // The vendor documents no code for these three refusals, only that the message describes them.
  if (
    /workers.?comp|monopolistic/i.test(message) &&
    coverage.includes('workers-comp') &&
    coverage.length > 1
  ) {
    ways.push({ text: 'Quote without workers’ compensation', coverage: without('workers-comp') });
  }
  // General liability is not sold to contractors who live in Hawaii.
  if (/general liability/i.test(message) && coverage.includes('general') && coverage.length > 1) {
    ways.push({ text: 'Quote without general liability', coverage: without('general') });
  }
  if (/media|cyber/i.test(message) && !coverage.includes('general')) {
    ways.push({ text: 'Quote with general liability added', coverage: ['general', ...coverage].join(',') });
  }
  if (code === 'job_category_not_approved' || code === 'invalid_job_category_code') {
    ways.push({
      text: 'Create the job with another category code',
      href: `${paths.step(onboardingId, 'job')}?new`,
    });
  }
  if (code === 'contractor_has_matching_policy') {
    ways.push({ text: 'Choose another job', href: `${paths.step(onboardingId, 'job')}?new` });
    ways.push({ text: 'Choose another contractor', href: `${paths.step(onboardingId, 'contractor')}?new` });
  }
  return [...ways, ...waysToObject(refusal, 'quote', onboardingId)];
}
