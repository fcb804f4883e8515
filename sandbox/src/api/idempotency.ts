import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { perform } from '../api-faults/inside';
import type { SandboxContext } from '../context';
import { DAY } from '../insurance/dates';
import { isSqliteError } from '../../../lib/sqlite';
import { ApiError, badRequest, errorBody, serverError } from './errors';
import { readBody } from './body';

export interface Answer {
  status: number;
  body: unknown;
}

export const keyHeader = 'Ten99Policy-Idempotent-Key';

/**
 * Codes of refusals for the parameters themselves: failed validations, which may be tried again with the same key.
 * Other codes tell of the state of things. Where the line runs is not documented; our choice.
 */
const failedValidation = /^(bad_request|invalid_\w+|missing_\w+|\w+_date_invalid)$/;

/** `Ten99Policy-Idempotent-Key`; the SDKs also send `Idempotency-Key`, which counts when the first is absent. */
export function readIdempotencyKey(req: Request): string | undefined {
  const key = req.get(keyHeader) || req.get('Idempotency-Key') || undefined;
  if (key !== undefined && key.length > 255)
    throw badRequest('An idempotency key has at most 255 characters.');
  return key;
}

/**
 * Does a POST whole or not at all, once for each idempotency key: a repeat within 24 hours gets the first
 * answer again, failures included, unless that was a failed validation (vendor page "Idempotent requests").
 * The same key with another path or body is refused (not documented; our choice).
 */
export function once(context: SandboxContext, req: Request, execute: () => Answer): Answer {
  const key = readIdempotencyKey(req);
  if (key === undefined) return perform(context, req, execute);
  const fingerprint = fingerprintOf(req);
  const earlier = recall(context, key);
  if (earlier && earlier.fingerprint !== fingerprint) {
    throw badRequest(
      'This idempotency key was used before with another path or other parameters. Use a new key.',
    );
  }
  if (earlier) return { status: earlier.status, body: JSON.parse(earlier.body) as unknown };
  try {
    return perform(context, req, () => remember(context, key, fingerprint, execute()));
  } catch (error) {
    // What the failed call had written is rolled back; its answer is kept apart, "500s included".
    const answer = error instanceof ApiError ? error : serverError(error);
    if (!failedValidation.test(answer.code) && !isSqliteError(error)) {
      remember(context, key, fingerprint, { status: answer.status, body: errorBody(answer) });
    }
    throw error;
  }
}

interface Row {
  fingerprint: string;
  status: number;
  body: string;
}

function recall(context: SandboxContext, key: string): Row | undefined {
  const sql = 'SELECT fingerprint, status, body FROM idempotency WHERE key = ? AND expires > ?';
  return context.database.grouped(() => context.database.get<Row>(sql, key, context.clock.seconds()));
}

function remember(context: SandboxContext, key: string, fingerprint: string, answer: Answer): Answer {
  const now = context.clock.seconds();
  return context.database.grouped(() => {
    context.database.run('DELETE FROM idempotency WHERE expires <= ?', now);
    context.database.run(
      'INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, expires) VALUES (?, ?, ?, ?, ?)',
      ...[key, fingerprint, answer.status, JSON.stringify(answer.body), now + DAY],
    );
    return answer;
  });
}

function fingerprintOf(req: Request): string {
  // The same below whichever address of the account.
  const path = `/api/v1${req.path}`.replace(/\/+$/, '');
  const { fields, uploads } = readBody(req);
  const hash = createHash('sha256').update(`${path}\n${JSON.stringify(sorted(fields))}`);
  for (const { field, filename, content } of uploads) {
    hash.update(JSON.stringify([field, filename, content.length])).update(content);
  }
  return hash.digest('hex');
}

/** The order of fields in an object says nothing, so it must not tell two requests apart. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]);
}
