import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Calls are shown on every page: of an onboarding, of a contractor, and of the app. */
export async function callsOfAllPages({ schema }: Kysely<Schema>): Promise<void> {
  await schema.alterTable('api_calls').renameColumn('onboarding_id', 'subject').execute();
  await schema.alterTable('api_calls').dropColumn('step').execute();
}
