import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/** The place of the state among all, in src/coverage/standing-states.ts. */
const LAST = 13;

/** Contractors whom the API does not know any more are in no list. */
export async function gone(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropIndex('contractors_by_name').execute();
  await db.schema
    .createIndex('contractors_by_name')
    .on('contractors')
    .columns(['sort_name', 'id'])
    .where(sql<boolean>`state <> 'gone'`)
    .execute();
  const known = db
    .selectFrom('known_objects')
    .select('id')
    .where('kind', '=', 'contractor')
    .where('fields', 'like', '%"gone":[%,true]%');
  await db
    .updateTable('standings')
    .set({ state: 'gone', urgency: LAST, changes_at_seconds: null })
    .where('contractor_id', 'in', known)
    .execute();
  await db.updateTable('contractors').set({ state: 'gone' }).where('id', 'in', known).execute();
  await db.updateTable('known_objects').set({ todo: null }).where('contractor_id', 'in', known).execute();
}
