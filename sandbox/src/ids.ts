import { randomBytes } from 'node:crypto';

// Without 0, O, I and l, as in the vendor's samples: ids get read aloud and typed.
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Unguessable letters and digits, each equally likely. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // Bytes beyond the last whole multiple of the alphabet would favour its first letters.
      if (byte < 256 - (256 % alphabet.length)) text += alphabet.charAt(byte % alphabet.length);
      if (text.length === length) break;
    }
  }
  return text;
}

/** An id in the documented form of most objects: the prefix and ten characters, e.g. `cn_yJBbMeq9QA`. */
export const shortId = (prefix: string): string => `${prefix}_${randomText(10)}`;

/** An id in the documented form of events and webhook endpoints: the prefix and 22 characters. */
export const longId = (prefix: string): string => `${prefix}_${randomText(22)}`;

/** The `request-id` of an answer. */
export const newRequestId = (): string => `req_${randomText(14)}`;

/** A ULID: 48 bits of time and 80 random bits. Application sessions are named `ias_<ULID>`. */
export function ulid(milliseconds: number): string {
  let time = '';
  for (let left = milliseconds, i = 0; i < 10; i += 1, left = Math.floor(left / 32)) {
    time = crockford.charAt(left % 32) + time;
  }
  // 256 is a multiple of 32, so every letter is equally likely.
  const random = [...randomBytes(16)].map((byte) => crockford.charAt(byte % 32)).join('');
  return time + random;
}
