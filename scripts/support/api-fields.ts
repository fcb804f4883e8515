import { openapiDocument } from '../../sandbox/src/openapi/document';
import { errorCodes, errorSchemas } from '../../sandbox/src/openapi/errors';
import type { AllFields } from '../../src/under-the-hood/fields';

type Schema = Readonly<Record<string, unknown>>;
/** What fields mean, by their path, as `address.line1`. */
type Meanings = Record<string, string>;

const document = openapiDocument('http://127.0.0.1');
const DEEPEST = 6;

/**
 * What each field means: by operation (`POST /contractors`, ids as `{id}`) those that are sent and those of the answer, and
 * those of the answer of a failed call.
 */
export function apiFields(): AllFields {
  const codes = Object.entries(errorCodes).map(([code, { text }]) => [code, text] as const);
  return {
    operations: fieldsOfOperations(),
    failed: meaningsIn(errorSchemas['Error']),
    codes: Object.fromEntries(codes),
  };
}

function fieldsOfOperations(): AllFields['operations'] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Schema>)
      .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
      .map(
        ([method, operation]) =>
          [
            `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '').replace(/\{[^}]+\}/g, '{id}')}`,
            operation,
          ] as const,
      ),
  );
  return Object.fromEntries(
    operations.map(([name, operation]) => {
      const responses = (operation['responses'] ?? {}) as Record<string, Schema>;
      const good = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
      return [name, { sent: bodyOf(operation['requestBody']), answered: bodyOf(good) }];
    }),
  );
}

function bodyOf(part: unknown): Meanings {
  const content = resolve(part)['content'] as Record<string, Schema> | undefined;
  return meaningsIn(content && Object.values(content)[0]?.['schema']);
}

function meaningsIn(schema: unknown): Meanings {
  const found: Meanings = {};
  if (schema) collect(resolve(schema), '', found, 0);
  return found;
}

function collect(schema: Schema, at: string, found: Meanings, depth: number): void {
  if (depth > DEEPEST) return;
  const text = schema['description'];
  if (at !== '' && typeof text === 'string') found[at] ??= text;
  for (const kind of ['allOf', 'anyOf', 'oneOf'])
    for (const one of (schema[kind] as unknown[] | undefined) ?? [])
      collect(resolve(one), at, found, depth + 1);
  if (schema['items']) collect(resolve(schema['items']), at, found, depth + 1);
  for (const [name, value] of Object.entries((schema['properties'] ?? {}) as Record<string, unknown>))
    collect(resolve(value), at === '' ? name : `${at}.${name}`, found, depth + 1);
}

/** What a `$ref` stands for, with what is said beside it. */
function resolve(part: unknown): Schema {
  const schema = (part ?? {}) as Schema;
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return schema;
  const target = ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Schema)[name], document);
  const { $ref: _ref, ...beside } = schema;
  return { ...resolve(target), ...beside };
}
