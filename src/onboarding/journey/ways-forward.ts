import type { Paths } from '../../paths';
import { stepOf, type StepId } from './steps';

/** What an operator can do about a failed call: send a quote with other coverage, or go to another place. */
export type WayForward = { text: string; coverage: string } | { text: string; href: string };

/** The failed call, as far as the ways forward depend on it. */
export interface Refusal {
  code: string | null;
  message: string;
  status: number | null;
}

/** Codes that concern an object of another step than the one that failed, and the step that is the object's own. */
const STEP_OF_CODE: Readonly<Record<string, StepId>> = {
  invalid_contractor_id: 'contractor',
  missing_contractor_id: 'contractor',
  invalid_entity_id: 'entity',
  invalid_job_id: 'job',
  invalid_quote_id: 'quote',
};

/** The ways from a failed call of a step to the object that is the trouble; none where it is the step's own. */
export function waysToObject(
  { code, status }: Refusal,
  step: StepId,
  onboardingId: string,
  paths: Paths,
): WayForward[] {
  const concerned = STEP_OF_CODE[code ?? ''];
  if (concerned !== undefined && concerned !== step) {
    const name = stepOf(concerned).title.toLowerCase();
    return [{ text: `Go to the ${name}`, href: paths.step(onboardingId, concerned) }];
  }
  if (isAboutCategory(code)) {
    return step === 'job'
      ? [{ text: 'Choose another category code', href: '#category-code' }]
      : [
          {
            text: 'Create the job with another category code',
            href: `${paths.step(onboardingId, 'job')}?new`,
          },
        ];
  }
  // Which object it is, the API does not say; the onboarding's own page asks for each.
  return status === 404 && stepOf(step).needs.length > 2
    ? [{ text: 'See which object is not known', href: paths.onboarding(onboardingId) }]
    : [];
}

/** The category code of a job cannot be changed, so another code means another job. */
function isAboutCategory(code: string | null): boolean {
  return code === 'job_category_not_approved' || code === 'invalid_job_category_code';
}
