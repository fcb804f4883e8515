import { sql, type Expression, type SelectQueryBuilder } from 'kysely';
import type { Schema } from './schema';

/** The values that a row is ordered by. */
export type Place = readonly (string | number)[];

/** A page of rows in one order: so many beside a place; without one, the first. */
export interface PagePlace<Where = Place> {
  /** Only rows with smaller values than these. */
  before?: Where | undefined;
  /** Only rows with larger values. */
  after?: Where | undefined;
  limit: number;
}

export type Direction = 'asc' | 'desc';
/** Where a page lies: the first one, or beside a place. */
export type Side = 'first' | 'before' | 'after';

/**
 * The part of a query that reads a page, for `compiled`: from an index of what it is ordered `by`, whose last must tell
 * all rows apart. `beside` are the values of the place, in the same order. A page before a place is read backwards.
 */
export function onePage<Tables extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, Tables, Row>,
  by: readonly Expression<unknown>[],
  direction: Direction,
  side: Side,
  limit: number,
  beside: Place,
): SelectQueryBuilder<Schema, Tables, Row> {
  const read = READ[side] ?? direction;
  let page = query.limit(limit);
  if (side !== 'first') {
    const values = sql.join(beside.slice(0, by.length));
    page = page.where(sql<boolean>`(${sql.join(by)}) ${side === 'before' ? sql`<` : sql`>`} (${values})`);
  }
  for (const one of by) page = page.orderBy(one, read);
  return page;
}

const READ: Record<Side, Direction | null> = { first: null, before: 'desc', after: 'asc' };

/** A page in the `direction` of its list, as a query with `onePage` reads it. */
export async function pageOfRows<Row>(
  direction: Direction,
  { before, after, limit }: PagePlace,
  read: (side: Side, limit: number, beside: Place) => Promise<Row[]>,
): Promise<Row[]> {
  const side = before ? 'before' : after ? 'after' : 'first';
  const rows = await read(side, limit, before ?? after ?? []);
  return (READ[side] ?? direction) === direction ? rows : rows.reverse();
}

/** The same with the values in the place of what names the row. */
export const placesIn = <Where>(
  { before, after, limit }: PagePlace<Where>,
  valuesOf: (where: Where) => Place,
): PagePlace => ({
  before: before === undefined ? undefined : valuesOf(before),
  after: after === undefined ? undefined : valuesOf(after),
  limit,
});
