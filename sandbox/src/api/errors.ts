import type { ErrorRequestHandler, RequestHandler } from 'express';
import { isSqliteError } from '../../../lib/sqlite';
import type { SandboxLogger } from '../logger';

/** An error as the API answers it: `{ error_code, message }` (vendor page "Errors"). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | Record<string, string>;
  /** Of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string | Record<string, string>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(typeof detail === 'string' ? detail : JSON.stringify(detail));
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.headers = headers;

    this.name = 'ApiError';
  }
}

export const badRequest = (message: string) => new ApiError(400, 'bad_request', message);

/** Problems with single fields: the message is an object of field and text. */
export const invalidInput = (fields: Record<string, string>) => new ApiError(400, 'invalid_input', fields);

export const notFound = (message: string) => new ApiError(404, 'resource_not_found', message);

/** It cannot be done as things stand. */
export const conflict = (message: string) => new ApiError(409, 'conflict', message);

/** What nobody foresaw; `database_operational_error` when it is the database that failed. */
export const serverError = (error: unknown) =>
  isSqliteError(error)
    ? new ApiError(500, 'database_operational_error', 'There is trouble with the database. Try again later.')
    : new ApiError(500, 'general_error', 'Something went wrong. Try again later.');

/** Any route nobody else answered. The vendor documents no 405, so a wrong method is an unknown route too. */
export const unknownRoute: RequestHandler = (req) => {
  throw notFound(`There is no ${req.method} ${req.baseUrl}${req.path} in this API.`);
};

/** A client with a wrong base URL gets the documented error body too, where a browser gets a page. */
export const lostClient: RequestHandler = (req, res, next) => {
  if (req.get('authorization') === undefined && !req.is('json')) return next();
  const text = `There is no ${req.method} ${req.path} here: the paths of the API begin with /api/v1.`;
  res.status(404).json(errorBody(notFound(text)));
};

/** Turns whatever was thrown into the documented error body; never HTML, never a stack. */
export function apiErrorHandler(logger: SandboxLogger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const known = error instanceof ApiError ? error : fromLibrary(error);
    if (!known) logger.error({ err: error, method: req.method, path: req.path }, 'sandbox API failed');
    const answer = known ?? serverError(error);
    res.set(answer.headers).status(answer.status).json(errorBody(answer));
  };
}

export function errorBody(error: ApiError): { error_code: string; message: ApiError['detail'] } {
  return { error_code: error.code, message: error.detail };
}

/** Errors of Express and its body parsers carry a 4xx status. */
function fromLibrary(error: unknown): ApiError | undefined {
  const { status, type, limit } = (error ?? {}) as { status?: unknown; type?: unknown; limit?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  if (type === 'entity.parse.failed') return badRequest('The request body is not valid JSON.');
  // The vendor documents 400 for every fault of the client; 413 and 415 are not among its status codes.
  if (type === 'entity.too.large') {
    return badRequest(`The request body is too large: the limit is ${Number(limit) / 2 ** 20} MB.`);
  }
  if (type === 'parameters.too.many') return badRequest('The request body has more than 1000 fields.');
  if (type === 'querystring.parse.rangeError') return badRequest('The request body is nested too deeply.');
  if (type === 'charset.unsupported') return badRequest('The request body must be UTF-8.');
  if (type === 'encoding.unsupported') return badRequest('The content encoding is not supported.');
  return badRequest('The request could not be understood.');
}
