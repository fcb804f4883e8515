/**
 * `answer`: the API answered with an error. `timeout`, `network`: no usable answer came. `invalid_answer`: an answer
 * came that cannot be used (not JSON, too long, or without a field we need). `not_sent`: the call was not made, since
 * the API would refuse it with this code.
 */
export type PolicyApiErrorKind = 'answer' | 'timeout' | 'network' | 'invalid_answer' | 'not_sent';

export interface PolicyApiErrorDetails {
  kind: PolicyApiErrorKind;
  message: string;
  method: string;
  path: string;
  status?: number | null;
  code?: string | null;
  fields?: Record<string, string>;
  requestId?: string | null;
  retryAfterSeconds?: number | null;
  origin?: string | null;
  fault?: string | null;
}

/**
 * The one error the client throws for a failed call. Holds no request, no header and no key, so it may be logged.
 * `code` and `message` are the API's own (page "Errors"); for `timeout`, `network` and `invalid_answer` the message is
 * ours. Renamed codes come under their current name.
 */
export class PolicyApiError extends Error {
  readonly kind: PolicyApiErrorKind;
  readonly status: number | null;
  readonly code: string | null;
  /** API field path, nested with dots, to what is wrong with it; empty unless the API said it field by field. */
  readonly fields: Record<string, string>;
  readonly requestId: string | null;
  readonly method: string;
  readonly path: string;
  readonly retryAfterSeconds: number | null;
  /** Where the API is, such as `http://127.0.0.1:4010`. */
  readonly origin: string | null;
  /** The fault by which the local sandbox spoiled the answer on purpose. */
  readonly fault: string | null;

  constructor(details: PolicyApiErrorDetails) {
    super(details.message);
    this.name = 'PolicyApiError';
    this.kind = details.kind;
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.fields = details.fields ?? {};
    this.requestId = details.requestId ?? null;
    this.method = details.method;
    this.path = details.path;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.origin = details.origin ?? null;
    this.fault = details.fault ?? null;
  }
}

/** Whether the API does not know the object in the path of the call (page "Errors", 404): it was deleted, for one. */
export function isUnknownObject(error: unknown): error is PolicyApiError {
  return error instanceof PolicyApiError && error.kind === 'answer' && error.status === 404;
}
