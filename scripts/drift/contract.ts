import { openapiDocument } from '../../sandbox/src/openapi/document';

/** A schema, an operation or another part of the document. */
export interface Part {
  [name: string]: unknown;
}

/** One call that the document has. */
export interface Operation {
  /** The operationId, e.g. `listQuotes`. */
  id: string;
  method: string;
  /** Below the base address of the API, e.g. `/quotes/{quote}`. */
  path: string;
  responses: Readonly<Record<string, Part>>;
}

export const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const document = JSON.parse(JSON.stringify(openapiDocument('http://sandbox'))) as Part;

/** What stands at a reference such as `#/components/schemas/Quote`. */
export function at(reference: string): Part {
  const found = reference
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (isPart(part) ? part[name] : undefined), document);
  if (!isPart(found)) throw new Error(`The document has nothing at ${reference}.`);
  return found;
}

/** The same part, or what it refers to. */
export const followed = (part: Part): Part => (typeof part['$ref'] === 'string' ? at(part['$ref']) : part);

export const operations: readonly Operation[] = Object.entries(at('#/paths')).flatMap(([path, item]) =>
  Object.entries(item as Part).flatMap(([method, definition]) =>
    isPart(definition) && typeof definition['operationId'] === 'string'
      ? [
          {
            id: definition['operationId'],
            method: method.toUpperCase(),
            path: path.replace('/api/v1', ''),
            responses: definition['responses'] as Operation['responses'],
          },
        ]
      : [],
  ),
);

export function operationOf(id: string): Operation {
  const found = operations.find((one) => one.id === id);
  if (!found) throw new Error(`The document has no operation ${id}.`);
  return found;
}

/** The schema of an answer with this status; null when the document has none. */
export function schemaOf({ responses }: Operation, status: number): Part | null {
  const response = responses[status];
  if (!response) return null;
  const content = (followed(response)['content'] as Part | undefined)?.['application/json'];
  return isPart(content) && isPart(content['schema']) ? content['schema'] : null;
}

/** The headers of an answer with this status. */
export function headersOf({ responses }: Operation, status: number): [name: string, header: Part][] {
  const headers = (responses[status] && followed(responses[status])['headers']) ?? {};
  return Object.entries(headers as Record<string, Part>).map(([name, header]) => [name, followed(header)]);
}

/** The schema of an event of this type; null for a type that the document does not have. */
export function schemaOfEvent(type: unknown): Part | null {
  const webhook = at('#/webhooks')[String(type)];
  if (!isPart(webhook)) return null;
  const { content } = (webhook['post'] as Part)['requestBody'] as {
    content: Record<string, { schema: Part }>;
  };
  return content['application/json']?.schema ?? null;
}

/** What ids begin with, e.g. `cn`. */
export const idPrefixes: ReadonlySet<string> = new Set(
  [...JSON.stringify(document).matchAll(/"pattern":"\^([a-z]+)_"/g)].map(([, prefix = '']) => prefix),
);
