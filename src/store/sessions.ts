import type { Kysely } from 'kysely';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import type { Schema } from './schema';

/** Sessions of operators who have signed in. A key tells nothing of the cookie that it was made of. */
export class SessionRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;

  constructor(db: Kysely<Schema>, now: () => number) {
    this.db = db;
    this.now = now;
  }

  async start(key: string, expiresAt: number): Promise<void> {
    await this.db.insertInto('sessions').values({ key, expires_at: expiresAt }).execute();
  }

  /** When a session ends (epoch ms); undefined when there is none, or it has ended. */
  async expiry(key: string): Promise<number | undefined> {
    const row = await this.db
      .selectFrom('sessions')
      .select('expires_at')
      .where('key', '=', key)
      .where('expires_at', '>', this.now())
      .executeTakeFirst();
    return row?.expires_at;
  }

  /** Does nothing when the session was ended meanwhile. */
  async extend(key: string, expiresAt: number): Promise<void> {
    await this.db.updateTable('sessions').set({ expires_at: expiresAt }).where('key', '=', key).execute();
  }

  async end(key: string): Promise<void> {
    await this.db.deleteFrom('sessions').where('key', '=', key).execute();
  }

  async deleteExpired(): Promise<void> {
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
