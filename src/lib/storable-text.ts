/** Every Node that is supported has it, and the types of ES2022 do not. */
type WellFormed = string & { toWellFormed(): string };

/**
 * Text as every database can keep it: PostgreSQL refuses NUL, one SQLite engine cuts the text there, and neither can
 * keep half of a surrogate pair. Each becomes U+FFFD, so that what was odd stays odd and is not taken for another text.
 */
export function storableText(text: string): string {
  return (text as WellFormed).toWellFormed().replaceAll('\0', '\ufffd');
}
