import type { Request } from 'express';

const PAGE_SIZE = 20;

export interface Range {
  limit: number;
  olderThan?: number;
  newerThan?: number;
}

/** A page of a list, newest first, and where its neighbours are. */
export interface PageOf<Row> {
  rows: Row[];
  newer: string | null;
  older: string | null;
}

export interface Paged<Row> {
  /** The place of the row that a cursor names; undefined when there is none. */
  place: (cursor: string) => number | undefined;
  read: (range: Range) => Row[];
  cursorOf: (row: Row) => string;
  /** Where the list is on its page, when it is not at the top. */
  fragment?: string;
}

/**
 * The page that `starting_after` or `ending_before` asks for, by the keys of its rows: it stays the same while
 * newer ones are added. Undefined when the cursor names nothing.
 */
export function pageOf<Row>(
  req: Request,
  { place, read, cursorOf, fragment = '' }: Paged<Row>,
): PageOf<Row> | undefined {
  const { starting_after: after, ending_before: before } = req.query;
  const cursor = typeof after === 'string' ? after : typeof before === 'string' ? before : undefined;
  const backward = cursor !== undefined && cursor === before;
  const from = cursor === undefined ? undefined : place(cursor);
  if (cursor !== undefined && from === undefined) return undefined;
  const range = from === undefined ? {} : backward ? { newerThan: from } : { olderThan: from };
  // One more than is shown tells whether there are more.
  const found = read({ limit: PAGE_SIZE + 1, ...range });
  const more = found.length > PAGE_SIZE;
  const rows = backward ? found.slice(-PAGE_SIZE) : found.slice(0, PAGE_SIZE);
  const [first] = rows;
  const last = rows.at(-1);
  const hasNewer = backward ? more : from !== undefined;
  const hasOlder = backward || more;
  return {
    rows,
    newer: first && hasNewer ? linkTo(req, 'ending_before', cursorOf(first)) + fragment : null,
    older: last && hasOlder ? linkTo(req, 'starting_after', cursorOf(last)) + fragment : null,
  };
}

/** The same list from elsewhere on, with whatever narrows it down. */
function linkTo(req: Request, name: string, cursor: string): string {
  const query = new URLSearchParams(req.originalUrl.split('?')[1]);
  query.delete('starting_after');
  query.delete('ending_before');
  query.set(name, cursor);
  return `${req.path}?${query.toString()}`;
}
