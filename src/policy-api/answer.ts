import type { RawAnswer } from './exchange';
import { PolicyApiError, type PolicyApiErrorDetails } from './errors';
import { normalizeErrorBody } from './normalize/error-body';

export type Place = Pick<PolicyApiErrorDetails, 'method' | 'path' | 'origin'>;

export interface ParsedAnswer {
  status: number;
  requestId: string | null;
  retryAfterSeconds: number | null;
  /** What the sender's clock showed, in epoch milliseconds; null where the answer does not say. */
  apiTime: number | null;
  /** Undefined when the answer has no body or one that is not JSON. */
  json: unknown;
  body: string;
  contentType: string;
  /** The fault by which the local sandbox spoiled the answer on purpose. */
  fault: string | null;
}

const MAX_PLAIN_TEXT = 200;

/** Reads status, headers and JSON. `now` is epoch milliseconds: `Retry-After` may be a date. */
export function parseAnswer(raw: RawAnswer, now: number): ParsedAnswer {
  return {
    status: raw.status,
    requestId: header(raw, 'request-id') ?? header(raw, 'x-request-id'),
    retryAfterSeconds: retryAfter(header(raw, 'retry-after'), now),
    apiTime: dateOf(header(raw, 'date')),
    json: parseJson(raw.body),
    body: raw.body,
    contentType: header(raw, 'content-type')?.split(';')[0] ?? 'no content type',
    fault: header(raw, 'sandbox-fault'),
  };
}

/** Whether the status is one of success: 200 to 299 (page "Errors"). */
export function isSuccess(answer: ParsedAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** What a record of the call shows: JSON as it is, of anything else only what it was. */
export function shownBody(answer: ParsedAnswer): unknown {
  if (answer.json !== undefined) return answer.json;
  return answer.body === ''
    ? null
    : `(not JSON: ${answer.contentType}, ${Buffer.byteLength(answer.body)} bytes)`;
}

/** The error that an answer outside 200 to 299 stands for (page "Errors"). */
export function errorFromAnswer(answer: ParsedAnswer, place: Place): PolicyApiError {
  const { code, message, fields } = normalizeErrorBody(answer.json);
  return new PolicyApiError({
    ...place,
    kind: 'answer',
    status: answer.status,
    code,
    message: message ?? messageWithoutJson(answer),
    fields,
    requestId: answer.requestId,
    retryAfterSeconds: answer.retryAfterSeconds,
    fault: answer.fault,
  });
}

/** An answer of 200 to 299 that cannot be used. */
export function invalidAnswer(answer: ParsedAnswer, place: Place, message: string): PolicyApiError {
  const { status, requestId, fault } = answer;
  return new PolicyApiError({ ...place, kind: 'invalid_answer', status, requestId, message, fault });
}

function messageWithoutJson(answer: ParsedAnswer): string {
  const body = answer.body.trim();
  if (answer.status >= 300 && answer.status < 400) {
    return `The API answered ${answer.status}, a redirect, which is not followed: the key would go with it.`;
  }
  if (answer.json === undefined && body !== '') {
    if (!body.includes('<') && body.length <= MAX_PLAIN_TEXT) return body;
    return `The API answered ${answer.status} with ${answer.contentType} instead of JSON.`;
  }
  return `The API answered ${answer.status} without a message.`;
}

function header(raw: RawAnswer, name: string): string | null {
  const value = raw.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value);
  const date = dateOf(value);
  return date === null ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

function dateOf(value: string | null): number | null {
  const date = Date.parse(value ?? '');
  return Number.isNaN(date) ? null : date;
}
