import type { Kysely } from 'kysely';
import { compiled } from './compiled';
import type { KnownObjectRow } from './known-objects';
import type { Schema } from './schema';

/** What waits for somebody: the number of a purchase order, or a review. */
export type TodoKind = 'order' | 'certificate';
export type TodoCursor = Pick<KnownObjectRow, 'created_seconds' | 'kind' | 'id'>;

const idsOf = compiled((db, kind: TodoKind, most: number) =>
  db.selectFrom('known_objects').select('id').where('todo', '=', kind).limit(most),
);

/** The known objects that wait for somebody. */
export class TodoRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  /** What waits for somebody, the newest first. `before`: the row to go on after. */
  page(kind: TodoKind, limit: number, before: TodoCursor | null = null): Promise<KnownObjectRow[]> {
    const order = ['created_seconds', 'kind', 'id'] as const;
    let query = this.db
      .selectFrom('known_objects')
      .selectAll()
      .where('todo', '=', kind)
      .orderBy('todo', 'desc')
      .limit(limit);
    for (const column of order) query = query.orderBy(column, 'desc');
    if (before)
      query = query.where((eb) =>
        eb(eb.refTuple(...order), '<', eb.tuple(before.created_seconds, before.kind, before.id)),
      );
    return query.execute();
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
