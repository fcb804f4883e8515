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

/** Spaces, and characters that cannot be seen: zero-width ones, soft hyphens, marks of the direction of writing. */
const INVISIBLE = '[\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff]+';
const AROUND = new RegExp(`^${INVISIBLE}|${INVISIBLE}$`, 'g');

/** Without what cannot be seen around it, and without NUL: nobody types it, and PostgreSQL cannot keep it. */
function clean(text: string): string {
  return text.replaceAll('\0', '').replace(AROUND, '');
}

/** Every text field of a form except those that must never be shown again. */
export function valuesOf(body: FormBody, neverShown: readonly string[] = []): FormValues {
  return Object.fromEntries(
    Object.keys(body)
      .filter((name) => !name.startsWith('_') && !neverShown.includes(name))
      .map((name) => [name, textOf(body, name)]),
  );
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

/** What an amount may be, in cents, and what it is called. */
interface Amount {
  name: string;
  min: number;
  max: number;
}

/** Dollars as people type them (`1,250.50`), as cents. `missing` is said when there are none. */
export const dollars = (missing: string, amount: Amount) =>
  z
    .string()
    .min(1, missing)
    .transform((text, context) => readDollars(text, amount, context));

/** Dollars that may be left out; left out they are undefined. */
export const optionalDollars = (amount: Amount) =>
  z.string().transform((text, context) => (text === '' ? undefined : readDollars(text, amount, context)));

function readDollars(text: string, { name, min, max }: Amount, context: z.RefinementCtx): number {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const cents = centsOf(text);
  if (cents === null) return refuse(`${name} must be an amount in dollars, like 150 or 1,250.50`);
  if (cents < min || cents > max)
    return refuse(`${name} must be between ${inDollars(min)} and ${inDollars(max)}`);
  return cents;
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
