import { errorFromAnswer, invalidAnswer, isSuccess, type ParsedAnswer, type Place } from './answer';
import { PolicyApiError } from './errors';
import { AnswerShapeError } from './normalize/values';
import type { Redact } from './redact';
import { mayPass } from './retry';

/** What a call came to. */
export type Outcome<T> = { value: T } | { error: PolicyApiError; mayPass: boolean };

/** What the answer comes to for the caller. `read` throws AnswerShapeError where a field is missing that we need. */
export function outcomeOf<T>(
  answer: ParsedAnswer,
  read: (json: unknown) => T,
  place: Place,
  redact: Redact,
): Outcome<T> {
  if (!isSuccess(answer)) {
    const error = errorFromAnswer(answer, place);
    return { error: redactError(error, redact), mayPass: mayPass(error) };
  }
  if (answer.json === undefined && answer.body.trim() !== '') {
    const message = `The API answered ${answer.status} with ${answer.contentType} instead of JSON.`;
    return { error: invalidAnswer(answer, place, message), mayPass: false };
  }
  try {
    return { value: read(answer.json) };
  } catch (error) {
    if (!(error instanceof AnswerShapeError)) throw error;
    return { error: invalidAnswer(answer, place, error.message), mayPass: false };
  }
}

/** Longer messages say no more. */
const MAX_MESSAGE = 1000;

/** An API may repeat what it was sent, key and tax id included, in its message. */
function redactError(error: PolicyApiError, redact: Redact): PolicyApiError {
  const { kind, status, method, path, retryAfterSeconds, code, requestId, origin, fault } = error;
  // Cut afterwards: half a tax id would not be known for one.
  const shown = (text: string) => redact(text).slice(0, MAX_MESSAGE);
  return new PolicyApiError({
    kind,
    status,
    method,
    path,
    retryAfterSeconds,
    origin,
    fault,
    code: redact(code),
    message: shown(error.message),
    // What is said of a secret field is no secret by itself.
    fields: Object.fromEntries(
      Object.entries(error.fields).map(([field, text]) => [redact(field), shown(text)]),
    ),
    requestId: redact(requestId),
  });
}
