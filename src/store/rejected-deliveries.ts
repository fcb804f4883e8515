import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import { compiled } from './compiled';
import { onePage, pageOfRows, placesIn, type PagePlace, type Place, type Side } from './page-of-rows';
import type { Schema } from './schema';

export type RejectedRow = Selectable<Schema['rejected_deliveries']>;
export type NewRejected = Insertable<Schema['rejected_deliveries']>;

/** PostgreSQL gives them four bytes, and refuses to compare with more. */
const LARGEST_ID = 2 ** 31 - 1;

/** So many are kept. */
export const MOST_REJECTED = 200;

const pages = compiled((db, { side }: { side: Side }, limit: number, beside: Place) =>
  onePage(db.selectFrom('rejected_deliveries').selectAll(), [sql.ref('id')], 'desc', side, limit, beside),
);

/** The latest deliveries that were not accepted. */
export class RejectedDeliveryRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  /**
   * Keeps the new ones, counts again those that have an `id`, and drops the oldest beyond the bound: all in one
   * transaction. Gives back the ids, in the order given.
   */
  keep(rows: readonly NewRejected[]): Promise<number[]> {
    return this.db.transaction().execute(async (transaction) => {
      const ids: number[] = [];
      for (const row of rows) ids.push(await keepOne(transaction, row));
      const last = Math.max(...ids) - MOST_REJECTED;
      await transaction.deleteFrom('rejected_deliveries').where('id', '<=', last).execute();
      return ids;
    });
  }

  /** A page of them, the latest first. `before`, `after`: only those with a smaller or a larger `id`. */
  page(place: PagePlace<number>): Promise<RejectedRow[]> {
    const largest = placesIn(place, (id) => [Math.min(id, LARGEST_ID)]);
    return pageOfRows('desc', largest, (side, limit, row) => pages(this.db, { side }, limit, row));
  }
}

async function keepOne(db: Kysely<Schema>, { id, ...row }: NewRejected): Promise<number> {
  if (id !== undefined) {
    const { times, last_at } = row;
    await db.updateTable('rejected_deliveries').set({ times, last_at }).where('id', '=', id).execute();
    return id;
  }
  const kept = await db
    .insertInto('rejected_deliveries')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow();
  return kept.id;
}
