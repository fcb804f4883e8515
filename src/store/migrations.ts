import { sql, type ColumnDefinitionBuilder, type Kysely, type Migration } from 'kysely';
import { start } from './migrations/0001-start';
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
import { changes } from './migrations/0020-changes';
import { unmatchedEvents } from './migrations/0021-unmatched-events';
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
    '0020_changes': { up: (db: Kysely<Schema>) => changes(db, engine) },
    '0021_unmatched_events': { up: unmatchedEvents },
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
