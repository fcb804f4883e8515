import { createOnce } from '../../policy-api/create-once';
import { basisOfNew, refuseConflict } from './conflict';
import { createForOnboarding } from './create-once';
import type { ObjectPage } from './form-page';
import type { Journey } from './journey';
import type { ObjectStep } from './object-step';
import { changedObject, sameInput, useObject } from './save-object';

/**
 * Creates the object of a form, or updates the one the form was made for.
 *
 * A creating form carries a key minted when it was rendered. A form that comes back with a key that has done its
 * work (a double click, the back button) updates what it made.
 */
export async function saveForm<Item extends { id: string }, Input extends object, Own extends object>(
  step: ObjectStep<Item, Input, Own>,
  journey: Journey,
  typed: ObjectPage,
  input: Input,
): Promise<void> {
  const { api, onboarding, deps } = journey;
  const { kind, form, load, summary, create, update, newest, name } = step;
  const objectId = changedObject(journey, kind);
  const isSame = (item: Item) =>
    sameInput(form.read(form.bodyOf(item), typed.objectId === null).input, input);
  await refuseConflict(
    journey,
    kind,
    { ...typed, objectId },
    { load: (id) => load(api, id), isSame, summary: (item) => summary(journey, item) },
  );
  const key = typed.idempotencyKey;
  const existing = objectId ?? (await deps.store.objects.createdWith(onboarding.id, key));
  const saved = existing
    ? await update(journey, existing, input)
    : await createForOnboarding(journey, kind, key, { ...input, on: basisOfNew(journey, kind) }, (once) =>
        createOnce(
          {
            create: (keyToUse) => create(journey, input, keyToUse),
            alike: async () => (await newest(journey, input)).filter(isSame),
          },
          once,
        ),
      );
  await useObject(journey, kind, saved, name(saved), existing ? null : key);
}
