import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

const STATES = [
  ['none', 'not_started'],
  ['ineligible', 'refused'],
  ['session_expired', 'application_expired'],
] as const;

const FIELDS = [
  ['policyId', 'id'],
  ['effectiveDate', 'from'],
  ['expirationDate', 'until'],
] as const;

/** What is kept of coverage is named as coverage itself names it. Written in text, a field's name occurs nowhere else. */
export async function oneSetOfNames(db: Kysely<Schema>): Promise<void> {
  for (const [before, after] of STATES)
    await db
      .updateTable('onboardings')
      .set({ coverage_state: after })
      .where('coverage_state', '=', before)
      .execute();
  const renamed = FIELDS.reduce(
    (text, [before, after]) => sql<string>`replace(${text}, ${`"${before}":`}, ${`"${after}":`})`,
    sql<string>`coverage`,
  );
  await db.updateTable('onboardings').set({ coverage: renamed }).where('coverage', 'is not', null).execute();
}
