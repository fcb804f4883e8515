import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Calls are shown for a whole onboarding, those that change something apart from those that only read. */
export async function callsByMethod(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropIndex('api_calls_by_onboarding').execute();
  await db.schema
    .createIndex('api_calls_by_onboarding')
    .on('api_calls')
    .columns(['onboarding_id', 'method', 'at', 'id'])
    .execute();
}
