import { generalCodes } from './error-table/general';
import { fixOf, type Entry, type Explanation } from './error-table/explanation';
import { laterCodes } from './error-table/later';
import { onboardingCodes } from './error-table/onboarding';
import {
  byStatus,
  explainByMessage,
  noAnswer,
  redirected,
  serverError,
  unknownCode,
} from './error-table/without-code';
import type { PolicyApiError } from './errors';
import type { ClientWords } from './words';

/** The explanation of every code known from the page "Error codes" and the vendor's SDKs. */
export const explainedCodes: ReadonlyMap<string, Entry> = new Map(
  Object.entries({ ...generalCodes, ...onboardingCodes, ...laterCodes }),
);

/** Codes that say no more than "wrong", so that the message and the fields are worth a look first. */
const VAGUE_CODES = new Set(['bad_request', 'invalid_input']);
const CODES_THAT_PASS = new Set([
  'general_error',
  'database_operational_error',
  'contractor_blocked_for_writes',
]);

/**
 * What to tell a person about a failed call: title, explanation and fix in our words, and the form field it
 * concerns (API attribute, nested with dots) where the API named one or the code implies one. `words`: what they call
 * the options of the client, such as CLIENT_WORDS.
 */
export function explainError(error: PolicyApiError, words: ClientWords): Explanation {
  const found = explain(error);
  const fix =
    error.fault === null
      ? fixOf(found, words)
      : `The local sandbox spoiled this call on purpose: its fault “${error.fault}” is switched on. Switch it off there, and try again.`;
  return { ...found, fix, field: found.field ?? Object.keys(error.fields)[0] ?? null };
}

function explain(error: PolicyApiError): Entry {
  if (error.kind !== 'answer' && error.kind !== 'not_sent') return noAnswer(error.kind, error.method);
  const { code, status } = error;
  const isRefusal = status !== null && status >= 400 && status < 500;
  const known = explainedCodes.get(code ?? '');
  if (known && !VAGUE_CODES.has(code ?? '')) return known;
  if (isRefusal && (known || code === null)) {
    const byMessage = explainByMessage(error);
    if (byMessage) return byMessage;
  }
  return known ?? explainStatus(error);
}

function explainStatus({ status, code, fields }: PolicyApiError): Entry {
  if (status === null) return unknownCode;
  const known = byStatus[status];
  if (known) return known;
  if (status >= 500) return serverError;
  if (status < 400) return redirected;
  const isPlainRefusal = code === null || Object.keys(fields).length > 0;
  return (isPlainRefusal ? explainedCodes.get('invalid_input') : undefined) ?? unknownCode;
}

/**
 * Whether the same call may work when it is made again later. A POST repeated with the same idempotency key gets the
 * stored answer again, errors included, once the API began carrying it out (page "Idempotent requests").
 */
export function isRetryable(error: PolicyApiError): boolean {
  if (error.kind !== 'answer') return error.kind === 'timeout' || error.kind === 'network';
  const { status, code } = error;
  if (status === 429 || (status !== null && status >= 500)) return true;
  return code === null ? status === 409 : CODES_THAT_PASS.has(code);
}
