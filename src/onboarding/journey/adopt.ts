import type { ObjectKind as KnownKind } from '../../contractors/known/kinds';
import type { Knowledge } from '../../contractors/known/knowledge';
import { linkObjects, quotedWork } from '../../coverage/learned';
import { coverageFrom, patchOf, withList } from '../../coverage/onboarding-coverage';
import { OnboardingRemovedError } from '../../pages/page-errors';
import type { NewApiCall } from '../../store/api-calls';
import type { ObjectKind } from '../../store/onboarding-objects';
import type { OnboardingPatch, OnboardingRow } from '../../store/onboardings';
import type { Claim } from './claim';
import type { JourneyStore } from './journey-store';

/** The kinds of objects that the steps make or choose. */
export type AdoptedKind = Extract<ObjectKind, KnownKind>;

/** An upstream object that becomes an onboarding's own. */
export interface Adoption {
  kind: AdoptedKind;
  /** As the API just answered it. */
  answered: { id: string };
  /** The idempotency key that it was created with; null where it was there before. */
  createdWithKey: string | null;
  patch: OnboardingPatch;
  /** Made so far; they are kept along with it. */
  calls: readonly NewApiCall[];
}

export interface AdoptDeps {
  store: JourneyStore;
  /** Learns what the onboarding has chosen, for the pages of its contractor. */
  knowledge: Pick<Knowledge, 'seeChoice'>;
}

/**
 * Makes an upstream object an onboarding's own, so that its events find it, and gives back how the onboarding changed.
 * The link, the changed row, what it tells of the contractor and the calls are kept together or not at all, with one wait
 * for the disk, and only if nobody else can have changed the onboarding since it was claimed. With another session in use,
 * the events of the one before count no more, so coverage is derived anew.
 * @throws ConflictError, OnboardingRemovedError
 */
export async function adopt(
  { store, knowledge }: AdoptDeps,
  onboarding: Readonly<OnboardingRow>,
  claim: Claim,
  { kind, answered, createdWithKey, patch, calls }: Adoption,
): Promise<OnboardingPatch> {
  const { id } = onboarding;
  const change = { ...patch };
  const object = { kind, id: answered.id, createdWithKey };
  const used = kind === 'quote' ? [object, quotedWork(onboarding)] : [object];
  const { fresh, tell } = await store.together(async (repositories) => {
    const { knownObjects, onboardings, events, apiCalls, claims, unclearCreates } = repositories;
    // In this order everywhere, so that no two wait for each other.
    await knownObjects.alone();
    await onboardings.alone(id);
    await claim.endIn(claims);
    await unclearCreates.forget(id, kind);
    if (patch.session_id !== undefined) {
      Object.assign(change, patchOf(await coverageFrom(events, id, patch.session_id)));
    }
    const before = await onboardings.find(id);
    if (!before) throw new OnboardingRemovedError();
    Object.assign(change, withList(before, change));
    await onboardings.update(id, change);
    await apiCalls.add(calls);
    return {
      fresh: await linkObjects(repositories, id, used),
      tell: await knowledge.seeChoice(repositories, Object.assign({ ...onboarding }, change), {
        kind,
        answered,
      }),
    };
  });
  tell();
  // After the commit: an event put aside as unmatched at this very moment has seen the link, or is seen here.
  await store.pending.reopenUnmatched(fresh);
  return change;
}
