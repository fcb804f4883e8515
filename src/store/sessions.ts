import type { Kysely } from 'kysely';
import { compiled } from './compiled';
import type { Database } from './database';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import type { Schema } from './schema';

const expiryOf = compiled((db, key: string, now: number) =>
  db.selectFrom('sessions').select('expires_at').where('key', '=', key).where('expires_at', '>', now),
);

/** For one that was ended, in the place of a time. */
const ENDED = 0;

/** Sessions of operators who have signed in. A key tells nothing of the cookie that it was made of. */
export class SessionRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;
  /** When those that were used end. One process owns the embedded database, so nobody else changes them. */
  private readonly known: Map<string, number> | null;

  constructor({ sql, engine }: Pick<Database, 'sql' | 'engine'>, now: () => number) {
    this.db = sql;
    this.now = now;
    this.known = engine === 'sqlite' ? new Map() : null;
  }

  async start(key: string, expiresAt: number): Promise<void> {
    await this.db.insertInto('sessions').values({ key, expires_at: expiresAt }).execute();
    this.know(key, expiresAt);
  }

  /** When a session ends (epoch ms); undefined when there is none, or it has ended. */
  async expiry(key: string): Promise<number | undefined> {
    const known = this.known?.get(key);
    if (known !== undefined) return known > this.now() ? known : undefined;
    const [row] = await expiryOf(this.db, key, this.now());
    if (row) this.know(key, row.expires_at);
    return row?.expires_at;
  }

  /** Does nothing when the session was ended meanwhile. */
  async extend(key: string, expiresAt: number): Promise<void> {
    const { numUpdatedRows } = await this.db
      .updateTable('sessions')
      .set({ expires_at: expiresAt })
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) this.know(key, expiresAt);
  }

  async end(key: string): Promise<void> {
    await this.db.deleteFrom('sessions').where('key', '=', key).execute();
    this.known?.set(key, ENDED);
  }

  /** What was read before a session was ended does not bring it back. */
  private know(key: string, expiresAt: number): void {
    if (this.known?.get(key) !== ENDED) this.known?.set(key, expiresAt);
  }

  async deleteExpired(): Promise<void> {
    for (const [key, expiresAt] of this.known ?? []) if (expiresAt <= this.now()) this.known?.delete(key);
    const expired = this.db
      .selectFrom('sessions')
      .select('key')
      .where('expires_at', '<=', this.now())
      .limit(DELETED_AT_ONCE);
    await deleteAll(() =>
      this.db.deleteFrom('sessions').where('key', 'in', expired).executeTakeFirstOrThrow(),
    );
  }
}
