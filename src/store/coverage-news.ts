import type { Kysely, Selectable } from 'kysely';
import type { Schema } from './schema';

export type CoverageNews = Selectable<Schema['coverage_news']>;

/** Coverage that a host is still to be told of. Times are epoch milliseconds. */
export class CoverageNewsRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  /** To be told at once, also where an earlier try was put off. */
  async note(subjects: readonly string[], now: number): Promise<void> {
    if (subjects.length === 0) return;
    await this.db
      .insertInto('coverage_news')
      .values(subjects.map((subject) => ({ subject, version: 1, failures: 0, tell_after: now })))
      .onConflict((conflict) =>
        conflict.column('subject').doUpdateSet(({ eb }) => ({
          version: eb('coverage_news.version', '+', 1),
          failures: 0,
          tell_after: now,
        })),
      )
      .execute();
  }

  due(limit: number, now: number): Promise<CoverageNews[]> {
    return this.db
      .selectFrom('coverage_news')
      .selectAll()
      .where('tell_after', '<=', now)
      .orderBy('tell_after')
      .limit(limit)
      .execute();
  }

  /** When the next is to be told; null when none waits. */
  async nextDue(): Promise<number | null> {
    const row = await this.db
      .selectFrom('coverage_news')
      .select('tell_after')
      .orderBy('tell_after')
      .limit(1)
      .executeTakeFirst();
    return row?.tell_after ?? null;
  }

  /** Forgets it, unless there is newer news. False: there is, or another process has told it meanwhile. */
  async told({ subject, version }: CoverageNews): Promise<boolean> {
    const { numDeletedRows } = await this.db
      .deleteFrom('coverage_news')
      .where('subject', '=', subject)
      .where('version', '=', version)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  /** The host did not listen. */
  async putOff({ subject, version, failures }: CoverageNews, after: number): Promise<void> {
    await this.db
      .updateTable('coverage_news')
      .set({ failures: failures + 1, tell_after: after })
      .where('subject', '=', subject)
      .where('version', '=', version)
      .execute();
  }
}
