import { randomBytes, randomUUID } from 'node:crypto';

/** An unguessable part of a URL: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** An id for a row of our own. */
export const newId = (): string => `ob_${randomBytes(12).toString('hex')}`;

/** A key that makes a request to the API repeatable ("Idempotent requests": a V4 UUID is advised). */
export const newKey = (): string => randomUUID();
