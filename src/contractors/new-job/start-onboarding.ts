import { linkObjects } from '../../coverage/learned';
import { isId } from '../../lib/random';
import { contractorName } from '../../onboarding/contractor/form';
import { textOf } from '../../forms/form';
import type { OnboardingPatch } from '../../store/onboardings';
import type { UsedObject } from '../../store/onboarding-objects';
import type { Contractor, Entity } from '../../policy-api/types/parties';
import type { Job } from '../../policy-api/types/work';
import type { Act } from '../act/act';

/** What an onboarding starts with. */
export interface FilledIn {
  contractor: Contractor;
  work: { entity: Entity; job: Job } | null;
}

/**
 * Starts an onboarding with its first steps done, once for each form: the form carries the onboarding's id. The objects
 * are linked, so that events find it. Gives back its id.
 */
export async function startOnboarding(act: Act, { contractor, work }: FilledIn): Promise<string> {
  const { store, newId, newToken, coverage } = act.deps;
  const given = textOf(act.body, 'onboarding');
  const id = isId(given) ? given : newId();
  await store.onboardings.create(id, newToken());
  const patch: OnboardingPatch = {
    contractor_id: contractor.id,
    contractor_name: contractorName(contractor),
    ...(work && {
      entity_id: work.entity.id,
      entity_name: work.entity.name,
      job_id: work.job.id,
      job_name: work.job.name,
    }),
  };
  const used: UsedObject[] = [
    { kind: 'contractor', id: contractor.id },
    ...(work
      ? [{ kind: 'entity', id: work.entity.id } as const, { kind: 'job', id: work.job.id } as const]
      : []),
  ];
  const fresh = await store.exclusively(id, async (repositories) => {
    const before = await repositories.onboardings.find(id);
    // Sent twice: it has been started, and may have gone on since.
    if (before?.contractor_id !== null) return [];
    await repositories.onboardings.update(id, patch);
    return linkObjects(repositories, id, used);
  });
  // After the commit, as in adopt.ts.
  await store.pending.reopenUnmatched(fresh);
  coverage.applySoon();
  return id;
}
