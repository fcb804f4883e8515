import type { Insertable, Kysely, Selectable } from 'kysely';
import { deleteAll, DELETED_AT_ONCE } from './expired';
import { inGroups } from './few-shapes';
import type { Schema } from './schema';

export type ApiCallRow = Selectable<Schema['api_calls']>;
export type NewApiCall = Insertable<Schema['api_calls']>;

/** The redacted API calls of recent onboardings, shown beside each step. */
export class ApiCallRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  /** Keeps them all or none. */
  async add(calls: readonly NewApiCall[]): Promise<void> {
    const groups = inGroups(calls);
    const insert = async (db: Kysely<Schema>) => {
      for (const group of groups) await db.insertInto('api_calls').values(group).execute();
    };
    if (groups.length <= 1 || this.db.isTransaction) await insert(this.db);
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
