/** What all steps of an object do with a form that was sent: refuse conflicts, save once, explain failures, go on. */
import type { PolicyApi } from '../policy-api/client';
import { OnboardingRemovedError } from '../middleware/page-errors';
import { goOn } from './after-save';
import { basisOfNew, refuseChoice, refuseConflict, withConflict } from './conflict';
import { ConflictError } from './conflict-error';
import { createOnce } from './create-once';
import { withErrors, type FormPage } from './form-page';
import { withFailedSave } from './gone';
import type { Journey } from './journey';
import type { Row } from './policy-rows';
import { changedObject, useObject, type SharedKind } from './save-object';

export interface ObjectPage extends FormPage {
  /** The object that the form changes; null when it creates one. */
  objectId: string | null;
}

/** What is particular to the object of a step. */
export interface ObjectStep<Item extends { id: string }, Input extends object, Page extends ObjectPage> {
  kind: SharedKind;
  /** The names in the form. */
  fields: readonly string[];
  name: (item: Item) => string;
  /** Whether an object is what the form asks for. */
  isSame: (item: Item, input: Input) => boolean;
  /** The object in a few lines, for the page. */
  summary: (journey: Journey, item: Item) => Row[];
  load: (api: PolicyApi, id: string) => Promise<Item>;
  create: (journey: Journey, input: Input, idempotencyKey: string) => Promise<Item>;
  update: (journey: Journey, id: string, input: Input) => Promise<Item>;
  /** The newest objects at the API, among which one that was just made must be. */
  newest: (journey: Journey, input: Input) => Promise<Item[]>;
  show: (journey: Journey, page: Page) => Promise<void>;
}

/**
 * Saves what was typed, and goes on; or shows the form again, with what stands against it. Two forms of one onboarding
 * are saved one after the other, so that the second sees what the first did.
 */
export async function submitObject<
  Item extends { id: string },
  Input extends object,
  Page extends ObjectPage,
>(journey: Journey, step: ObjectStep<Item, Input, Page>, typed: Page, input: Input): Promise<void> {
  try {
    await journey.alone(() => save(journey, step, typed, input), typed.objectId);
  } catch (error) {
    return step.show(journey, await afterFailure(journey, step, typed, error));
  }
  goOn(journey, step.kind);
}

/**
 * Creates the object of a form, or updates the one the form was made for.
 *
 * A creating form carries a key minted when it was rendered. A form that comes back with a key that has done its work
 * (a double click, the back button) updates what it made.
 */
async function save<Item extends { id: string }, Input extends object, Page extends ObjectPage>(
  journey: Journey,
  step: ObjectStep<Item, Input, Page>,
  typed: Page,
  input: Input,
): Promise<void> {
  const { api, onboarding, deps } = journey;
  const { kind } = step;
  const isSame = (item: Item) => step.isSame(item, input);
  const objectId = changedObject(journey, kind);
  await refuseConflict(
    journey,
    kind,
    { ...typed, objectId },
    {
      load: (id) => step.load(api, id),
      isSame,
      summary: (item) => step.summary(journey, item),
    },
  );
  const key = typed.idempotencyKey;
  const existing = objectId ?? (await deps.store.objects.createdWith(onboarding.id, key));
  const saved = existing
    ? await step.update(journey, existing, input)
    : await createOnce(journey, kind, key, {
        input: { ...input, entity: kind === 'job' ? onboarding.entity_id : undefined },
        create: (keyToUse) => step.create(journey, input, keyToUse),
        alike: async () => (await step.newest(journey, input)).filter(isSame),
      });
  await useObject(journey, kind, saved.id, step.name(saved), existing ? null : key);
}

/**
 * Makes an object that exists the one of this onboarding, and goes on; or shows `again` with what stands against it.
 * `find` reads it from the API, or says what is wrong with the choice, at `field`.
 */
export async function chooseObject<
  Item extends { id: string },
  Input extends object,
  Page extends ObjectPage,
>(
  journey: Journey,
  step: ObjectStep<Item, Input, Page>,
  again: Page,
  field: string,
  find: () => Promise<Item | string>,
): Promise<void> {
  let problem: string | null;
  try {
    problem = await journey.alone(async () => {
      const found = await find();
      if (typeof found === 'string') return found;
      refuseChoice(journey, step.kind, found.id);
      await useObject(journey, step.kind, found.id, step.name(found));
      return null;
    });
  } catch (error) {
    return step.show(journey, await afterFailure(journey, step, again, error));
  }
  if (problem !== null) return step.show(journey, withErrors(again, [{ field, text: problem }]));
  goOn(journey, step.kind);
}

const REMOVED =
  'This onboarding was removed meanwhile, in another tab or by somebody else. Nothing was saved: send this again to start another onboarding with it';

async function afterFailure<Item extends { id: string }, Input extends object, Page extends ObjectPage>(
  journey: Journey,
  step: ObjectStep<Item, Input, Page>,
  page: Page,
  error: unknown,
): Promise<Page> {
  if (error instanceof ConflictError) return withConflict(page, error);
  if (error instanceof OnboardingRemovedError && step.kind === 'contractor') {
    // Only one without a contractor can be removed. What was typed is no less worth for that.
    await journey.startAnew();
    return { ...withConflict(page, new ConflictError(REMOVED, basisOfNew(journey, step.kind))), status: 410 };
  }
  return withFailedSave(journey, step.kind, page, error, step.fields);
}
