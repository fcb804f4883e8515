/**
 * Several people, or one person in several tabs, may work on one onboarding. A form says what it was made from, and
 * what was changed meanwhile is not overwritten unseen.
 */
import { createHash } from 'node:crypto';
import { textOf, type FormBody, type FormError } from './form';
import type { FormPage } from './form-page';
import type { Journey } from './journey';
import type { SharedKind } from './save-object';
import { isFinished } from './steps';

/** What the form of an existing object was made from. */
export function basisOf(object: { id: string }): string {
  return `${object.id}:${createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 16)}`;
}

/** What the form for a new object was made from: the object that the onboarding had until then, if any. */
export function basisOfNew({ onboarding }: Journey, kind: SharedKind): string {
  return `new:${onboarding[`${kind}_id`] ?? ''}`;
}

/** A reason not to save, shown once: the form then stands on what is there now, and can be sent again. */
export interface Conflict {
  error: FormError;
  basis: string;
}

/**
 * What stands against saving a form. `load` reads the object from the API; `isSame` tells whether an object is as
 * the form would leave it (a second click on "Save").
 * @throws PolicyApiError
 */
export async function conflictOf<Item extends { id: string }>(
  journey: Journey,
  kind: SharedKind,
  page: FormPage & { objectId: string | null },
  calls: { load: (id: string) => Promise<Item>; isSame: (object: Item) => boolean },
): Promise<Conflict | null> {
  const { basis, objectId } = page;
  if (basis === '') return null;
  if (objectId !== null) {
    const object = await calls.load(objectId);
    const now = basisOf(object);
    if (now === basis || calls.isSame(object)) return null;
    const text = `The ${kind} was changed meanwhile, in another tab or by somebody else. This form shows what you typed: save it again to replace the other change, or reload the page to see it`;
    return { error: { field: null, text }, basis: now };
  }
  if (await hasMade(journey, kind, page.idempotencyKey)) return null;
  const now = basisOfNew(journey, kind);
  if (isFinished(journey.onboarding)) return { error: finishedError(kind), basis: now };
  return now === basis ? null : { error: otherChosen(kind), basis: now };
}

/** What stands against choosing an object that exists. A second click chooses what is chosen already. */
export function conflictOfChoice(journey: Journey, kind: SharedKind, chosen: string): Conflict | null {
  const { onboarding, req } = journey;
  const basis = textOf(req.body as FormBody, 'basis');
  const now = basisOfNew(journey, kind);
  if (onboarding[`${kind}_id`] === chosen) return null;
  if (isFinished(onboarding)) return { error: finishedError(kind), basis: now };
  return basis === '' || basis === now ? null : { error: otherChosen(kind), basis: now };
}

/** The form with the reason; sending it again then goes through. */
export function withConflict<Page extends FormPage>(page: Page, { error, basis }: Conflict): Page {
  return { ...page, status: 409, errors: [error], basis };
}

function otherChosen(kind: SharedKind): FormError {
  const text = `Another ${kind} was chosen for this onboarding meanwhile, in another tab or by somebody else. Send this again to use it instead, or go to the onboarding to see the other`;
  return { field: null, text };
}

/** Why another object cannot be chosen any more. */
function finishedError(kind: SharedKind): FormError {
  const text = `The application is finished, and its policy is for the ${kind} that was insured. Start another onboarding for another ${kind}`;
  return { field: null, text };
}

/** A form that has done its work may come back: by a second click, or by the back button. */
async function hasMade({ deps, onboarding }: Journey, kind: SharedKind, key: string): Promise<boolean> {
  const made = await deps.store.onboardings.objectCreatedWith(onboarding.id, key);
  return made !== undefined && made === onboarding[`${kind}_id`];
}
