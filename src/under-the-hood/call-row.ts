import { counted } from '../../lib/counted';
import type { ApiCall } from '../policy-api/calls';
import type { NewApiCall } from '../store/api-calls';

const ANSWER_SHOWN = 2500;

/** A call as it is kept: with redacted bodies, long answers cut. */
export function callRow(call: ApiCall, subject: string): NewApiCall {
  const text = (body: unknown) =>
    body === undefined || body === null ? null : JSON.stringify(body, null, 2);
  const answer = text(call.responseBody);
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
    request_body: text(call.requestBody),
    response_body: answer && shortened(answer),
    error: call.error,
  };
}

/** Long lists say nothing more after a page or two. */
function shortened(text: string): string {
  const left = text.length - ANSWER_SHOWN;
  return left <= 0
    ? text
    : `${text.slice(0, ANSWER_SHOWN)}\n… ${counted(left, 'more character is', 'more characters are')} left out here`;
}
