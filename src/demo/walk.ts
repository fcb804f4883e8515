/** The steps of an onboarding, one press after the other, as most scenarios begin. */
import type { FormBody } from '../forms/form';
import { personForm } from '../onboarding/journey/test-people';
import { addressIn, HARBOR } from '../onboarding/journey/test-work';
import { STEPS, type StepId } from '../onboarding/journey/steps';
import type { Kit } from './kit';
import type { Cast } from './scenario';

export const FIBER: FormBody = {
  name: 'Fiber installation, pier 9',
  description: 'Lay and splice the fiber optic cable of the new customs hall.',
  category_code: 'jc_MTqpkbkp6G',
  wage: '1,800',
  wage_type: 'flatfee',
  ...addressIn(HARBOR),
  years_experience: '3',
};

export const SECOND_PIER: FormBody = {
  ...FIBER,
  name: 'Fiber installation, pier 12',
  description: 'The same work in the next hall.',
  wage: '1,200',
};

/** What an onboarding is made of. */
export interface Plan {
  /** Who it is about: the first of the test people, from this one on, whom the API does not know yet. */
  person: number;
  entity?: FormBody;
  job?: FormBody;
  coverage?: readonly string[];
  /** The first day of cover, as `2027-01-31`. Default: the next one. */
  start?: string;
  /** The last day of cover, as `2027-01-31`. Default: 30 days after the first. */
  end?: string;
  /** The last step that is done. Default: the application, which the contractor can open then. */
  until?: StepId;
}

/** Does the steps up to one. Gives back who and what it is about. @throws DemoProblem */
export async function onboard(
  kit: Kit,
  plan: Plan,
): Promise<Cast & { onboarding: string; contractor: string }> {
  const { entity = HARBOR, job = FIBER, until = 'application' } = plan;
  const coverage = plan.coverage ?? ['general', 'workers-comp'];
  const { person, email } = await kit.newPerson(plan.person);
  const onboarding = await kit.start();
  const presses: Record<StepId, () => Promise<unknown>> = {
    contractor: () => kit.step(onboarding, 'contractor', personForm(person, email)),
    entity: () => kit.chooseEntity(onboarding, entity),
    job: () => kit.step(onboarding, 'job', job),
    quote: () =>
      kit.step(onboarding, 'quote', {
        coverage_type: [...coverage],
        effective_date: plan.start ?? '',
        end_date: plan.end ?? '',
      }),
    application: () => kit.step(onboarding, 'application'),
  };
  for (const { id } of STEPS) {
    await presses[id]();
    if (id === until) break;
  }
  const { contractor_id: contractor } = await kit.find(onboarding);
  return {
    who: person.first,
    name: `${person.first} ${person.last}`,
    onboarding,
    contractor: contractor ?? '',
  };
}
