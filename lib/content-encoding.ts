/** Some senders say how the text is written where HTTP wants to know how it is packed. */
const AS_IS = new Set([
  '',
  'identity',
  'none',
  'utf-8',
  'utf8',
  'us-ascii',
  'iso-8859-1',
  '7bit',
  '8bit',
  'binary',
]);

/** How a body is packed, without the labels of `Content-Encoding` that mean "as it is"; null when it is not. */
export function packedAs(label: string | string[] | undefined): string | null {
  const packed = [label ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => !AS_IS.has(one.toLowerCase()));
  return packed.length === 0 ? null : packed.join(', ');
}
