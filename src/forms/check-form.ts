import type { z } from 'zod';
import { textOf, type FormBody, type FormError } from './form';

/** The fields of a form by their names, in the order of the page: each schema reads the text of one field. */
export type FormFields = Readonly<Record<string, z.ZodType>>;
export type FormData<Fields extends FormFields> = { [Name in keyof Fields]: z.output<Fields[Name]> };

/** A form as the API takes it, or all that is wrong with it. */
export type ReadForm<Input> = { input: Input; errors: [] } | { input: null; errors: FormError[] };

/** The form of an object, both ways. */
export interface ObjectForm<Item, Input> {
  /** The names of its fields. */
  fields: readonly string[];
  /** Those that are hardly ever filled in, and stand apart. */
  rare: readonly string[];
  /** The way to the API. `creating`: what is left empty is left out; else it is sent as null, so that it is emptied. */
  read: (body: FormBody, creating: boolean) => ReadForm<Input>;
  /** The way back: the form as it would be sent to leave the object as it is. */
  bodyOf: (item: Item) => FormBody;
}

/** The text of every field: a form of an object that leaves one out is an error of types. */
export type FormTexts<Fields extends FormFields> = Readonly<Record<keyof Fields, string>>;

/** Nothing is left of what was read: a field that does not go to the API is an error of types. */
export function allUsed(_rest: Readonly<Record<string, never>>): void {
  // Told by the types alone.
}

/**
 * What is wrong with a form beyond its single fields. `read` holds what could be read, without the fields that are
 * wrong by themselves; `texts` holds every field as it was typed.
 */
export type FormRule<Fields extends FormFields> = (
  read: Partial<FormData<Fields>>,
  texts: Readonly<Record<keyof Fields, string>>,
) => FormError[];

/**
 * Reads a form, or finds all that is wrong with it at once: in each field by itself, and by the rule over several of
 * them. The problems come in the order of the fields; of several at one field the first counts.
 */
export function checkForm<Fields extends FormFields>(
  fields: Fields,
  body: FormBody,
  rule: FormRule<Fields> = () => [],
): { data: FormData<Fields>; errors: [] } | { data: null; errors: FormError[] } {
  const names = Object.keys(fields);
  const texts: Record<string, string> = {};
  const read: Record<string, unknown> = {};
  const errors: FormError[] = [];
  for (const [name, schema] of Object.entries(fields)) {
    texts[name] = textOf(body, name);
    const result = schema.safeParse(texts[name]);
    if (result.success) read[name] = result.data;
    else errors.push({ field: name, text: result.error.issues[0]?.message ?? 'This cannot be used' });
  }
  errors.push(...rule(read as Partial<FormData<Fields>>, texts as Record<keyof Fields, string>));
  return errors.length === 0
    ? { data: read as FormData<Fields>, errors: [] }
    : { data: null, errors: inOrder(errors, names) };
}

/** One problem for each field, in the order of the page; those of no field named come last. */
function inOrder(errors: readonly FormError[], names: readonly string[]): FormError[] {
  const place = ({ field }: FormError) => {
    const index = names.indexOf(field ?? '');
    return index < 0 ? names.length : index;
  };
  return errors
    .filter(
      ({ field }, index) => field === null || errors.findIndex((other) => other.field === field) === index,
    )
    .sort((a, b) => place(a) - place(b));
}
