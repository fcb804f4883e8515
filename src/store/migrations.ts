import { sql, type ColumnDefinitionBuilder, type Kysely, type Migration } from 'kysely';
import { eventsApart } from './migrations/0005-events-apart';
import { refusedIsAList } from './migrations/0006-refused-is-a-list';
import { eventsMatched } from './migrations/0007-events-matched';
import { boundedReads } from './migrations/0008-bounded-reads';
import { oneSetOfNames } from './migrations/0009-one-set-of-names';
import { coverageNews } from './migrations/0010-coverage-news';
import { contractorsKnown } from './migrations/0011-contractors-known';
import { eventLog } from './migrations/0012-event-log';
import { machines } from './migrations/0013-machines';
import { board } from './migrations/0014-board';
import { gone } from './migrations/0015-gone';
import { whoseTurn } from './migrations/0016-whose-turn';
import { opened } from './migrations/0017-opened';
import { callsByMethod } from './migrations/0018-calls-by-method';
import { callsOfAllPages } from './migrations/0019-calls-of-all-pages';
import type { Engine, Schema } from './schema';

/** All changes of the tables, in order. Append only: a released migration is never edited. */
export function migrations(engine: Engine): Record<string, Migration> {
  return {
    '0001_start': { up: (db: Kysely<Schema>) => start(db, engine) },
    '0002_ineligible_is_not_done': { up: ineligibleIsNotDone },
    '0003_sign_in': { up: signIn },
    '0004_claims': { up: (db: Kysely<Schema>) => addClaims(db, engine) },
    '0005_events_apart': { up: eventsApart },
    '0006_refused_is_a_list': { up: refusedIsAList },
    '0007_events_matched': { up: eventsMatched },
    '0008_bounded_reads': { up: (db: Kysely<Schema>) => boundedReads(db, engine) },
    '0009_one_set_of_names': { up: oneSetOfNames },
    '0010_coverage_news': { up: coverageNews },
    '0011_contractors_known': { up: (db: Kysely<Schema>) => contractorsKnown(db, engine) },
    '0012_event_log': { up: (db: Kysely<Schema>) => eventLog(db, engine) },
    '0013_machines': { up: machines },
    '0014_board': { up: (db: Kysely<Schema>) => board(db, engine) },
    '0015_gone': { up: gone },
    '0016_whose_turn': { up: whoseTurn },
    '0017_opened': { up: (db: Kysely<Schema>) => opened(db, engine) },
    '0018_calls_by_method': { up: callsByMethod },
    '0019_calls_of_all_pages': { up: callsOfAllPages },
  };
}

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey();

/** Whoever was found ineligible can be quoted again, so that is in progress. */
async function ineligibleIsNotDone(db: Kysely<Schema>): Promise<void> {
  await db.updateTable('onboardings').set({ done: 0 }).where('coverage_state', '=', 'ineligible').execute();
}

/** Sessions are those of operators who have signed in, and nothing else; whoever has must do so again. */
async function signIn(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('sessions').execute();
  await db.schema
    .createTable('sessions')
    .addColumn('key', 'text', key)
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await db.schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute();
  await db.schema
    .createTable('sign_in_attempts')
    .addColumn('network', 'text', key)
    .addColumn('count', 'integer', required)
    .addColumn('ends_at', 'bigint', required)
    .execute();
  await db.schema.createIndex('sign_in_attempts_by_end').on('sign_in_attempts').column('ends_at').execute();
}

/** Claims last for seconds, so losing them costs nothing; where one process owns the database it makes its own. */
async function addClaims(db: Kysely<Schema>, engine: Engine): Promise<void> {
  if (engine === 'postgres') {
    await db.schema
      .createTable('claims')
      .modifyFront(sql`unlogged`)
      .addColumn('name', 'text', key)
      .addColumn('token', 'text', required)
      .addColumn('expires_at', 'bigint', required)
      .execute();
  }
  await db.schema
    .createTable('unclear_creates')
    .addColumn('onboarding_id', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('idempotency_key', 'text', required)
    .addColumn('input_hash', 'text', required)
    .addPrimaryKeyConstraint('unclear_creates_key', ['onboarding_id', 'kind'])
    .execute();
}

async function start(db: Kysely<Schema>, engine: Engine): Promise<void> {
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
