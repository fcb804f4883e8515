import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Schema } from './schema';

export type ApiCallRow = Selectable<Schema['api_calls']>;
export type NewApiCall = Insertable<Schema['api_calls']>;

/** The redacted API calls of recent onboardings, shown beside each step. */
export class ApiCallRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async add(calls: readonly NewApiCall[]): Promise<void> {
    if (calls.length > 0) await this.db.insertInto('api_calls').values(calls).execute();
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
    await this.db.deleteFrom('api_calls').where('at', '<', at).execute();
  }
}
