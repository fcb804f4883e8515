import { randomFillSync, randomUUID } from 'node:crypto';

/** Asking the system for a few bytes costs as much as for many: they are taken from a stock, and none twice. */
const stock = Buffer.alloc(4096);
let used = stock.length;

function randomBytes(count: number): Buffer {
  if (used + count > stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  const bytes = Buffer.from(stock.subarray(used, used + count));
  stock.fill(0, used, used + count);
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
