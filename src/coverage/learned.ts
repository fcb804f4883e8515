import type { EventRow } from '../store/events';
import type { OnboardingObjectRepository, UsedObject } from '../store/onboarding-objects';
import type { PendingEventRepository } from '../store/pending-events';
import { workOf } from '../webhooks/event';

interface LinkStore {
  objects: Pick<OnboardingObjectRepository, 'link'>;
  pending: Pick<PendingEventRepository, 'reopenUnmatched'>;
}

/**
 * Makes upstream objects an onboarding's own, in the transaction that is running, and takes up the events that came
 * before. Gives back the ids that are new: after the commit their events have to be taken up once more, since another
 * process may have put one aside before it could see the link.
 */
export async function linkObjects(
  { objects, pending }: LinkStore,
  onboardingId: string,
  used: readonly UsedObject[],
): Promise<string[]> {
  const fresh = await objects.link(onboardingId, used);
  await pending.reopenUnmatched(fresh);
  return fresh;
}

/** What the quote of an onboarding is for. */
export function quotedWork(onboarding: { contractor_id: string | null; job_id: string | null }): UsedObject {
  return { kind: 'work', id: workOf(onboarding.contractor_id ?? '', onboarding.job_id ?? '') };
}

/** What events of an onboarding tell of that later ones may name: policies. */
export function learnedFrom(events: readonly EventRow[]): UsedObject[] {
  return events.flatMap(({ type, object_id: id }): UsedObject[] =>
    type.startsWith('policy.') && id !== null ? [{ kind: 'policy', id }] : [],
  );
}
