/** What stands in for a value that must not be shown or kept. */
export const REDACTED = '[redacted]';

const SECRET_FIELDS = new Set([
  ...['tax_identification', 'secret', 'api_key', 'access_token', 'authorization', 'login_url', 'token'],
  ...['card_number', 'card_cvc', 'cvc', 'cvv'],
]);
/**
 * API keys (t9k_, t9sk_) and webhook secrets (whsec_), wherever they stand in a text. One whose middle is hidden by dots or
 * stars is found with its end.
 */
const KEY_LIKE =
  /(?<![a-z0-9])(?:t9s?k|whsec)_(?:[\w+/=-]+|(?=\.\.|[*…•]))(?:(?:\.\.|[*…•])[.*…•]*[\w+/=-]+)*/gi;
/** What only says how a key is written: the beginning that all keys have, alone or with a row of X. Anything else is one. */
const FORM_OF_KEY = /^(?:t9s?k_(?:(?:test|live)_?)?|whsec_)(?:(?<=_)(?:X{4,}(?:-X{4,})*|x{4,}(?:-x{4,})*))?$/;
const withoutKey = (key: string) => (FORM_OF_KEY.test(key) ? key : REDACTED);
/** A number grouped as an SSN (123-45-6789) or an EIN (12-3456789); nothing else is grouped like that. */
const TAX_ID_LIKE = /\b(?:\d{3}([- ])\d{2}\1\d{4}|\d{2}-\d{7})\b/g;
/** What makes a link into the contractor portal, or to the page for a card, work for whoever has it. */
const TOKEN_IN_LINK = /((?:[?&;]|%3F|%26)token(?:=|%3D)|\/payment\/setup\/)[^\s"'&#]+/gi;
/** A card number in its groups, as printed on the card. */
const CARD_LIKE = /\b\d{4}([- ])\d{4}\1\d{4}\1\d{4}\b/g;
/**
 * The same fields inside an object that is sent as text, JSON or Python style: what they hold, or a list of it, to the end
 * of the text where it is cut. Nothing is looked at twice, however long it is.
 */
const SECRET_IN_TEXT = new RegExp(
  String.raw`(?<!\\)(["'])(${[...SECRET_FIELDS].join('|')})\1\s*:\s*(?:(["'])(?:\\.|(?!\3)[^\\])+(?:\3|\\?$)|\d+|\[[^\]]*(?:\]|$))`,
  'gis',
);
/** Nearly all texts hold nothing that these could find, which is quickly seen. */
const mayHoldKey = (text: string) => /k_|whsec_/i.test(text);
const mayHoldLink = (text: string) => /token(?:=|%3D)|\/payment\/setup\//i.test(text);
const mayHoldField = (text: string) => text.includes('"') || text.includes("'");
const MAX_DEPTH = 40;
const MIN_EXACT_LENGTH = 4;

/** `text`: what a JSON value was read from, where it is at hand. Most texts hold nothing, which is quickly seen. */
export type Redact = <T>(value: T, text?: string) => T;

/**
 * Makes a function that gives a JSON value (or text) without tax ids, webhook secrets and API keys: the very same value
 * where its text shows that it holds none, else a copy. Besides the fields and forms known to be secret it removes each
 * of `exact`, which is how a key that looks like no key, or a tax id that an error message repeats, is caught. One of nine
 * digits is caught however they are grouped. `fields` are secret besides those known.
 */
export function redactorFor(exact: readonly string[], fields: readonly string[] = []): Redact {
  const long = exact.filter((value) => value.length >= MIN_EXACT_LENGTH);
  const values = long.map(asWritten);
  const numbers = new Set(long.filter(isNumber).map((value) => Number(digitsOf(value))));
  const redactText = (text: string): string => {
    let rest = text;
    for (const value of values) rest = rest.replaceAll(value, REDACTED);
    if (mayHoldKey(rest)) rest = rest.replace(KEY_LIKE, withoutKey);
    rest = rest.replace(TAX_ID_LIKE, REDACTED).replace(CARD_LIKE, REDACTED);
    if (mayHoldLink(rest)) rest = rest.replace(TOKEN_IN_LINK, `$1${REDACTED}`);
    return mayHoldField(rest) ? withoutFields(rest) : rest;
  };
  const isFound = (value: string | RegExp, text: string) =>
    typeof value === 'string' ? text.includes(value) : text.search(value) >= 0;
  const holdsNothing = (text: string) =>
    !mayHoldSecretText(text) && !values.some((value) => isFound(value, text));
  /** For a value in whose text nothing is secret by its form. */
  const isClean = (value: unknown, depth: number): boolean => {
    if (typeof value === 'number') return !numbers.has(value);
    if (typeof value !== 'object' || value === null) return true;
    if (depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) return value.every((one) => isClean(one, depth + 1));
    const isCleanField = (key: string, one: unknown) => !hidden(key, one, fields) && isClean(one, depth + 1);
    return Object.entries(value).every(([key, one]) => isCleanField(key, one));
  };
  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value === 'number') return numbers.has(value) ? REDACTED : value;
    if (typeof value === 'string') return (depth > 0 && copyWithin(value, depth)) || redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return '[too deep to show]';
    if (Array.isArray(value)) return value.map((one) => copy(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        redactText(key),
        hidden(key, one, fields) ? REDACTED : copy(one, depth + 1),
      ]),
    );
  };
  /** Of a text that is JSON; null where it is none, or is too deep to be written. */
  const copyWithin = (text: string, depth: number): string | null => {
    if (!/^\s*[[{]/.test(text)) return null;
    try {
      const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
      const shown = JSON.stringify(copy(json, depth + 1));
      // A field that is there twice is read as its last: what the first holds is found in the text alone.
      return shown === JSON.stringify(json) ? withoutFields(text) : shown;
    } catch {
      return null;
    }
  };
  return <T>(value: T, text?: string) =>
    text !== undefined && holdsNothing(text) && isClean(value, 0) ? value : (copy(value, 0) as T);
}

function withoutFields(text: string): string {
  return text.replace(SECRET_IN_TEXT, (_whole, quote: string, field: string, inner = quote) => {
    return `${quote}${field}${quote}: ${inner}${REDACTED}${inner}`;
  });
}

/** What may stand between the digits of a number: spaces, dashes, dots, what is not seen, also as a URL has them. */
const BETWEEN_DIGITS = '(?:[\\s\\p{Pd}\\p{Cf}\\u2212._/+]|%2[0DF]){0,3}';

/**
 * Finds a value in a text. A number like a tax id is found by its digits, whatever groups them; zeros at its beginning
 * may be left out.
 */
function asWritten(value: string): string | RegExp {
  if (!isNineDigits(value)) return value;
  const [, zeros = '', digits = ''] = /^(0{0,3})(\d+)$/.exec(digitsOf(value)) ?? [];
  const optional = `(?:0${BETWEEN_DIGITS})?`.repeat(zeros.length);
  return new RegExp(optional + [...digits].join(BETWEEN_DIGITS), 'giu');
}

function digitsOf(value: string): string {
  return value.replace(/\D/g, '');
}

function isNineDigits(value: string): boolean {
  return digitsOf(value).length === 9 && !/[a-z]/i.test(value);
}

/** What may come back as a number: of a tax id or a card. */
function isNumber(value: string): boolean {
  return digitsOf(value).length >= 9 && !/[a-z]/i.test(value);
}

const redact = redactorFor([]);

/** A JSON text without its secrets; unchanged, to the letter, when it holds none. */
export function redactJson(text: string): string {
  // As a text within a value: a text alone, such as a line of a log, is not read as JSON.
  const [shown = text] = mayHoldSecretText(text) || namesSecretField(text) ? redact([text]) : [text];
  return shown;
}

/** Whether a JSON text holds more than fields that are secret. What is escaped in it could be anything. */
function mayHoldSecretText(text: string): boolean {
  if (text.includes('\\') || mayHoldKey(text) || mayHoldLink(text)) return true;
  // An object within a text, Python style. One in JSON has its quotes escaped.
  if (text.includes("'") && namesSecretField(text)) return true;
  return text.search(TAX_ID_LIKE) >= 0 || text.search(CARD_LIKE) >= 0;
}

function namesSecretField(text: string): boolean {
  const lower = text.toLowerCase();
  for (const field of SECRET_FIELDS) if (lower.includes(field)) return true;
  return false;
}

/** False and null hide nothing, and showing them helps: the reference prints `"secret": false`. */
function hidden(key: string, value: unknown, more: readonly string[] = []): boolean {
  const isEmpty = value === null || value === undefined || value === false || value === '';
  return (SECRET_FIELDS.has(key.toLowerCase()) || more.includes(key)) && !isEmpty;
}

/** The secret values in a request body, to be removed from whatever comes back. */
export function secretsIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' && hidden(key, value) ? [value] : [],
  );
}
