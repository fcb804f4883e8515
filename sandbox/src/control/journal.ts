import type { Request } from 'express';
import { z } from 'zod';
import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { expectCalls } from '../journal/expect';
import type { CallFilter } from '../journal/journal';
import { operationsNamed } from '../openapi/operation-index';
import { readJson } from './body';

const operationText =
  'There is no such operation. Send an operationId of /openapi.json such as "createQuote", a method and a path such as "POST /quotes", or "none" for calls of no operation.';
/** Null: none of the API's. */
const operation = z.string(operationText).transform((name, refinement) => {
  if (name === 'none') return null;
  const [only, ...others] = operationsNamed(name);
  if (only && others.length === 0) return only.id;
  refinement.addIssue({ code: 'custom', message: operationText });
  return z.NEVER;
});

const sinceText =
  'Must be a time on the sandbox’s clock: seconds since 1970-01-01 UTC, or text such as 2026-03-01T12:00:00Z.';
const since = z.union([z.number(), z.string()], sinceText).transform((value, refinement) => {
  const text = String(value);
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (Number.isFinite(seconds)) return seconds;
  refinement.addIssue({ code: 'custom', message: sinceText });
  return z.NEVER;
});

const statusText =
  'Must be a status such as 404, a class such as 4xx, or "none" for calls without an answer.';
const status = z
  .string(statusText)
  .regex(/^([1-5]\d\d|[1-5]xx|none)$/i, statusText)
  .transform((text) =>
    /^\d+$/.test(text) ? { status: Number(text) } : { class: Number(/^\d/.exec(text)?.[0] ?? 0) },
  );

const cursorText = 'Must be the id of a call, a whole number.';
const cursor = z.coerce.number(cursorText).int(cursorText).min(0, cursorText);
const limitText = 'Must be a whole number from 1 to 100.';
const query = z.strictObject({
  limit: z.coerce.number(limitText).int(limitText).min(1, limitText).max(100, limitText).default(10),
  starting_after: cursor.optional(),
  ending_before: cursor.optional(),
  operation: operation.optional(),
  status: status.optional(),
  since: since.optional(),
});

/** The filter that a query asks for, all of it optional. */
export function filterOf(asked: unknown): CallFilter {
  const {
    starting_after: olderThan,
    ending_before: newerThan,
    status: answered,
    ...rest
  } = readJson(query, asked);
  return { ...rest, ...answered, olderThan, newerThan };
}

/** Newest first, a page at a time like the lists of the API. */
export const answerCalls = ({ journal }: SandboxContext, req: Request) => journal.list(filterOf(req.query));

export function answerCall({ journal }: SandboxContext, id: string) {
  const call = /^\d{1,15}$/.test(id) ? journal.find(Number(id)) : undefined;
  if (!call) throw notFound(`There is no call ${id} in the journal.`);
  return call;
}

export function clearJournal({ journal }: SandboxContext) {
  journal.clear();
  return { cleared: true };
}

const timesText = 'Must be a whole number, 0 or more.';
const attributes = z.record(z.string(), z.unknown(), 'Must be an object of attributes.');
const oneCall = z.strictObject(
  {
    operation: operation.optional(),
    method: z.string('Must be a method such as POST.').toUpperCase().optional(),
    path: z.string('Must be a path below /api/v1, such as /quotes.').optional(),
    status: z.int('Must be a status such as 201, or null for no answer.').nullable().optional(),
    key: z.string('Must be the fingerprint of a key, as the journal shows it.').optional(),
    query: attributes.optional(),
    body: z.unknown().optional(),
    answer: z.unknown().optional(),
    times: z.int(timesText).min(0, timesText).optional(),
  },
  'Send an object such as {"operation": "createContractor", "times": 1}.',
);

const callsText = 'Send a list of at most 100 calls, e.g. [{"operation": "createContractor", "times": 1}].';
const expectation = z.strictObject(
  {
    calls: z.array(oneCall, callsText).min(1, callsText).max(100, callsText),
    in_order: z.boolean('Must be true or false.').default(false),
    since: since.optional(),
    after: cursor.optional(),
  },
  'Send an object with calls.',
);

/** So many of the newest are looked at. */
const MOST_LOOKED_AT = 10_000;

/**
 * `{"calls": [{"operation": "createContractor", "times": 1, "body": {"email": "…"}}]}`: whether they were made. The
 * answer is 200 either way, as the question was answered; `met` says it, and `text` says it for people.
 */
export function answerExpectation({ journal }: SandboxContext, body: unknown) {
  const { calls, in_order: inOrder, since: from, after } = readJson(expectation, body);
  const newest = journal.list({ limit: MOST_LOOKED_AT, since: from, olderThan: undefined, after });
  return expectCalls(calls.map(withoutGaps), inOrder, newest.reverse());
}

/** What was left out of the request is left out here too. */
const withoutGaps = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
