import express, { Router, type Request, type RequestHandler } from 'express';
import { refuseBrokenText, verifyJson, verifyText } from './as-sent';
import { badRequest } from './errors';
import { multipartType, parseMultipart, uploadsOf, type Upload } from './multipart';

/** The fields of a request; in a form every value is text, so numbers and booleans are read from text there. */
export interface RequestBody {
  fields: Record<string, unknown>;
  form: boolean;
  uploads: readonly Upload[];
}

const jsonTypes = ['application/json', 'application/*+json'];
const formType = 'application/x-www-form-urlencoded';

const parsers = Router().use(
  express.json({ limit: '1mb', type: jsonTypes, strict: false, verify: verifyJson }),
  express.urlencoded({ limit: '1mb', extended: true, type: formType, verify: verifyText }),
  parseMultipart,
  (req, _res, next) => {
    const empty = req.get('content-length') === '0' || !hasBody(req);
    if (!empty && !req.is([...jsonTypes, formType, multipartType])) {
      throw badRequest(
        'Send the request body as application/json, application/x-www-form-urlencoded or multipart/form-data, and say so in Content-Type.',
      );
    }
    next();
  },
  refuseBrokenText,
);

/**
 * JSON, form-encoded and multipart (`a[b]`, `c[]`) bodies; anything else with a body is refused. A body means
 * nothing to GET and DELETE: older pages of the reference had ids there, besides the path.
 */
export const parseBody: RequestHandler = (req, res, next) => {
  if (req.method === 'POST' || req.method === 'PUT') parsers(req, res, next);
  else next();
};

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || req.headers['content-length'] !== undefined;
}

/** The body of a call that the sandbox makes itself. */
export const bodyOf = (fields: object, uploads: readonly Upload[] = []): RequestBody => ({
  fields: { ...fields },
  form: false,
  uploads,
});

/** @throws ApiError when the body is not an object */
export function readBody(req: Request): RequestBody {
  const body: unknown = req.body ?? {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The request body must be an object of fields.');
  }
  const form = Boolean(req.is([formType, multipartType]));
  return { fields: body as Record<string, unknown>, form, uploads: uploadsOf(req) };
}

/** The same body with older names of fields read as today's; today's name wins when both are sent. */
export function withTodaysNames(body: RequestBody, older: Record<string, string>): RequestBody {
  const fields = { ...body.fields };
  for (const [old, today] of Object.entries(older)) {
    if (fields[today] === undefined && fields[old] !== undefined) fields[today] = fields[old];
  }
  return { ...body, fields };
}
