import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { openapiDocument } from '../../src/openapi/document';

export type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any

const text = JSON.stringify(openapiDocument('http://127.0.0.1:4010'));

/** The document as clients read it. */
export const document: Json = JSON.parse(text);

export interface Operation {
  id: string;
  method: string;
  /** As in the document, e.g. `/api/v1/contractors/{contractor}`. */
  path: string;
  /** Where it stands in the document, as a JSON pointer. */
  pointer: string;
  definition: Json;
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

export const operations: readonly Operation[] = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
  Object.entries<Json>(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, definition]) => ({
      id: definition.operationId as string,
      method: method.toUpperCase(),
      path,
      pointer: `/paths/${escaped(path)}/${method}`,
      definition,
    })),
);

const matchers = operations.map((operation) => ({
  operation,
  // A name in a path goes before a parameter at the same place.
  rank: operation.path.split('{').length,
  pattern: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** The operation of a call, if the document has it. */
export function operationOf(method: string, path: string): Operation | undefined {
  return matchers
    .filter(({ operation, pattern }) => operation.method === method && pattern.test(path))
    .sort((a, b) => a.rank - b.rank)[0]?.operation;
}

/** Answers may have no more properties than the document names; clients are told to expect more. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return schema.type === 'object' && schema.properties ? { additionalProperties: false, ...inner } : inner;
}

/** In a form a boolean has further spellings, as the text of the document says. */
function spelled(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(spelled);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, spelled(value)]));
  if (![schema.type].flat().includes('boolean')) return inner;
  return { anyOf: [inner, { type: 'string', pattern: '^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|1|0)$' }] };
}

/**
 * Words of OpenAPI that JSON Schema does not know are let through; a test checks the document itself, so that it need
 * not be checked, nor what is compiled of it be made quicker, in each file of tests.
 */
const options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  validateSchema: false,
  meta: false,
  code: { optimize: false },
};

const documents = { loose: (given: object) => given, tight: closed, forms: spelled };

interface Compiled {
  validators: Map<keyof typeof documents, Ajv2020>;
  functions: Map<string, ValidateFunction>;
}

/** By the text of the document. Outside Jest there is one file alone. */
const { keptByWorker = new Map<string, Compiled>() } = globalThis as { keptByWorker?: Map<string, Compiled> };
const { validators, functions }: Compiled = keptByWorker.get(text) ?? {
  validators: new Map(),
  functions: new Map(),
};
keptByWorker.set(text, { validators, functions });

function validatorOf(how: keyof typeof documents): Ajv2020 {
  const made = validators.get(how);
  if (made) return made;
  const ajv = new Ajv2020({ ...options, coerceTypes: how === 'forms' });
  validators.set(how, ajv.addSchema(documents[how](document), 'openapi'));
  return ajv;
}

/**
 * What is wrong with a value by the schema that stands at a JSON pointer of the document; nothing, if it fits.
 * `tight` refuses properties that are not described, `forms` reads numbers and booleans from text.
 */
export function problemsAt(pointer: string, value: unknown, how: keyof typeof documents = 'loose'): string[] {
  const key = `${how}${pointer}`;
  let validate = functions.get(key);
  if (!validate) {
    validate = validatorOf(how).compile({ $ref: `openapi#${encodeURI(pointer)}` });
    functions.set(key, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
