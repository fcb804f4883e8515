import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import qs from 'qs';
import { document, operationOf, problemsAt, type Json, type Operation } from './contract';

/** Holds every call of the API that passes against the OpenAPI document. */
export interface ContractCheck {
  /** Answers like the listener it was made of. */
  readonly listener: RequestListener;
  /** The operations called so far, and with which statuses. */
  readonly seen: Map<string, Set<number>>;
  /** Throws when a call so far did not fit the document: one side of the two is wrong. */
  assertKept(): void;
}

interface Exchange {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  sent: Buffer;
  status: number;
  answerHeaders: ReturnType<ServerResponse['getHeaders']>;
  answer: string;
}

export function checkContract(app: RequestListener): ContractCheck {
  const problems: string[] = [];
  const seen = new Map<string, Set<number>>();
  const look = (exchange: Exchange) => {
    const operation = operationOf(exchange.method, exchange.url.pathname);
    if (operation) seen.set(operation.id, (seen.get(operation.id) ?? new Set()).add(exchange.status));
    for (const problem of problemsOf(exchange, operation)) problems.push(described(exchange, problem));
  };
  return {
    seen,
    listener: (req, res) => {
      if (req.url?.startsWith('/api/v1/')) overhear(req, res, look);
      app(req, res);
    },
    assertKept() {
      if (problems.length > 0)
        throw new Error(`Not as /openapi.json has it:\n${problems.splice(0).join('\n')}`);
    },
  };
}

const described = ({ method, url, sent, status, answer }: Exchange, problem: string) =>
  `${problem}\n    ${method} ${url.pathname}${url.search} ${cut(sent.toString())}\n    -> ${status} ${cut(answer)}`;

const cut = (text: string) => (text.length > 600 ? `${text.slice(0, 600)}…` : text);

/** Copies what passes, as it passes: whoever reads the request still gets all of it. */
function overhear(req: IncomingMessage, res: ServerResponse, done: (exchange: Exchange) => void): void {
  const chunks: Buffer[] = [];
  // Routers take away what they have matched.
  const url = new URL(req.url ?? '', 'http://sandbox');
  const push = req.push.bind(req);
  req.push = (chunk: Buffer | null, encoding) => {
    if (chunk) chunks.push(chunk);
    return push(chunk, encoding);
  };
  const end = res.end.bind(res) as (...values: unknown[]) => ServerResponse;
  res.end = ((...values: unknown[]) => {
    const [body] = values;
    done({
      method: req.method ?? '',
      headers: req.headers,
      sent: Buffer.concat(chunks),
      url,
      status: res.statusCode,
      answerHeaders: res.getHeaders(),
      answer: typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '',
    });
    return end(...values);
  }) as typeof res.end;
}

function problemsOf(exchange: Exchange, operation: Operation | undefined): string[] {
  // The answer to HEAD is that to GET without its body, and OPTIONS asks for no more than headers.
  if (exchange.method === 'HEAD' || (exchange.method === 'OPTIONS' && exchange.status === 204)) return [];
  const found: string[] = [];
  if (typeof exchange.answerHeaders['request-id'] !== 'string') found.push('the answer has no request-id');
  const fault = exchange.answerHeaders['sandbox-fault'];
  // Answers that a fault spoils have no form; an error has that of errors, whatever the operation may answer.
  if (fault !== undefined && fault !== 'error') return found;
  const answer = parsed(exchange.answer);
  if (answer === undefined) return [...found, 'the answer is not JSON'];
  // A variant is another form on purpose.
  const varied = exchange.answerHeaders['sandbox-variants'] !== undefined;
  if (fault === 'error')
    return varied ? found : [...found, ...problemsAt('/components/schemas/Error', answer, 'tight')];
  if (!operation) {
    // What the API does not have is answered like an object it does not have, once the key is good.
    if (![400, 401, 403, 404, 429].includes(exchange.status))
      found.push('the document has no such operation');
    return varied ? found : [...found, ...problemsAt('/components/schemas/Error', answer, 'tight')];
  }
  const defined = operation.definition.responses[exchange.status];
  if (!defined) return [...found, `the operation has no answer ${exchange.status}`];
  const where = defined.$ref
    ? (defined.$ref as string).slice(1)
    : `${operation.pointer}/responses/${exchange.status}`;
  if (!varied) found.push(...answerProblems(exchange, operation, where, answer));
  // A refusal may be for whatever reason; what is accepted has to be allowed.
  if (exchange.status < 300) found.push(...requestProblems(exchange, operation));
  return found;
}

function answerProblems(exchange: Exchange, operation: Operation, where: string, answer: Json): string[] {
  const found = problemsAt(`${where}/content/application~1json/schema`, answer, 'tight');
  for (const event of eventsIn(exchange, operation, answer)) {
    found.push(
      ...problemsAt(`/webhooks/${event.type}/post/requestBody/content/application~1json/schema`, event),
    );
  }
  return found;
}

/** Events are what is posted to webhook endpoints. */
function eventsIn({ status }: Exchange, { id }: Operation, answer: Json): Json[] {
  if (status !== 200 || (id !== 'listEvents' && id !== 'retrieveEvent')) return [];
  return [answer].flat();
}

function requestProblems(exchange: Exchange, operation: Operation): string[] {
  const { headers, sent, url } = exchange;
  const found: string[] = [];
  const query = qs.parse(url.search.slice(1)) as Json;
  for (const [index, parameter] of Object.entries<Json>(operation.definition.parameters)) {
    const pointer = parameter.$ref
      ? (parameter.$ref as string).slice(1)
      : `${operation.pointer}/parameters/${index}`;
    const { name, in: place } = (parameter.$ref ? sharedParameter(pointer) : parameter) as Record<
      string,
      string
    >;
    const value: unknown =
      place === 'query' ? query[String(name).replace('[]', '')] : headers[String(name).toLowerCase()];
    if (value !== undefined) found.push(...problemsAt(`${pointer}/schema`, value, 'forms'));
  }
  const contents = operation.definition.requestBody?.content;
  // What is packed was not read here.
  if (!contents || headers['content-encoding']) return found;
  const type = headers['content-type']?.split(';')[0] ?? 'application/json';
  if (type === 'multipart/form-data') return found;
  if (!contents[type]) return [...found, `the operation takes no ${type}`];
  const schema = `${operation.pointer}/requestBody/content/${type.replace('/', '~1')}/schema`;
  return type === 'application/json'
    ? [...found, ...problemsAt(schema, parsed(sent.toString() || '{}') ?? {})]
    : [...found, ...problemsAt(schema, emptyAsNull(qs.parse(sent.toString())), 'forms')];
}

/** As the text of the document says of forms. */
function emptyAsNull(value: Json): Json {
  if (value === '') return null;
  if (Array.isArray(value)) return value.map(emptyAsNull);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries<Json>(value).map(([key, inner]) => [key, emptyAsNull(inner)]));
}

const sharedParameter = (pointer: string): Json =>
  document.components.parameters[pointer.split('/').at(-1) ?? ''];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
