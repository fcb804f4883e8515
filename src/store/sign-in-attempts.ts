import type { Kysely } from 'kysely';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import type { Schema } from './schema';

/** Attempts to sign in, counted for each network: all processes count together, and a restart forgets none. */
export class SignInAttemptRepository {
  private readonly db: Kysely<Schema>;
  private readonly now: () => number;

  constructor(db: Kysely<Schema>, now: () => number) {
    this.db = db;
    this.now = now;
  }

  /** Counts one more. A count begins anew so many milliseconds after it began. */
  async add(network: string, withinMs: number): Promise<{ count: number; endsAt: number }> {
    const now = this.now();
    const row = await this.db
      .insertInto('sign_in_attempts')
      .values({ network, count: 1, ends_at: now + withinMs })
      .onConflict((conflict) =>
        conflict.column('network').doUpdateSet((eb) => {
          const isOver = eb('sign_in_attempts.ends_at', '<=', now);
          const [count, endsAt] = [eb.ref('sign_in_attempts.count'), eb.ref('sign_in_attempts.ends_at')];
          return {
            count: eb
              .case()
              .when(isOver)
              .then(1)
              .else(eb(count, '+', 1))
              .end(),
            ends_at: eb
              .case()
              .when(isOver)
              .then(now + withinMs)
              .else(endsAt)
              .end(),
          };
        }),
      )
      .returning(['count', 'ends_at'])
      .executeTakeFirstOrThrow();
    return { count: row.count, endsAt: row.ends_at };
  }

  async forget(network: string): Promise<void> {
    await this.db.deleteFrom('sign_in_attempts').where('network', '=', network).execute();
  }

  async deleteExpired(): Promise<void> {
    const over = this.db
      .selectFrom('sign_in_attempts')
      .select('network')
      .where('ends_at', '<=', this.now())
      .limit(DELETED_AT_ONCE);
    await deleteAll(() =>
      this.db.deleteFrom('sign_in_attempts').where('network', 'in', over).executeTakeFirstOrThrow(),
    );
  }
}
