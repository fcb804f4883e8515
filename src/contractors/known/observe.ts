/** What was learned of one object: from an answer of the API, or from an event that holds it. */
import { toldAt, type Fields } from './fields';
import { KINDS, type FieldRule, type ObjectKind, type ObjectOf } from './kinds';

/** What was learned of one object. */
export interface Learned {
  kind: ObjectKind | 'onboarding';
  id: string;
  fields: Fields;
}

/** What an answer of the API says of everything it has. `at`: epoch seconds by its clock, not later than the answer. */
export function fromAnswer<Name extends ObjectKind>(name: Name, object: ObjectOf<Name>, at: number): Learned {
  const values = valuesOf(name, object, () => true);
  return { kind: name, id: object.id, fields: toldAt(at, READ_RANK, { ...values, gone: false }) };
}

/** Of an object that the API does not know any more. */
export const asGone = (name: ObjectKind, id: string, at: number): Learned => ({
  kind: name,
  id,
  fields: toldAt(at, READ_RANK + 1, { gone: true }),
});

/** An event of the same second is newer than a read that began in it. */
const READ_RANK = -2;

/** What the object inside an event says; null for what is no such object. */
export function fromEvent(
  name: ObjectKind,
  raw: Readonly<Record<string, unknown>>,
  at: number,
  rank: number,
): Learned | null {
  try {
    const object = KINDS[name].normalize(raw);
    const values = valuesOf(name, object as never, (attribute) => Object.hasOwn(raw, attribute));
    return { kind: name, id: object.id, fields: toldAt(at, rank, values) };
  } catch {
    return null;
  }
}

function valuesOf<Name extends ObjectKind>(
  name: Name,
  object: ObjectOf<Name>,
  has: (attribute: string) => boolean,
): Record<string, unknown> {
  const rules = Object.entries(KINDS[name].fields) as [string, FieldRule<ObjectOf<Name>>][];
  const told = rules.map(([field, rule]): [string, unknown] => {
    const value = rule.from.some(has) ? rule.read(object) : undefined;
    return [field, value === null && !rule.nullable ? undefined : value];
  });
  return Object.fromEntries(told);
}
