import { randomFillSync, randomUUID } from 'node:crypto';

const POOL = Buffer.alloc(8192);
let used = POOL.length;

/** Each is given out once. To ask the operating system for a few costs as much as for many. */
function randomBytes(count: number): Buffer {
  if (used + count > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const bytes = Buffer.from(POOL.subarray(used, used + count));
  POOL.fill(0, used, used + count);
  used += count;
  return bytes;
}

/** An unguessable part of a URL: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** An id for a row of our own. */
export const newId = (): string => `ob_${randomBytes(12).toString('hex')}`;

/** Whether a text has the form of such an id. */
export const isId = (text: string): boolean => /^ob_[0-9a-f]{24}$/.test(text);

/** A key that makes a request to the API repeatable ("Idempotent requests": a V4 UUID is advised). */
export const newKey = (): string => randomUUID();
