import { randomInt } from 'node:crypto';
import type { Draw } from './seed';

// Without 0, O, I and l, as in the vendor's samples: ids get read aloud and typed.
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Letters and digits, each equally likely, of random bytes. */
function textOf(length: number, bytes: (length: number) => Buffer): string {
  let text = '';
  while (text.length < length) {
    for (const byte of bytes(length * 2)) {
      // Bytes beyond the last whole multiple of the alphabet would favour its first letters.
      if (byte < 256 - (256 % alphabet.length)) text += alphabet.charAt(byte % alphabet.length);
      if (text.length === length) break;
    }
  }
  return text;
}

/** Unguessable letters and digits, for secrets: no seed decides them. */
export const randomText = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** The `request-id` of an answer. */
export const newRequestId = (): string => `req_${randomText(14)}`;

/** Names new objects; with a seed the same objects get the same names. */
export interface Ids {
  /** In the documented form of most objects: the prefix and ten characters, e.g. `cn_yJBbMeq9QA`. */
  short(prefix: string): string;
  /** In the documented form of events and webhook endpoints: the prefix and 22 characters. */
  long(prefix: string): string;
  /** The prefix and a ULID: 48 bits of time (milliseconds) and 80 random bits, as application sessions are named. */
  ulid(prefix: string, milliseconds: number): string;
}

/** @param isTaken whether an object has or had the id */
export function createIds(draw: Draw, isTaken: (id: string) => boolean): Ids {
  const free = (make: () => string): string => {
    for (;;) {
      const id = make();
      if (!isTaken(id)) return id;
    }
  };
  const named = (prefix: string, length: number) =>
    free(() => `${prefix}_${textOf(length, (bytes) => draw(prefix, bytes))}`);
  return {
    short: (prefix) => named(prefix, 10),
    long: (prefix) => named(prefix, 22),
    ulid: (prefix, milliseconds) =>
      free(() => `${prefix}_${timeText(milliseconds)}${ulidText(draw(prefix, 16))}`),
  };
}

/** The time of a ULID. */
function timeText(milliseconds: number): string {
  let time = '';
  for (let left = milliseconds, i = 0; i < 10; i += 1, left = Math.floor(left / 32)) {
    time = crockford.charAt(left % 32) + time;
  }
  return time;
}

/** 256 is a multiple of 32, so every letter is equally likely. */
const ulidText = (bytes: Buffer): string => [...bytes].map((byte) => crockford.charAt(byte % 32)).join('');
