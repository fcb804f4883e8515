import type { ApiCall } from '../policy-api/calls';
import type { NewApiCall } from '../store/api-calls';
import { shortened } from './cut';

/** A call as it is kept: with redacted bodies, long answers cut. */
export function callRow(call: ApiCall, subject: string): NewApiCall {
  const isThere = (body: unknown) => body !== undefined && body !== null;
  return {
    subject,
    at: call.startedAt,
    method: call.method,
    path: call.path,
    status: call.status,
    duration_ms: Math.round(call.durationMs),
    attempt: call.attempt,
    request_id: call.requestId,
    idempotency_key: call.idempotencyKey,
    request_body: isThere(call.requestBody) ? JSON.stringify(call.requestBody, null, 2) : null,
    response_body: isThere(call.responseBody) ? shortened(call.responseBody) : null,
    error: call.error,
  };
}
