import type { PolicyApi } from '../../policy-api/client';
import { isUnknownObject } from '../../policy-api/errors';
import type { Journey } from '../journey/journey';

const CALLS = {
  contractor: (api: PolicyApi, id: string) => api.getContractor(id),
  entity: (api: PolicyApi, id: string) => api.getEntity(id),
  job: (api: PolicyApi, id: string) => api.getJob(id),
} as const;
const KINDS = Object.keys(CALLS) as (keyof typeof CALLS)[];

/** Those of the objects that were chosen for the onboarding. */
const chosen = ({ onboarding }: Journey) => KINDS.filter((kind) => onboarding[`${kind}_id`] !== null);

/**
 * Whether nothing is lost without it: nothing was chosen yet, or the API was seen to know none of it any more, as after
 * a reset of the local sandbox.
 */
export function mayBeRemoved(journey: Journey): boolean {
  return chosen(journey).every((kind) => journey.gone.has(kind));
}

/** Removes an onboarding that is in the way; one that uses an object of the API stays. @throws PolicyApiError */
export async function removeOnboarding(journey: Journey): Promise<void> {
  const { deps, onboarding } = journey;
  const { paths } = deps;
  const { id } = onboarding;
  const removed = await journey.alone(async () => {
    await lookForThem(journey);
    if (!mayBeRemoved(journey)) return false;
    const isEmpty = chosen(journey).length === 0;
    return deps.store.exclusively(id, ({ onboardings }) =>
      isEmpty ? onboardings.removeEmpty(id) : onboardings.remove(id),
    );
  });
  if (removed) {
    await deps.knowledge.forgetOnboarding(onboarding);
    return journey.redirect(paths.home, { kind: 'success', text: 'The onboarding was removed.' });
  }
  const text = 'This onboarding was not removed: it uses something that the API knows.';
  journey.redirect(paths.onboarding(id), { kind: 'warning', text });
}

async function lookForThem(journey: Journey): Promise<void> {
  const { api, onboarding, gone } = journey;
  const look = async (kind: keyof typeof CALLS) => {
    try {
      await CALLS[kind](api, onboarding[`${kind}_id`] ?? '');
    } catch (error) {
      if (!isUnknownObject(error)) throw error;
      gone.add(kind);
    }
  };
  await Promise.all(chosen(journey).map(look));
}
