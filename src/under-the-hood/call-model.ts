import { STATUS_CODES } from 'node:http';
import { REDACTED } from '../policy-api/redact';
import type { NewApiCall } from '../store/api-calls';
import { explain, explainFailure, type AllFields, type Field } from './fields';
import { highlight } from './highlight';
import { operationOf } from './operations';
import type { Sample, SampleApi } from './sample';
import { samplesOf } from './samples';

/** Text, and the same as HTML. */
interface Code {
  text: string;
  html: string;
}

export interface CallModel {
  method: string;
  path: string;
  status: number | null;
  /** As `Created`; empty where no answer came. */
  reason: string;
  durationMs: number;
  /** ISO 8601, UTC. */
  when: string;
  /** 1 for the first, 2 and up for retries. */
  attempt: number;
  requestId: string | null;
  idempotencyKey: string | null;
  error: string | null;
  request: Code | null;
  response: Code | null;
  fields: { title: string; fields: Field[] }[];
  /** Whether something was removed that has to be filled in before a sample works. */
  hasRemoved: boolean;
  samples: (Omit<Sample, 'code'> & { code: Code })[];
}

/** A call as pages show it: highlighted, its fields explained, and as code that makes it again. */
export function callModel(call: NewApiCall, api: SampleApi, all: AllFields): CallModel {
  const { method, path, status, attempt, request_body: sent = null, response_body: answered = null } = call;
  const operation = operationOf(method, path);
  const failed = (status ?? 0) >= 400;
  const sides = [
    { title: 'Sent', fields: operation ? explain(all, operation, 'sent', sent) : [] },
    failed
      ? { title: 'What went wrong', fields: explainFailure(all, answered) }
      : { title: 'Answered', fields: operation ? explain(all, operation, 'answered', answered) : [] },
  ];
  return {
    method,
    path,
    status: status ?? null,
    reason: STATUS_CODES[status ?? 0] ?? '',
    durationMs: call.duration_ms,
    when: new Date(call.at).toISOString(),
    attempt,
    requestId: call.request_id ?? null,
    idempotencyKey: call.idempotency_key ?? null,
    error: call.error ?? null,
    request: sent === null ? null : code(sent, 'json'),
    response: answered === null ? null : code(answered, 'json'),
    fields: sides.filter(({ fields }) => fields.length > 0),
    hasRemoved: sent?.includes(REDACTED) ?? false,
    samples: samplesOf(call, api).map((sample) => ({ ...sample, code: code(sample.code, sample.language) })),
  };
}

const code = (text: string, language: Parameters<typeof highlight>[1]): Code => ({
  text,
  html: highlight(text, language),
});
