import type { ColumnDefinitionBuilder, Kysely } from 'kysely';
import type { Engine, Schema } from '../schema';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey();

/** The first tables. */
export async function start(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const serial = engine === 'postgres' ? 'bigserial' : 'integer';
  const counted = (column: ColumnDefinitionBuilder) =>
    engine === 'postgres' ? column.primaryKey() : column.primaryKey().autoIncrement();

  await db.schema
    .createTable('onboardings')
    .addColumn('id', 'text', key)
    .addColumn('return_token', 'text', (column) => column.notNull().unique())
    .addColumn('contractor_id', 'text')
    .addColumn('contractor_name', 'text')
    .addColumn('entity_id', 'text')
    .addColumn('entity_name', 'text')
    .addColumn('job_id', 'text')
    .addColumn('job_name', 'text')
    .addColumn('quote_id', 'text')
    .addColumn('quote', 'text')
    .addColumn('quote_stale', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('session_id', 'text')
    .addColumn('session', 'text')
    .addColumn('coverage_state', 'text', required)
    .addColumn('coverage', 'text')
    .addColumn('done', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', required)
    .addColumn('updated_at', 'bigint', required)
    .execute();
  await db.schema
    .createIndex('onboardings_by_change')
    .on('onboardings')
    .columns(['done', 'updated_at', 'id'])
    .execute();

  await db.schema
    .createTable('onboarding_objects')
    .addColumn('object_id', 'text', required)
    .addColumn('onboarding_id', 'text', (column) => column.notNull().references('onboardings.id'))
    .addColumn('kind', 'text', required)
    .addColumn('created_with_key', 'text')
    .addPrimaryKeyConstraint('onboarding_objects_key', ['object_id', 'onboarding_id'])
    .execute();

  await db.schema
    .createTable('events')
    .addColumn('seq', serial, counted)
    .addColumn('event_key', 'text', (column) => column.notNull().unique())
    .addColumn('event_id', 'text')
    .addColumn('type', 'text', required)
    .addColumn('created_seconds', 'bigint')
    .addColumn('object_id', 'text')
    .addColumn('quote_id', 'text')
    .addColumn('policy_id', 'text')
    .addColumn('contractor_id', 'text')
    .addColumn('onboarding_id', 'text')
    .addColumn('verified', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('received_at', 'bigint', required)
    .addColumn('last_received_at', 'bigint', required)
    .addColumn('deliveries', 'integer', required)
    .addColumn('applied', 'integer', required)
    .execute();
  await db.schema
    .createIndex('events_by_onboarding')
    .on('events')
    .columns(['onboarding_id', 'seq'])
    .execute();
  await db.schema.createIndex('events_by_type').on('events').columns(['type', 'seq']).execute();
  await db.schema.createIndex('events_by_object').on('events').column('object_id').execute();
  await db.schema.createIndex('events_by_quote').on('events').column('quote_id').execute();
  await db.schema
    .createIndex('events_to_apply')
    .on('events')
    .column('applied')
    .where('applied', '=', 0)
    .execute();

  await db.schema
    .createTable('api_calls')
    .addColumn('id', serial, counted)
    .addColumn('onboarding_id', 'text', required)
    .addColumn('step', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('method', 'text', required)
    .addColumn('path', 'text', required)
    .addColumn('status', 'integer')
    .addColumn('duration_ms', 'integer', required)
    .addColumn('attempt', 'integer', required)
    .addColumn('request_id', 'text')
    .addColumn('idempotency_key', 'text')
    .addColumn('request_body', 'text')
    .addColumn('response_body', 'text')
    .addColumn('error', 'text')
    .execute();
  await db.schema
    .createIndex('api_calls_by_onboarding')
    .on('api_calls')
    .columns(['onboarding_id', 'step', 'id'])
    .execute();
  await db.schema.createIndex('api_calls_by_time').on('api_calls').column('at').execute();

  await db.schema
    .createTable('sessions')
    .addColumn('sid', 'text', key)
    .addColumn('data', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await db.schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute();

  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', key)
    .addColumn('value', 'text', required)
    .execute();
}
