import { z } from 'zod';
import { counted } from '../../lib/counted';
import { cleanText, countCharacters, numberText, plainText } from '../../lib/text';

/** A form as it arrives: flat names such as `address.line1`, repeated names as lists. */
export type FormBody = Readonly<Record<string, string | string[] | undefined>>;
export type FormValues = Record<string, string>;

export interface FormError {
  field: string | null;
  text: string;
}

/** What is wrong at each field, to be shown there. */
export function errorsByField(errors: readonly FormError[]): Record<string, string> {
  return Object.fromEntries(errors.flatMap(({ field, text }) => (field === null ? [] : [[field, text]])));
}

/** The clean text of one field (see lib/text.ts); of a repeated field the first. */
export function textOf(body: FormBody, name: string): string {
  const value = body[name];
  return cleanText((Array.isArray(value) ? value[0] : value) ?? '');
}

/** The same, of the form that a request sent. */
export const fieldOf = ({ body }: { body: unknown }, name: string): string => textOf(body as FormBody, name);

/** The clean texts of a repeated field. */
export function allTextsOf(body: FormBody, name: string): string[] {
  return asSent(body, name).map(cleanText);
}

/** A repeated field as it was sent, for what has to be found again letter by letter. Browsers send LF as CRLF. */
export function asSent(body: FormBody, name: string): string[] {
  const value = body[name];
  const texts = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return texts.map((text) => text.replaceAll('\r\n', '\n'));
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

/** Text of at most so many characters, as a reader counts them. */
export const textUpTo = (max: number) =>
  z.string().superRefine((text, context) => {
    // Nothing has more characters than code units, and those are known without counting.
    const count = text.length <= max ? 0 : countCharacters(text);
    if (count <= max) return;
    const most = counted(max, 'character');
    context.addIssue({
      code: 'custom',
      message: `Use at most ${most}: these are ${count.toLocaleString('en-US')}`,
    });
  });

/** Text that has to be there. `missing` is said when it is not. */
export const requiredText = (missing: string, max = MAX_TEXT) =>
  z.string().min(1, missing).pipe(textUpTo(max));

/** Text that may be left out; left out it is undefined. */
export const optionalText = () => textUpTo(MAX_TEXT).transform((text) => text || undefined);

/** Text that is meant as a number: pasted dashes and digits of any script are the plain ones. */
export const numeral = () => z.string().transform(numberText);

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

/** The thousands may be set apart by commas or by spaces. */
const DOLLARS =
  /^(?:(?:US)? ?\$|USD)? ?(\d{1,12}|\d{1,3}(?:([, ])\d{3})(?:\2\d{3}){0,3})(?:\.(\d{1,2}))?(?: ?USD)?$/i;

function centsOf(text: string): number | null {
  const match = DOLLARS.exec(numberText(text));
  if (!match?.[1]) return null;
  return Number(match[1].replace(/\D/g, '')) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
}

const inAmerican = (digits: number) =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const [WHOLE, WITH_CENTS] = [inAmerican(0), inAmerican(2)];

/** Cents as dollars, always with cents, so that amounts line up: 65 is `$0.65`, 200 is `$2.00`. */
export const withCents = (cents: number): string => `$${WITH_CENTS.format(cents / 100)}`;

/** Cents as `$1,250.50`; whole dollars without cents. */
export function inDollars(cents: number): string {
  return cents % 100 === 0 ? `$${WHOLE.format(cents / 100)}` : withCents(cents);
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

/** An id as it is pasted: without anything invisible, and without spaces. */
export const idText = (text: string): string => plainText(text).replaceAll(' ', '');

/** An id from a list on a page. What cannot be an id is taken as none. */
export function chosenId(body: FormBody, name: string): string | null {
  const id = idText(textOf(body, name));
  return /^[\w-]{1,100}$/.test(id) ? id : null;
}
