import session from 'express-session';
import type { Kysely } from 'kysely';
import type { Schema } from './schema';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Keeps browser sessions in the app's own database, so that a restart signs nobody out. Without a `touch`
 * method a session lives for a fixed time after its last change, and showing a page writes nothing.
 */
export class DatabaseSessionStore extends session.Store {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly now: () => number,
  ) {
    super();
  }

  override get(sid: string, done: (error: unknown, data?: session.SessionData | null) => void): void {
    this.db
      .selectFrom('sessions')
      .select('data')
      .where('sid', '=', sid)
      .where('expires_at', '>', this.now())
      .executeTakeFirst()
      .then((row) => done(null, row ? (JSON.parse(row.data) as session.SessionData) : null))
      .catch(done);
  }

  override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    const row = { data: JSON.stringify(data), expires_at: this.expiry(data) };
    this.db
      .insertInto('sessions')
      .values({ sid, ...row })
      .onConflict((conflict) => conflict.column('sid').doUpdateSet(row))
      .execute()
      .then(() => done?.())
      .catch((error: unknown) => done?.(error));
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    this.db
      .deleteFrom('sessions')
      .where('sid', '=', sid)
      .execute()
      .then(() => done?.())
      .catch((error: unknown) => done?.(error));
  }

  async deleteExpired(): Promise<void> {
    await this.db.deleteFrom('sessions').where('expires_at', '<=', this.now()).execute();
  }

  private expiry(data: session.SessionData): number {
    const expires = data.cookie.expires;
    return expires ? new Date(expires).getTime() : this.now() + DAY;
  }
}
