import type { ObjectKind } from '../../store/onboarding-objects';
import { chosenId, type FormBody } from '../../forms/form';
import type { Journey } from './journey';
import { isFinished } from './steps';

export type SharedKind = Extract<ObjectKind, 'contractor' | 'entity' | 'job'>;

/** The object that a form changes: the one of this onboarding, if the form was made for it. Null: it creates one. */
export function changedObject({ onboarding, req }: Journey, kind: SharedKind): string | null {
  const current = onboarding[`${kind}_id`];
  return current !== null && chosenId(req.body as FormBody, 'object_id') === current ? current : null;
}

/** The object whose form a page shows: the one of this onboarding, unless another is wanted and still possible. */
export function shownObject({ onboarding, req }: Journey, kind: SharedKind): string | null {
  return req.query.new === undefined || isFinished(onboarding) ? onboarding[`${kind}_id`] : null;
}

/** Where the form for another object is, once there is one. A policy is for the objects it was issued for. */
export function anotherHref({ onboarding }: Journey, kind: SharedKind, action: string): string | null {
  return onboarding[`${kind}_id`] === null || isFinished(onboarding) ? null : `${action}?new`;
}

/**
 * Makes an object, as the API answered it, the one of this onboarding. A quote made before is out of date then, unless it has become a policy
 * already. A job belongs to its entity: with another entity the onboarding needs another job.
 */
export async function useObject(
  journey: Journey,
  kind: SharedKind,
  object: { id: string },
  name: string,
  createdWithKey: string | null = null,
): Promise<void> {
  const { onboarding } = journey;
  const otherEntity = kind === 'entity' && onboarding.entity_id !== object.id;
  const changesQuote = onboarding.quote_id !== null && !isFinished(onboarding);
  await journey.adopt(kind, object, createdWithKey, {
    [`${kind}_id`]: object.id,
    [`${kind}_name`]: name,
    ...(otherEntity && { job_id: null, job_name: null }),
    quote_stale: changesQuote ? 1 : 0,
  });
}

/**
 * Whether two forms would leave an object the same; left out is the same as empty. Keys of metadata are merged by the
 * API, and tax ids are not in its answers, so neither counts.
 */
export function sameInput(a: object | null, b: object): boolean {
  const ignored = ['custom_metadata', 'tax_identification'];
  const text = (input: object) =>
    JSON.stringify(input, (name, value: unknown) =>
      ignored.includes(name) ? undefined : (value ?? undefined),
    );
  return a !== null && text(a) === text(b);
}
