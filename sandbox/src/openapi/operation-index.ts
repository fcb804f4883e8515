import { loadDocument } from './load';

/** One operation of the API, as the OpenAPI document names it. */
export interface Operation {
  /** The operationId, e.g. `createQuote`. */
  readonly id: string;
  readonly method: string;
  /** Below `/api/v1`, e.g. `/quotes/{quote}`. */
  readonly path: string;
  /** The resource it belongs to, e.g. `Quotes`. */
  readonly tag: string;
}

interface Indexed extends Operation {
  readonly pattern: RegExp;
}

let index: readonly Indexed[] | undefined;

/** All operations, in the order of the document. */
export const operations = (): readonly Operation[] => indexed();

/** The operation a call asks for; `path` is below `/api/v1`. A HEAD is answered as a GET is. */
export function operationAt(method: string, path: string): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return indexed().find((operation) => operation.method === wanted && operation.pattern.test(path));
}

/** The methods of the operations at an address; none when there is no such address. */
export const methodsAt = (path: string): readonly string[] =>
  indexed().flatMap(({ method, pattern }) => (pattern.test(path) ? [method] : []));

/**
 * The operations somebody means by `*` (all), an operationId, `POST /quotes`, `GET /quotes/{quote}` (the parameter may
 * have any name, or be `*`), or `POST *`; none when there is no such operation.
 */
export function operationsNamed(name: string): readonly Operation[] {
  if (name === '*') return indexed();
  const [, method, path = ''] = /^([a-z]+)\s+(\S+)$/i.exec(name) ?? [];
  if (method === undefined) return indexed().filter(({ id }) => id === name);
  const ofMethod = indexed().filter((operation) => operation.method === method.toUpperCase());
  return path === '*' ? ofMethod : ofMethod.filter((operation) => shape(operation.path) === shape(path));
}

/** The document does not change while the program runs, so it is read once. */
function indexed(): readonly Indexed[] {
  index ??= Object.entries(loadDocument('').paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([key, value]) => (key === 'parameters' ? [] : [entry(path, key, value)])),
  );
  return index;
}

function entry(fullPath: string, method: string, described: unknown): Indexed {
  const { operationId, tags } = described as { operationId: string; tags: readonly string[] };
  const path = withoutBase(fullPath);
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    tag: tags[0] ?? '',
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
  };
}

const withoutBase = (path: string) => path.replace(/^\/api\/v1(?=\/)/, '');

const shape = (path: string) =>
  withoutBase(path)
    .replaceAll(/\{[^/]*\}|:\w+/g, '*')
    .replace(/\/+$/, '');
