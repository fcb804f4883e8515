import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema';
import { SettingRepository } from './settings';

/** What was learned of the API's objects. Settings, keys of machines and sign-ins are the app's own, and stay. */
const TABLES = [
  'unclear_creates',
  'coverage_news',
  'onboarding_objects',
  'claims',
  'api_calls',
  'search_words',
  'hook_deliveries',
  'rejected_deliveries',
  'standings',
  'known_objects',
  'events',
  'contractors',
  'onboardings',
] as const satisfies readonly (keyof Schema)[];

/** How far the events of the API were read: of another state of it, nothing is known. */
const MARKS = ['events_synced_to', 'events_sync_gap'];

/** Forgets all onboardings, events and contractors, and keeps a setting in the same transaction. */
export async function forgetAll(
  transaction: Kysely<Schema>,
  setting: { name: string; value: string },
): Promise<void> {
  for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(transaction);
  await transaction.deleteFrom('settings').where('name', 'in', MARKS).execute();
  await new SettingRepository(transaction).set(setting.name, setting.value);
}
