/** A page as it was, to be looked at offline: nothing in it runs, leads anywhere, loads anything, or is a secret. */

const DROPPED = [
  /<!--[\s\S]*?-->/g,
  /<(script|noscript|iframe|object|template)\b[\s\S]*?<\/\1>/gi,
  /<(?:link|base|embed)\b[^>]*>/gi,
  // Places to break a long word at would hide what is to be found below.
  /<wbr>/gi,
  /<meta\b[^>]*http-equiv[^>]*>/gi,
  // Tokens of forms among them.
  /<input\b[^>]*type=["']?hidden[^>]*>/gi,
];
/** Those that lead to a place on the page itself draw pictures too. */
const LEADING =
  /\s(?:href|xlink:href|action|formaction|src|srcset|poster|target|nonce|accesskey|autofocus|data-[\w-]+)="(?!#|data:image\/svg)[^"]*"/gi;

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bt9s?k_(?:test|live)_\w+/g, '…'],
  [/\bwhsec_[\w+/=-]+/g, '…'],
  // Links for contractors, which open to whoever has them.
  [/(\/(?:cover|return)\/)[\w-]{16,}/g, '$1…'],
  [/(\/payment\/setup\/)[\w-]+/g, '$1…'],
  [/(\/quick-access\?)[^\s"<]+/g, '$1…'],
  [/\bias_\w{8,}/g, 'ias_…'],
  // As tax ids look.
  [/\b(?:\d{2}-\d{7}|\d{3}-\d{2}-\d{4})\b/g, '…'],
];

export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((rest, [secret, instead]) => rest.replace(secret, instead), text);

/** `html`: of a template of ours, so that attributes are in double quotes, and text is escaped. */
export function stillOf(html: string): string {
  const kept = DROPPED.reduce((rest, part) => rest.replace(part, ''), html);
  return withoutSecrets(kept.replace(LEADING, ''));
}

/** Where the drawings of a page are. */
export const drawingsOf = (html: string): string[] =>
  [...html.matchAll(/<img\b[^>]*\ssrc="([^"]+\.svg)"/gi)].map(([, src = '']) => src);

/** A drawing as its page holds it. */
export const asData = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** Where the styles of a page are, in order. */
export const stylesheetsOf = (html: string): string[] =>
  [...html.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/gi)].flatMap(
    ([link]) => /href="([^"]+)"/.exec(link)?.[1] ?? [],
  );

/** A stylesheet that loads nothing and can stand in a page. */
export const stillStyles = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@import[^;]*;/gi, '')
    .replace(/url\([^)]*\)/gi, 'none')
    .replace(/<\//g, '')
    .replace(/\n\s*/g, '\n')
    .trim();
