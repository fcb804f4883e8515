import { counted } from '../../../lib/counted';
import { toCurl, type ApiCall } from '../../policy-api/calls';
import type { NewApiCall } from '../../store/api-calls';

const ANSWER_SHOWN = 2500;

/** A call as it is kept: with redacted bodies, long answers cut. */
export function callRow(call: ApiCall, onboardingId: string, step: string): NewApiCall {
  const text = (body: unknown) =>
    body === undefined || body === null ? null : JSON.stringify(body, null, 2);
  const answer = text(call.responseBody);
  return {
    onboarding_id: onboardingId,
    step,
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

/** A call as the panel shows it. */
export function callView(row: NewApiCall, api: { apiBase: string; apiEnvironment: string }) {
  const requestBody: unknown = row.request_body ? JSON.parse(row.request_body) : null;
  return {
    // The same while it is in memory and once it is kept: an open panel stays open.
    key: `${row.at} ${row.method} ${row.path}`,
    method: row.method,
    path: row.path,
    status: row.status,
    durationMs: row.duration_ms,
    requestId: row.request_id,
    idempotencyKey: row.idempotency_key,
    requestBody: row.request_body,
    responseBody: row.response_body,
    error: row.error,
    attempt: row.attempt,
    when: new Date(row.at).toISOString(),
    curl: toCurl(
      { method: row.method, path: row.path, requestBody, idempotencyKey: row.idempotency_key ?? null },
      api.apiBase,
      api.apiEnvironment,
    ),
  };
}
