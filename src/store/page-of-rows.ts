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

/**
 * A page of what a query finds, in the `direction` of the list, read from an index of what it is ordered `by`, whose
 * last must tell all rows apart. The page before a place is read backwards.
 */
export async function pageOfRows<Tables extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, Tables, Row>,
  by: readonly Expression<unknown>[],
  direction: 'asc' | 'desc',
  { before, after, limit }: PagePlace,
): Promise<Row[]> {
  const beside = before ?? after;
  const read = before ? 'desc' : after ? 'asc' : direction;
  let page = query.limit(limit);
  if (beside)
    page = page.where(sql<boolean>`(${sql.join(by)}) ${before ? sql`<` : sql`>`} (${sql.join(beside)})`);
  for (const one of by) page = page.orderBy(one, read);
  const rows = await page.execute();
  return read === direction ? rows : rows.reverse();
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
