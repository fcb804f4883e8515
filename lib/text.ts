/**
 * Text as people paste it: out of documents, spreadsheets and phone books, with characters that nobody sees and with
 * those of other scripts. Every form is read through these functions, before anything is checked, counted or stored.
 */

/** What no reader sees: format characters, variation selectors and filler letters. */
const HIDDEN = '\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800';
const INVISIBLE = `[\\s\\p{Cc}${HIDDEN}]`;
// Looking back keeps this linear: a long run of spaces is gone through once, not once from each of them.
const AT_THE_ENDS = new RegExp(`^${INVISIBLE}+|(?<!${INVISIBLE})${INVISIBLE}+$`, 'gu');
const ALL_HIDDEN = new RegExp(`[${HIDDEN}]`, 'gu');

/**
 * The text of any field: lines end in LF, and nothing invisible stands at its ends. Inside, every character stays as
 * it is: joiners there hold emoji and the words of Persian and Indic languages together. Text with nothing to see in
 * it becomes empty. NUL goes everywhere, as PostgreSQL cannot keep it.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n').replace(AT_THE_ENDS, '');
}

/** Text in which nothing invisible has a meaning, such as an email address: full-width characters are plain ones. */
export function plainText(text: string): string {
  const seen = text.replace(ALL_HIDDEN, '').replace(/\s/g, ' ');
  return cleanText(seen.replace(/[\uff01-\uff5e]/g, (wide) => shifted(wide, -0xfee0)));
}

/** Text that is meant as a number: a phone, a postal code, money or a date. Every dash is `-`, every digit 0 to 9. */
export function numberText(text: string): string {
  return plainText(text)
    .replace(/[\p{Dash}\u02d7\u2043\u2796\u30fc\uff70]/gu, '-')
    .replace(/\p{Nd}/gu, digitOf)
    .replaceAll('٫', '.')
    .replaceAll('٬', ',');
}

/** Unicode keeps the ten digits of each script in a row, from zero to nine. */
function digitOf(digit: string): string {
  let before = 0;
  while (/^\p{Nd}$/u.test(shifted(digit, -before - 1))) before += 1;
  return String(before % 10);
}

function shifted(character: string, by: number): string {
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + by);
}

/** One character as a reader sees it. Close to what Intl.Segmenter finds, which copies the whole text for each one. */
const CHARACTER =
  /(?:\p{RI}\p{RI}|[^])(?:\u200d\p{Extended_Pictographic}|[\p{M}\p{Cf}\p{Emoji_Modifier}])*/gu;

/** How many characters a reader counts: an emoji is one, however it is made up, and so is a line break. */
export function countCharacters(text: string): number {
  return text.match(CHARACTER)?.length ?? 0;
}
