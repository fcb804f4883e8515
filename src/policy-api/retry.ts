import type { PolicyApiError } from './errors';

const FIRST_BACK_OFF_MS = 250;
const LONGEST_BACK_OFF_MS = 2_000;

/**
 * Whether a call may be sent again without harm: GET, and POST with an idempotency key (page "Idempotent requests").
 * PUT and DELETE never: the documentation promises nothing for them.
 */
export function mayRepeat(method: string, idempotencyKey: string | null): boolean {
  return method === 'GET' || (method === 'POST' && idempotencyKey !== null);
}

/**
 * Whether the failure may pass by itself: 429, 5xx, and a 409 without a code on a POST, which a clash with a request
 * of the same key under way would give (the status is not documented; our choice).
 */
export function mayPass(error: PolicyApiError): boolean {
  if (error.kind !== 'answer' || error.status === null) return false;
  if (error.status === 409) return error.method === 'POST' && error.code === null;
  return error.status === 429 || error.status >= 500;
}

/**
 * Whether a call that failed may have been carried out all the same: no usable answer came, or an error of a server, or
 * the same request was under way.
 */
export function mayHaveWorked({ kind, status, code }: PolicyApiError): boolean {
  if (kind === 'not_sent') return false;
  if (kind !== 'answer' || status === null) return true;
  return status >= 500 || status === 408 || (status === 409 && code === null);
}

/**
 * Whether an answer is the API's own, so that the same idempotency key may bring it back for a day, 500s included (page
 * "Idempotent requests"). Something in front of the API gives no code.
 */
export function mayBeKept({ kind, code }: PolicyApiError): boolean {
  return kind === 'answer' && code !== null;
}

/**
 * Milliseconds to wait before the next attempt: what `Retry-After` asks for, else a random part of 0.25 seconds
 * doubling to 2. `random` is at least 0 and below 1.
 */
export function delayBefore(error: PolicyApiError, failedAttempts: number, random: () => number): number {
  if (error.retryAfterSeconds !== null) return error.retryAfterSeconds * 1000;
  return Math.round(random() * Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failedAttempts - 1)));
}
