import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/** What could not be applied is tried again later, apart from the others, and says why. */
export async function eventsApart(db: Kysely<Schema>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable('events')
    .addColumn('apply_after', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable('events')
    .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('events').addColumn('failure', 'text').execute();
  await schema.dropIndex('events_to_apply').execute();
  await schema
    .createIndex('events_to_apply')
    .on('events')
    .columns(['apply_after', 'seq'])
    .where(sql.ref('applied'), '=', 0)
    .execute();
  await schema
    .createIndex('events_given_up')
    .on('events')
    .column('seq')
    .where(sql.ref('applied'), '=', 2)
    .execute();
}
