/**
 * Several people, or one person in several tabs, may work on one onboarding. A form says what it was made from, and
 * what was changed meanwhile is not overwritten unseen. What is checked here holds until the change is kept, since it
 * is checked under a claim (see claim.ts).
 */
import { createHash } from 'node:crypto';
import { ConflictError } from './conflict-error';
import { textOf, type FormBody } from '../../forms/form';
import type { FormPage } from './form-page';
import type { Journey } from './journey';
import type { Row } from './rows';
import type { SharedKind } from './save-object';
import { isFinished } from './steps';

/** What the form of an existing object was made from. */
export function basisOf(object: { id: string }): string {
  return `${object.id}:${createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 16)}`;
}

/** The objects of the onboarding that a form for a new one was made for, its own kind first. */
const STANDS_ON: Readonly<Record<SharedKind, readonly SharedKind[]>> = {
  contractor: ['contractor'],
  entity: ['entity'],
  job: ['job', 'entity'],
};

/** What the form for a new object was made from: the objects that the onboarding had until then, if any. */
export function basisOfNew({ onboarding }: Journey, kind: SharedKind): string {
  return `new:${STANDS_ON[kind].map((other) => onboarding[`${other}_id`] ?? '').join(':')}`;
}

/** Kind of an object that was replaced since the form was made; null when none was. An empty basis tells nothing. */
function replacedSince(journey: Journey, kind: SharedKind, basis: string): SharedKind | null {
  if (basis === '') return null;
  const ids = basis.startsWith('new:') ? basis.slice('new:'.length).split(':') : [];
  const replaced = (other: SharedKind, index: number) =>
    (journey.onboarding[`${other}_id`] ?? '') !== ids[index];
  return STANDS_ON[kind].find(replaced) ?? null;
}

/**
 * What tells whether saving a form would overwrite something. `show` reads, for the page, the object of a kind that the
 * onboarding uses now.
 */
export interface Checks<Item> {
  load: (id: string) => Promise<Item>;
  /** Whether an object is as the form would leave it, as after a second click on "Save". */
  isSame: (object: Item) => boolean;
  summary: (object: Item) => Row[];
}

/**
 * Refuses to save a form over what was changed since it was made.
 * @throws ConflictError, PolicyApiError
 */
export async function refuseConflict<Item extends { id: string }>(
  journey: Journey,
  kind: SharedKind,
  page: FormPage & { objectId: string | null },
  { load, isSame, summary }: Checks<Item>,
): Promise<void> {
  const { basis, objectId, idempotencyKey } = page;
  if (basis === '') return;
  if (objectId === null) {
    if (!(await hasMade(journey, kind, idempotencyKey))) refuseOtherObject(journey, kind, basis);
    return;
  }
  const object = await load(objectId);
  const now = basisOf(object);
  if (now === basis || isSame(object)) return;
  throw new ConflictError(
    `The ${kind} was changed meanwhile, in another tab or by somebody else. This form shows what you typed: save it again to replace the other change, or reload the page to see it`,
    now,
    { title: `The ${kind} as it is now`, rows: summary(object) },
  );
}

/**
 * Refuses another object in the place of one that somebody chose since the form was made.
 * @throws ConflictError
 */
export function refuseOtherObject(journey: Journey, kind: SharedKind, basis: string): void {
  const { onboarding } = journey;
  const now = basisOfNew(journey, kind);
  if (isFinished(onboarding)) {
    const text = `The application is finished, and its policy is for the ${kind} that was insured. Start another onboarding for another ${kind}`;
    throw new ConflictError(text, now);
  }
  const replaced = replacedSince(journey, kind, basis);
  if (replaced === null) return;
  const then = replaced === kind ? 'to use it instead' : `to make the ${kind} for the other`;
  const text = `Another ${replaced} was chosen for this onboarding meanwhile, in another tab or by somebody else. Send this again ${then}, or go to the onboarding to see the other`;
  const rows: Row[] = [
    { key: 'Name', value: onboarding[`${replaced}_name`] },
    { key: 'Id', value: onboarding[`${replaced}_id`], kind: 'id' },
  ];
  throw new ConflictError(text, now, { title: `The ${replaced} chosen meanwhile`, rows });
}

/** Refuses a choice of an existing object, likewise. A second click chooses what is chosen already. */
export function refuseChoice(journey: Journey, kind: SharedKind, chosen: string): void {
  if (journey.onboarding[`${kind}_id`] === chosen) return;
  refuseOtherObject(journey, kind, textOf(journey.req.body as FormBody, 'basis'));
}

/** The form with the reason; sending it again then goes through. */
export function withConflict<Page extends FormPage>(
  page: Page,
  { message, basis, saved, status }: ConflictError,
): Page {
  return { ...page, status, errors: [{ field: null, text: message }], basis: basis ?? page.basis, saved };
}

/** A form that has done its work may come back: by a second click, or by the back button. */
async function hasMade({ deps, onboarding }: Journey, kind: SharedKind, key: string): Promise<boolean> {
  const made = await deps.store.objects.createdWith(onboarding.id, key);
  return made !== undefined && made === onboarding[`${kind}_id`];
}
