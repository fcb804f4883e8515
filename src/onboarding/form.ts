import { z } from 'zod';

/** A form as it arrives: flat names such as `address.line1`, repeated names as lists. */
export type FormBody = Readonly<Record<string, string | string[] | undefined>>;
export type FormValues = Record<string, string>;

export interface FormError {
  field: string | null;
  text: string;
}

/** The trimmed text of one field; of a repeated field the first. */
export function textOf(body: FormBody, name: string): string {
  const value = body[name];
  return clean((Array.isArray(value) ? value[0] : value) ?? '');
}

export function listOf(body: FormBody, name: string): string[] {
  const value = body[name];
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(clean);
}

/** Without spaces around it, and without NUL: nobody types it, and PostgreSQL cannot keep it. */
function clean(text: string): string {
  return text.replaceAll('\0', '').trim();
}

/** Every text field of a form except those that must never be shown again. */
export function valuesOf(body: FormBody, neverShown: readonly string[] = []): FormValues {
  return Object.fromEntries(
    Object.keys(body)
      .filter((name) => !name.startsWith('_') && !neverShown.includes(name))
      .map((name) => [name, textOf(body, name)]),
  );
}

/** Checks a form against a schema whose keys are field names. Of several problems of a field the first counts. */
export function checkForm<Schema extends z.ZodType>(
  schema: Schema,
  body: FormBody,
  fields: readonly string[],
): { data: z.output<Schema>; errors: [] } | { data: null; errors: FormError[] } {
  const texts = Object.fromEntries(fields.map((name) => [name, textOf(body, name)]));
  const result = schema.safeParse(texts);
  if (result.success) return { data: result.data, errors: [] };
  const byField = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const field = String(path[0]);
    if (!byField.has(field)) byField.set(field, message);
  }
  return {
    data: null,
    errors: fields
      .filter((field) => byField.has(field))
      .map((field) => ({ field, text: byField.get(field) ?? '' })),
  };
}

const MAX_TEXT = 500;

/** Text that has to be there. `missing` is said when it is not. */
export const requiredText = (missing: string) =>
  z.string().min(1, missing).max(MAX_TEXT, `Use at most ${MAX_TEXT} characters`);

/** Text that may be left out; left out it is undefined. */
export const optionalText = () =>
  z
    .string()
    .max(MAX_TEXT, `Use at most ${MAX_TEXT} characters`)
    .transform((text) => text || undefined);

/** A checkbox: ticked is `true`. */
export const ticked = () => z.string().transform((text) => text !== '');

/** Dollars as people type them (`1,250.50`), as cents. Left out it is undefined. */
export function dollars(limits: { min: number; max: number; name: string }) {
  return z.string().transform((text, context) => {
    if (text === '') return undefined;
    const cents = centsOf(text);
    if (cents === null) {
      context.addIssue({
        code: 'custom',
        message: `${limits.name} must be an amount in dollars, like 150 or 1,250.50`,
      });
      return z.NEVER;
    }
    if (cents < limits.min || cents > limits.max) {
      const range = `between ${inDollars(limits.min)} and ${inDollars(limits.max)}`;
      context.addIssue({ code: 'custom', message: `${limits.name} must be ${range}` });
      return z.NEVER;
    }
    return cents;
  });
}

function centsOf(text: string): number | null {
  const match = /^\$?\s*(\d{1,12}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match?.[1]) return null;
  return Number(match[1].replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Cents as `$1,250.50`; whole dollars without cents. */
export function inDollars(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  return `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** Cents as a person would type them into a field. */
export function asTyped(cents: number | null | undefined): string {
  return cents === null || cents === undefined ? '' : (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2);
}

/** The key a form was rendered with, or a new one when it has none that could be ours. */
export function idempotencyKeyOf(body: FormBody, newKey: () => string): string {
  const given = textOf(body, 'idempotency_key');
  return /^[\w-]{8,64}$/.test(given) ? given : newKey();
}

/** An id from a list on a page. What cannot be an id is taken as none. */
export function chosenId(body: FormBody, name: string): string | null {
  const id = textOf(body, name);
  return /^[\w-]{1,100}$/.test(id) ? id : null;
}
