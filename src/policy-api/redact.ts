/** What stands in for a value that must not be shown or kept. */
export const REDACTED = '[redacted]';

const SECRET_FIELDS = new Set(['tax_identification', 'secret', 'api_key', 'access_token', 'authorization']);
/** API keys (t9k_, t9sk_) and webhook secrets (whsec_), wherever they stand in a text. */
const KEY_LIKE = /\b(?:t9s?k|whsec)_[\w+/=-]+/g;
/** The same fields inside an object that is sent as text, JSON or Python style. */
const SECRET_IN_TEXT =
  /(["'])(tax_identification|secret|api_key|access_token)\1\s*:\s*(["'])(?:\\.|(?!\3).)*\3/g;
/** Nearly all texts hold nothing that these two could find, which is quickly seen. */
const mayHoldKey = (text: string) => text.includes('k_') || text.includes('whsec_');
const mayHoldField = (text: string) => text.includes('"') || text.includes("'");
const MAX_DEPTH = 40;
const MIN_EXACT_LENGTH = 4;

export type Redact = <T>(value: T) => T;

/**
 * Makes a function that copies a JSON value (or text) without tax ids, webhook secrets and API keys. Besides the
 * fields and forms known to be secret it removes each of `exact`, which is how a key that looks like no key, or a
 * tax id that an error message repeats, is caught.
 */
export function redactorFor(exact: readonly string[]): Redact {
  const values = exact.filter((value) => value.length >= MIN_EXACT_LENGTH);
  const redactText = (text: string): string => {
    let rest = text;
    for (const value of values) rest = rest.replaceAll(value, REDACTED);
    if (mayHoldKey(rest)) rest = rest.replace(KEY_LIKE, REDACTED);
    if (!mayHoldField(rest)) return rest;
    return rest.replace(SECRET_IN_TEXT, (_whole, quote: string, field: string, inner: string) => {
      return `${quote}${field}${quote}: ${inner}${REDACTED}${inner}`;
    });
  };
  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return '[too deep to show]';
    if (Array.isArray(value)) return value.map((one) => copy(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        redactText(key),
        hidden(key, one) ? REDACTED : copy(one, depth + 1),
      ]),
    );
  };
  return <T>(value: T) => copy(value, 0) as T;
}

/** False and null hide nothing, and showing them helps: the reference prints `"secret": false`. */
function hidden(key: string, value: unknown): boolean {
  const isEmpty = value === null || value === undefined || value === false || value === '';
  return SECRET_FIELDS.has(key.toLowerCase()) && !isEmpty;
}

/** The secret values in a request body, as sent and as bare digits, to be removed from whatever comes back. */
export function secretsIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'string' || !hidden(key, value)) return [];
    const digits = value.replace(/\D/g, '');
    return digits.length >= 9 ? [value, digits] : [value];
  });
}
