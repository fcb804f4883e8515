/**
 * Text as every database can keep it: PostgreSQL refuses NUL, one SQLite engine cuts the text there, and neither can
 * keep half of a surrogate pair. Each becomes U+FFFD, so that what was odd stays odd and is not taken for another text.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
