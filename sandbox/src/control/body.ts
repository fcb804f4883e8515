import express, { Router, type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { refuseBrokenText, verifyJson } from '../api/as-sent';
import { ApiError, badRequest, invalidInput } from '../api/errors';

/** Whatever is not a read must be JSON, which no form of another site can send, and come from no other site. */
export const refuseOtherSites: RequestHandler = (req, _res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  if (!isFromHere(req)) {
    throw new ApiError(403, 'insufficient_permissions', 'This request came from a page of another site.');
  }
  if (!isJson(req)) {
    throw badRequest('Send the header Content-Type: application/json, also when there is no body.');
  }
  next();
};

/** False when a browser says that a page of another origin sent it. */
export function isFromHere(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = req.get('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === req.get('host');
}

const isJson = (req: Request) => /^application\/json\s*(;|$)/i.test(req.get('content-type') ?? '');

const parser = (limit: string): RequestHandler =>
  Router().use(express.json({ limit, strict: false, verify: verifyJson }), refuseBrokenText);
export const parseJson = parser('1mb');
/** Of an import: room for many objects and some uploaded files. */
export const parseWholeState = parser('100mb');

/** Enough to see what is wrong with a long document. */
const MOST_PROBLEMS = 20;

/** Of a wrong type, where the schema has no words of its own. */
const inWords: z.core.$ZodErrorMap = ({ code, input, expected }) => {
  if (code !== 'invalid_type') return undefined;
  const type = expected === 'record' ? 'object' : String(expected);
  return input === undefined ? `Is missing: it must be of type ${type}.` : `Must be of type ${type}.`;
};

/**
 * Reads the body of a call of the control API.
 * @throws ApiError with each wrong field named
 */
export function readJson<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body ?? {}, { error: inWords });
  if (result.success) return result.data;
  const problems = new Map<string, string>();
  for (const issue of result.error.issues.slice(0, MOST_PROBLEMS)) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : undefined;
    for (const name of unknown ?? [])
      problems.set([...issue.path, name].join('.'), 'There is no such field.');
    const name = issue.path.join('.');
    if (!unknown && !problems.has(name)) problems.set(name, issue.message);
  }
  const whole = problems.get('');
  throw whole === undefined ? invalidInput(Object.fromEntries(problems)) : badRequest(whole);
}
