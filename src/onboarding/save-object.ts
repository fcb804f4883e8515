import type { ObjectKind } from '../store/onboardings';
import { textOf, type FormBody } from './form';
import type { Journey } from './journey';
import { stepOf } from './steps';

type SharedKind = Extract<ObjectKind, 'contractor' | 'entity' | 'job'>;

/**
 * Creates the object of a form, or updates the one the form was made for.
 *
 * A creating form carries a key minted when it was rendered. The API answers a repeat of the key with the same
 * object, so a double click makes one. A form that comes back later with a key that has done its work (the back
 * button) updates what it made.
 */
export async function saveObject<Saved extends { id: string }>(
  journey: Journey,
  form: { kind: SharedKind; body: FormBody; key: string; name: (saved: Saved) => string },
  calls: { create: (key: string) => Promise<Saved>; update: (id: string) => Promise<Saved> },
): Promise<'created' | 'updated'> {
  const { onboarding, deps } = journey;
  const current = onboarding[`${form.kind}_id`];
  const wantsUpdate = current !== null && textOf(form.body, 'object_id') === current;
  const made = await deps.store.onboardings.objectCreatedWith(onboarding.id, form.key);
  const id = wantsUpdate ? current : made;
  const saved = id === undefined ? await calls.create(form.key) : await calls.update(id);
  await useObject(journey, form.kind, saved.id, form.name(saved), id === undefined ? form.key : null);
  return id === undefined ? 'created' : 'updated';
}

/**
 * Makes an object the one of this onboarding. A quote made before is out of date then, unless it has become a policy
 * already. A job belongs to its entity: with another entity the onboarding needs another job.
 */
export async function useObject(
  journey: Journey,
  kind: SharedKind,
  objectId: string,
  name: string,
  createdWithKey: string | null,
): Promise<void> {
  const { onboarding } = journey;
  const otherEntity = kind === 'entity' && onboarding.entity_id !== objectId;
  const changesQuote = onboarding.quote_id !== null && !stepOf('application').isDone(onboarding);
  await journey.link(kind, objectId, createdWithKey);
  await journey.update({
    [`${kind}_id`]: objectId,
    [`${kind}_name`]: name,
    ...(otherEntity && { job_id: null, job_name: null }),
    quote_stale: changesQuote ? 1 : 0,
  });
}
