import { compare, type Place } from './compare';
import { headersOf, isPart, schemaOf, schemaOfEvent, type Operation, type Part } from './contract';
import type { Finding } from './finding';

/** A call and its answer, as far as they are compared. */
export interface Exchange {
  operation: Operation;
  /** The statuses that the document lets this call be answered with. */
  wanted: readonly number[];
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: unknown;
}

/** Holds an answer against the document. */
export function findingsIn(exchange: Exchange, privates: Set<string>): Finding[] {
  const { operation, wanted, status, body } = exchange;
  const place: Place = { name: operation.id, isGuess: false, privates };
  const schema = schemaOf(operation, status);
  return [
    ...statusFindings(wanted, status, place),
    ...(schema ? headerFindings(exchange, place) : []),
    ...(schema ? compare(isOfEvents(operation) ? withoutData(body) : body, schema, place) : []),
    ...(status === 200 && isOfEvents(operation) ? [body].flat() : []).flatMap((event) =>
      compareEvent(event, privates),
    ),
  ];
}

function statusFindings(wanted: readonly number[], status: number, { name }: Place): Finding[] {
  if (wanted.includes(status)) return [];
  return [
    { kind: 'status', place: name, expected: wanted.join(' or '), got: String(status), isGuess: false },
  ];
}

const OURS = /^ten99policy-[a-z-]+$/;

function headerFindings({ operation, status, headers }: Exchange, { name }: Place): Finding[] {
  const differs = (header: string, isGuess: boolean, said: { expected?: string; got: string }): Finding => {
    return { kind: 'header', place: `${name}, header ${header}`, isGuess, ...said };
  };
  const documented = headersOf(operation, status).flatMap(([header, described]) => {
    const isGuess = described['x-uncertain'] === true;
    const value = headers[header.toLowerCase()];
    // A key that was sent with a POST comes back.
    const isDue = described['required'] === true || operation.method === 'POST';
    if (typeof value !== 'string') return isDue ? [differs(header, isGuess, { got: 'none' })] : [];
    const { pattern = '' } = described['schema'] as { pattern?: string };
    if (new RegExp(pattern).test(value)) return [];
    return [differs(header, isGuess, { expected: pattern, got: 'text of another form' })];
  });
  const ofOperation = Object.keys(operation.responses).flatMap((one) => headersOf(operation, Number(one)));
  const isKnown = (header: string) => ofOperation.some(([known]) => known.toLowerCase() === header);
  const others = Object.keys(headers).filter((header) => OURS.test(header) && !isKnown(header));
  return [
    ...documented,
    ...others.map((header) => differs(header, false, { got: 'a header that the document does not have' })),
    ...contentType(headers, differs),
  ];
}

function contentType(
  headers: Exchange['headers'],
  differs: (header: string, isGuess: boolean, said: { expected: string; got: string }) => Finding,
): Finding[] {
  const expected = 'application/json';
  const sent = headers['content-type'];
  const got = (typeof sent === 'string' && /^[a-z]+\/[a-z.+-]+/.exec(sent)?.[0]) || 'none';
  return got === expected ? [] : [differs('Content-Type', false, { expected, got })];
}

const isOfEvents = ({ id }: Operation): boolean => id === 'listEvents' || id === 'retrieveEvent';

/** What events carry is compared by itself: the document says it of webhooks. */
function withoutData(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutData);
  return isPart(body) && isPart(body['data']) ? { ...body, data: {} } : body;
}

function compareEvent(event: unknown, privates: Set<string>): Finding[] {
  const schema = isPart(event) ? schemaOfEvent(event['type']) : null;
  if (!schema || !isPart(event) || !isPart(event['data'])) return [];
  // What an event carries says besides what it is.
  const { object: kind, ...rest } = event['data'];
  const data = saysKind(schema) ? { ...rest, object: kind } : rest;
  return compare({ ...event, data }, schema, { name: 'Event', isGuess: false, privates });
}

function saysKind(schema: Part): boolean {
  const { data } = schema['properties'] as Record<string, Part>;
  return data !== undefined && isPart(data['properties']) && 'object' in data['properties'];
}
