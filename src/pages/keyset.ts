import type { Request } from 'express';

/** The rows of a page, and where the pages beside it are. */
export interface KeysetPage<Row> {
  rows: Row[];
  previousHref: string | null;
  nextHref: string | null;
}

/** How a list is read by keyset: each page begins beside a row of the one before. */
export interface Keyset<Row, Cursor> {
  size: number;
  /** What the address says of that row; null for what says nothing. */
  cursorIn: (text: string) => Cursor | null;
  cursorOf: (row: Row) => string;
  /** The rows after a cursor, or before it, in the order of the list. */
  read: (beside: { after?: Cursor; before?: Cursor; limit: number }) => Promise<Row[]>;
  /** The address of the list, with the filters in force. */
  href: string;
  /** Where on its page the list is, such as `#board`. */
  fragment?: string;
}

/** One page of a list: one row more than shown is read, to know whether there is another page. */
export async function keysetPage<Row, Cursor>(
  { query }: Pick<Request, 'query'>,
  { size, cursorIn, cursorOf, read, href, fragment = '' }: Keyset<Row, Cursor>,
): Promise<KeysetPage<Row>> {
  const given = (name: string) => (typeof query[name] === 'string' ? cursorIn(query[name]) : null);
  const before = given('before');
  const after = before === null ? given('after') : null;
  const found = await read({
    limit: size + 1,
    ...(before !== null && { before }),
    ...(after !== null && { after }),
  });
  const more = found.length > size;
  const rows = before === null ? found.slice(0, size) : found.slice(-size);
  const link = (direction: string, row: Row | undefined) =>
    row === undefined
      ? null
      : `${href}${href.includes('?') ? '&' : '?'}${direction}=${encodeURIComponent(cursorOf(row))}${fragment}`;
  const hasPrevious = before === null ? after !== null : more;
  const hasNext = before === null ? more : true;
  return {
    rows,
    previousHref: hasPrevious ? link('before', rows[0]) : null,
    nextHref: hasNext ? link('after', rows.at(-1)) : null,
  };
}
