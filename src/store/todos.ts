import { sql, type Kysely } from 'kysely';
import { compiled } from './compiled';
import type { KnownObjectRow } from './known-objects';
import { onePage, pageOfRows, type Place, type Side } from './page-of-rows';
import type { Schema } from './schema';

/** What waits for somebody: the number of a purchase order, or a review. */
export type TodoKind = 'order' | 'certificate';
export type TodoCursor = Pick<KnownObjectRow, 'created_seconds' | 'kind' | 'id'>;

const idsOf = compiled((db, kind: TodoKind, most: number) =>
  db.selectFrom('known_objects').select('id').where('todo', '=', kind).limit(most),
);

const ORDER = ['created_seconds', 'kind', 'id'].map((column) => sql.ref(column));
const pages = compiled((db, { side }: { side: Side }, limit: number, beside: Place, kind: TodoKind) => {
  // Ordered by it too, so that the index is read as it stands.
  const query = db.selectFrom('known_objects').selectAll().where('todo', '=', kind).orderBy('todo', 'desc');
  return onePage(query, ORDER, 'desc', side, limit, beside);
});

/** The known objects that wait for somebody. */
export class TodoRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  /** What waits for somebody, the newest first. `before`: the row to go on after. */
  page(kind: TodoKind, limit: number, before: TodoCursor | null = null): Promise<KnownObjectRow[]> {
    const place = before && [before.created_seconds ?? 0, before.kind, before.id];
    return pageOfRows('desc', { limit, before: place ?? undefined }, (side, most, row) =>
      pages(this.db, { side }, most, row, kind),
    );
  }

  /** How many wait, counted as far as `most`. */
  async countUpTo(kind: TodoKind, most: number): Promise<number> {
    return (await idsOf(this.db, kind, most)).length;
  }

  /** Nothing of the contractor's waits for somebody any more. */
  async none(contractorId: string): Promise<void> {
    await this.db
      .updateTable('known_objects')
      .set({ todo: null })
      .where('contractor_id', '=', contractorId)
      // By the contractor, never by all that waits.
      .where((eb) => eb(eb.fn.coalesce('todo', eb.val('')), '<>', ''))
      .execute();
  }
}
