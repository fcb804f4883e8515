import type { Insertable, Kysely, Selectable } from 'kysely';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import type { Schema } from './schema';

export type ApiCallRow = Selectable<Schema['api_calls']>;
export type NewApiCall = Insertable<Schema['api_calls']>;

const ROWS = 20;

/** The redacted API calls of recent onboardings, shown beside each step. */
export class ApiCallRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  /** Keeps them all or none, in statements of a few sizes only: each new size has to be prepared. */
  async add(calls: readonly NewApiCall[]): Promise<void> {
    const insert = async (db: Kysely<Schema>) => {
      for (let start = 0; start < calls.length; start += ROWS)
        await db
          .insertInto('api_calls')
          .values(calls.slice(start, start + ROWS))
          .execute();
    };
    if (calls.length <= ROWS || this.db.isTransaction) await insert(this.db);
    else await this.db.transaction().execute(insert);
  }

  /** The latest calls of one step, newest first. */
  ofStep(onboardingId: string, step: string, limit: number): Promise<ApiCallRow[]> {
    return this.db
      .selectFrom('api_calls')
      .selectAll()
      .where('onboarding_id', '=', onboardingId)
      .where('step', '=', step)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** Drops calls made before `at` (epoch ms). */
  async deleteBefore(at: number): Promise<void> {
    const old = this.db.selectFrom('api_calls').select('id').where('at', '<', at).limit(DELETED_AT_ONCE);
    await deleteAll(() => this.db.deleteFrom('api_calls').where('id', 'in', old).executeTakeFirstOrThrow());
  }
}
