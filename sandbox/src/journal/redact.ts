/** What stands in the place of a value that is not kept. */
const REDACTED = '[redacted]';

/** In the manner of any language: `tax_id`, `taxId` and `tax-id`. */
const secretNames = [
  ...['tax_identification', 'tax_id', 'ssn', 'secret', 'api_key', 'token', 'access_token', 'authorization'],
  ...['card_number', 'cvc', 'cvv'],
]
  .join('|')
  .replaceAll('_', '[_-]?');
/** Also as the last part of one in the manner of forms, `contractor[tax_id]`. */
const secretName = new RegExp(`(^|\\[)(${secretNames})\\]?(\\[\\])?$`, 'i');

/** Keys of the API, wherever somebody pasted them, and secrets of webhooks. Inside of other text too. */
const keyLike = /(t9s?k_(?:test|live)|whsec)_[\w+/=-]+/gi;
/** A parameter that is a token, or another secret. */
const secretInLink = new RegExp(`([?&](?:[\\w.-]*token|${secretNames})=)[^&#\\s"']+`, 'gi');
/** A part of a path that nobody can guess; application sessions are known by theirs, which is their id. */
const longPart = /(?<=\/)(?!ias_)[\w-]{20,}(?=[/?#]|$)/g;
const link = /\bhttps?:\/\/[^\s"'<>]+/gi;
/** A named secret inside a text that holds an object, whole or cut short, in the manner of JSON or Python. */
const packed = new RegExp(
  `(\\\\*["'])(${secretNames})\\1(\\s*:\\s*)(?:(\\\\*["']).*?(?:\\4|$)|[^\\s,}\\]]+)`,
  'gis',
);

const hidden = (text: string) =>
  text
    .replace(keyLike, `$1_${REDACTED}`)
    .replace(link, hiddenLink)
    .replace(packed, `$1$2$1$3$4${REDACTED}$4`);

const hiddenLink = (address: string) =>
  address.replace(secretInLink, `$1${REDACTED}`).replace(longPart, REDACTED);

/** Nearly all answers hold nothing to hide, which is quickly seen. */
const suspicious = new RegExp(`t9s?k_|whsec_|https?:|${secretNames}`, 'i');

/** A copy of a JSON value without API keys, tax ids, secrets of webhooks, card numbers, and tokens in links. */
export function redacted<T>(value: T): T {
  const copy = (one: unknown): unknown => {
    if (typeof one === 'string') return hidden(one);
    if (typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) return one.map(copy);
    return Object.fromEntries(
      Object.entries(one).map(([name, inner]) => [
        hidden(name),
        secretName.test(name) && inner !== null ? REDACTED : copy(inner),
      ]),
    );
  };
  return copy(value) as T;
}

/** The same of text that may be JSON. */
export function redactedText(text: string): string {
  if (!suspicious.test(text)) return text;
  try {
    return JSON.stringify(redacted(JSON.parse(text) as unknown));
  } catch {
    return hidden(text);
  }
}
