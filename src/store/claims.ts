import type { Kysely } from 'kysely';
import type { Schema } from './schema';

/**
 * Who is changing what at the API right now. A claim is taken before the calls, so that what was checked still holds
 * when their answers are kept, and ended together with keeping them. After a crash it ends by itself.
 */
export class ClaimRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;

  constructor(db: Kysely<Schema>, now: () => number) {
    this.db = db;
    this.now = now;
  }

  /** Claims a name for `token`, unless another holds it. What nobody ends ends after `ms` milliseconds. */
  async take(name: string, token: string, ms: number): Promise<boolean> {
    const now = this.now();
    const claim = { token, expires_at: now + ms };
    const taken = await this.db
      .insertInto('claims')
      .values({ name, ...claim })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet(claim).where('claims.expires_at', '<=', now),
      )
      .returning('name')
      .execute();
    return taken.length > 0;
  }

  /** Ends the claims on these names, and tells whether `token` still held all of them. */
  async end(names: readonly string[], token: string): Promise<boolean> {
    const { numDeletedRows } = await this.db
      .deleteFrom('claims')
      .where('name', 'in', names)
      .where('token', '=', token)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows) === names.length;
  }
}
