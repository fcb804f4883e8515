import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Calls are shown on every page: those of an onboarding, and those of a contractor. */
export async function callsOfAllPages({ schema }: Kysely<Schema>): Promise<void> {
  await schema.alterTable('api_calls').renameColumn('onboarding_id', 'subject').execute();
  await schema.alterTable('api_calls').dropColumn('step').execute();
}
