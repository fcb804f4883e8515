import type { ObjectKind as KnownKind } from '../../contractors/known/kinds';
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
  objectId: string;
  /** The idempotency key that it was created with; null where it was there before. */
  createdWithKey: string | null;
  patch: OnboardingPatch;
  /** Made so far; they are kept along with it. */
  calls: readonly NewApiCall[];
}

/**
 * Makes an upstream object an onboarding's own, so that its events find it, and gives back how the onboarding changed.
 * The link, the changed row and the calls are kept together or not at all, with one wait for the disk, and only if
 * nobody else can have changed the onboarding since it was claimed. With another session in use, the events of the one
 * before count no more, so coverage is derived anew.
 * @throws ConflictError, OnboardingRemovedError
 */
export async function adopt(
  store: JourneyStore,
  onboarding: Readonly<OnboardingRow>,
  claim: Claim,
  { kind, objectId, createdWithKey, patch, calls }: Adoption,
): Promise<OnboardingPatch> {
  const { id } = onboarding;
  const change = { ...patch };
  const object = { kind, id: objectId, createdWithKey };
  const used = kind === 'quote' ? [object, quotedWork(onboarding)] : [object];
  const fresh = await store.exclusively(id, async (repositories) => {
    const { onboardings, events, apiCalls, claims, unclearCreates } = repositories;
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
    return linkObjects(repositories, id, used);
  });
  // After the commit: an event put aside as unmatched at this very moment has seen the link, or is seen here.
  await store.pending.reopenUnmatched(fresh);
  return change;
}
