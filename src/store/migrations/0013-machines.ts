import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';
import type { Schema } from '../schema';

type SchemaBuilder = Kysely<Schema>['schema'];

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey();

/** Keys of the machines that ask the gate, and what the platform is called with when coverage changes. */
export async function machines({ schema }: Kysely<Schema>): Promise<void> {
  await addKeys(schema);
  await addDeliveries(schema);
  // What is to be told is of an onboarding, or of a contractor and a job.
  await schema.alterTable('coverage_news').renameColumn('onboarding_id', 'subject').execute();
}

async function addKeys(schema: SchemaBuilder): Promise<void> {
  await schema
    .createTable('machine_keys')
    .addColumn('id', 'text', key)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .execute();
  const byAge = schema.createIndex('machine_keys_by_age').on('machine_keys');
  await byAge.columns(['created_at', 'id']).execute();
}

async function addDeliveries(schema: SchemaBuilder): Promise<void> {
  await schema
    .createTable('hook_deliveries')
    .addColumn('id', 'text', key)
    .addColumn('subject', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('send_after', 'bigint')
    .addColumn('tried_at', 'bigint')
    .addColumn('status', 'integer')
    .addColumn('failure', 'text')
    .execute();
  const index = (name: string) => schema.createIndex(name).on('hook_deliveries');
  await index('hook_deliveries_by_age').columns(['created_at', 'id']).execute();
  await index('hook_deliveries_by_subject').columns(['subject', 'created_at', 'id']).execute();
  await index('hook_deliveries_to_send')
    .columns(['send_after', 'id'])
    .where(sql.ref('send_after'), 'is not', null)
    .execute();
}
