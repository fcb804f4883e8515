import type { Kysely, Selectable } from 'kysely';
import type { Schema } from './schema';

/** A key without its hash. Times are epoch milliseconds; `used_at` is up to a few minutes old, null: never used. */
export type MachineKey = Omit<Selectable<Schema['machine_keys']>, 'hash'>;

/** Where a page of the list begins: the key next to it. */
export interface MachineKeyCursor {
  createdAt: number;
  id: string;
}

const SHOWN = ['id', 'name', 'created_at', 'used_at'] as const;

/** Keys for machines, by the SHA-256 of each: what is kept opens nothing. */
export class MachineKeyRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;

  constructor(db: Kysely<Schema>, now: () => number) {
    this.db = db;
    this.now = now;
  }

  /** Tells whether it was added: the same id is added once, so that a form sent twice makes one key. */
  async add(id: string, hash: string, name: string): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.db
      .insertInto('machine_keys')
      .values({ id, hash, name, created_at: this.now(), used_at: null })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }

  findByHash(hash: string): Promise<MachineKey | undefined> {
    return this.db.selectFrom('machine_keys').select(SHOWN).where('hash', '=', hash).executeTakeFirst();
  }

  /** Newest first. `before` goes on to older ones. */
  page({ limit, before }: { limit: number; before?: MachineKeyCursor | null }): Promise<MachineKey[]> {
    const query = this.db
      .selectFrom('machine_keys')
      .select(SHOWN)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (!before) return query.execute();
    return query
      .where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(before.createdAt, before.id)))
      .execute();
  }

  async noteUse(id: string): Promise<void> {
    await this.db.updateTable('machine_keys').set({ used_at: this.now() }).where('id', '=', id).execute();
  }

  /** Tells whether it was there. */
  async revoke(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.db
      .deleteFrom('machine_keys')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }
}
