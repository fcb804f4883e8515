import { errorAnswer, type ErrorCode } from './errors';
import { answered, CHOICE, date, guess, ref, type Properties, type Schema } from './schemas';

/** What one resource adds to the document. Paths begin after `/api/v1`. */
export interface ResourceReference {
  readonly tag: { readonly name: string; readonly description: string };
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly paths: Readonly<Record<string, PathItem>>;
}
export type PathItem = Readonly<Record<string, Schema | readonly Schema[]>>;

interface Described {
  /** The operationId, e.g. `createContractor`. */
  id: string;
  summary: string;
  description?: string;
  /** The vendor's documentation has no page on it. */
  uncertain?: true;
  /** Codes of 400 answers beyond those of every operation of this form. */
  errors?: readonly ErrorCode[];
}

interface Content extends Described {
  /** The schema of the object in the answer. */
  answer: string;
  example?: unknown;
}

interface Writes extends Content {
  /** The schema of the fields. */
  fields: string;
  sent?: unknown;
  /** An object that is named is answered 404 when it is not there. */
  mayBeMissing?: true;
}

/** `POST` on a list: 201 with the new object. */
export const create = (it: Writes): Schema =>
  operation(it, {
    parameters: [parameter('IdempotentKey')],
    requestBody: body(it.fields, it.sent),
    answers: { 201: ok('It is created.', ref(it.answer), it.example, true) },
    refusals: ['invalid_input', 'bad_request', ...(it.errors ?? [])],
    mayBeMissing: it.mayBeMissing ?? false,
  });

/** `POST` on one object, without fields: 200 with the object. */
export const act = (it: Content): Schema =>
  operation(it, {
    parameters: [parameter('IdempotentKey')],
    answers: { 200: ok('It is done.', ref(it.answer), it.example, true) },
    refusals: ['bad_request', ...(it.errors ?? [])],
    mayBeMissing: true,
  });

export const retrieve = (it: Content & { query?: readonly Schema[] }): Schema =>
  operation(it, {
    ...(it.query && { parameters: it.query }),
    answers: { 200: ok('The object.', ref(it.answer), it.example) },
    refusals: ['bad_request', 'invalid_input', ...(it.errors ?? [])],
    mayBeMissing: true,
  });

/** `PUT`: parameters that are not sent are left unchanged. */
export const update = (it: Writes): Schema =>
  operation(
    { ...it, description: `Fields that are not sent stay as they are. ${it.description ?? ''}`.trim() },
    {
      requestBody: body(it.fields, it.sent),
      answers: { 200: ok('The object as it is now.', ref(it.answer), it.example) },
      refusals: ['invalid_input', 'bad_request', ...(it.errors ?? [])],
      mayBeMissing: true,
    },
  );

/** `DELETE`; `object` is what the answer calls it. */
export const remove = (it: Described & { object: string; example?: unknown; guessed?: true }): Schema =>
  operation(it, {
    answers: { 200: ok('It is deleted.', deleted(it.object, it.guessed), it.example) },
    refusals: ['bad_request', ...(it.errors ?? [])],
    mayBeMissing: true,
  });

export interface Listed extends Content {
  query?: readonly Schema[];
  /** The vendor documents `limit` alone. */
  cursorsGuessed?: true;
  /** The list belongs to an object, which may not be there. */
  mayBeMissing?: true;
}

/** `GET` on a list: a bare array, newest first. */
export function list(it: Listed): Schema {
  const cursors = it.cursorsGuessed
    ? ['StartingAfterGuessed', 'EndingBeforeGuessed']
    : ['StartingAfter', 'EndingBefore'];
  return operation(it, {
    parameters: ['Limit', ...cursors].map(parameter).concat(it.query ?? []),
    answers: {
      200: ok(
        'A page, newest first; empty when there is no more.',
        { type: 'array', items: ref(it.answer) },
        it.example,
      ),
    },
    refusals: ['invalid_input', 'bad_request', ...(it.errors ?? [])],
    mayBeMissing: it.mayBeMissing ?? false,
  });
}

interface Parts {
  parameters?: readonly Schema[];
  requestBody?: Schema;
  answers: Record<number, Schema>;
  /** Codes of 400 answers. */
  refusals?: readonly ErrorCode[];
  /** The operation is about one object, which may not be there: 404. */
  mayBeMissing?: boolean;
}

/** An operation with what all have in common: headers, and the answers to a bad key, to haste and to trouble. */
export function operation(it: Described, parts: Parts): Schema {
  return {
    operationId: it.id,
    summary: it.summary,
    description: [it.description, it.uncertain && CHOICE].filter(Boolean).join(' '),
    ...(it.uncertain && { 'x-uncertain': true }),
    parameters: [...(parts.parameters ?? []), parameter('Environment'), parameter('Version')],
    ...(parts.requestBody && { requestBody: parts.requestBody }),
    responses: {
      ...parts.answers,
      ...(parts.refusals && { 400: errorAnswer(400, parts.refusals) }),
      ...Object.fromEntries(
        [401, 403, ...(parts.mayBeMissing ? [404] : []), 429, 500].map((status) => [
          status,
          { $ref: `#/components/responses/${status}` },
        ]),
      ),
    },
  };
}

export const parameter = (name: string): Schema => ({ $ref: `#/components/parameters/${name}` });

/** The `{name}` of a path. */
export const pathId = (name: string, schema: Schema): Schema => ({
  name,
  in: 'path',
  required: true,
  description: schema['description'],
  ...('x-uncertain' in schema && { 'x-uncertain': true }),
  schema: { type: 'string', examples: schema['examples'] },
});

/** The body of a request, as JSON or as a form (`a[b]=…`, `c[]=…`). */
export function body(schema: string, example?: unknown): Schema {
  const content = { schema: ref(schema), ...(example === undefined ? {} : { example }) };
  return {
    required: true,
    content: { 'application/json': content, 'application/x-www-form-urlencoded': { schema: ref(schema) } },
  };
}

export function ok(description: string, schema: Schema, example?: unknown, idempotent = false): Schema {
  return {
    description,
    headers: {
      'request-id': { $ref: '#/components/headers/request-id' },
      ...(idempotent && { 'Ten99Policy-Idempotent-Key': { $ref: '#/components/headers/IdempotentKey' } }),
    },
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
  };
}

function deleted(object: string, guessed?: true): Schema {
  const kind = { const: object, description: `Always \`${object}\`.` };
  const properties: Properties = {
    id: { type: 'string', description: 'The id of what was deleted.' },
    object: guessed ? guess(kind) : kind,
    deleted: { const: true, description: 'Always true.' },
    deleted_at: date('When it was deleted.'),
  };
  return answered(properties);
}
