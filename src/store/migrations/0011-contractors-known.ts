import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';
import type { Engine, Schema } from '../schema';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey();

/** Contractors, what is known of their objects, and where their coverage stands for each job. */
export async function contractorsKnown(db: Kysely<Schema>, engine: Engine): Promise<void> {
  await addKnownObjects(db);
  await addContractors(db);
  await addStandings(db);
  await addSearchWords(db, engine);
  await takeUpAgain(db);
  const triggers = engine === 'postgres' ? COUNTED_POSTGRES : COUNTED_SQLITE;
  for (const statement of triggers) await statement.execute(db);
  await db.schema
    .createIndex('events_by_contractor')
    .on('events')
    .columns(['contractor_id', 'seq'])
    .where(sql.ref('contractor_id'), 'is not', null)
    .execute();
}

async function addKnownObjects({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('known_objects')
    .addColumn('kind', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('contractor_id', 'text')
    .addColumn('job_id', 'text')
    .addColumn('quote_id', 'text')
    .addColumn('policy_id', 'text')
    .addColumn('entity_id', 'text')
    .addColumn('created_seconds', 'bigint')
    .addColumn('fields', 'text', required)
    .addColumn('wanted_after', 'bigint')
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('known_objects_key', ['kind', 'id'])
    .execute();
  for (const column of ['contractor_id', 'job_id', 'quote_id', 'entity_id'] as const)
    await schema
      .createIndex(`known_objects_by_${column.replace('_id', '')}`)
      .on('known_objects')
      .columns([column, 'kind', 'id'])
      .where(sql.ref(column), 'is not', null)
      .execute();
  await schema
    .createIndex('known_objects_wanted')
    .on('known_objects')
    .columns(['wanted_after', 'kind', 'id'])
    .where(sql.ref('wanted_after'), 'is not', null)
    .execute();
}

async function addContractors({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('contractors')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text')
    .addColumn('company', 'text')
    .addColumn('email', 'text')
    .addColumn('link_token', 'text', (column) => column.notNull().unique())
    .addColumn('sort_name', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('from_seconds', 'bigint')
    .addColumn('until_seconds', 'bigint')
    .addColumn('asked_at', 'bigint')
    .addColumn('updated_at', 'bigint', required)
    .execute();
  const index = (name: string, columns: ('sort_name' | 'id' | 'updated_at')[]) =>
    schema.createIndex(name).on('contractors').columns(columns).execute();
  await index('contractors_by_name', ['sort_name', 'id']);
  await index('contractors_by_change', ['updated_at']);
  // By a name that no other index has: else PostgreSQL may read them all by name, for a state that it takes for common.
  await schema
    .createIndex('contractors_by_state')
    .on('contractors')
    .column('state')
    .expression(sql`(sort_name || '')`)
    .column('id')
    .execute();
}

async function addStandings({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('standings')
    .addColumn('contractor_id', 'text', required)
    .addColumn('job_id', 'text', required)
    .addColumn('onboarding_id', 'text')
    .addColumn('contractor_name', 'text')
    .addColumn('job_name', 'text')
    .addColumn('entity_name', 'text')
    .addColumn('sort_name', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('urgency', 'integer', required)
    .addColumn('from_seconds', 'bigint')
    .addColumn('until_seconds', 'bigint')
    .addColumn('job_from_seconds', 'bigint')
    .addColumn('job_until_seconds', 'bigint')
    .addColumn('changes_at_seconds', 'bigint')
    .addColumn('updated_at', 'bigint', required)
    .addPrimaryKeyConstraint('standings_key', ['contractor_id', 'job_id'])
    .execute();
  await schema
    .createIndex('standings_by_urgency')
    .on('standings')
    .columns(['urgency', 'sort_name', 'contractor_id', 'job_id'])
    .execute();
  await schema
    .createIndex('standings_to_change')
    .on('standings')
    .columns(['changes_at_seconds', 'contractor_id'])
    .where(sql.ref('changes_at_seconds'), 'is not', null)
    .execute();
  await schema
    .createTable('standing_counts')
    .addColumn('state', 'text', key)
    .addColumn('count', 'integer', required)
    .execute();
}

/** Words are compared by their characters alone, whatever the language of the database. */
async function addSearchWords({ schema }: Kysely<Schema>, engine: Engine): Promise<void> {
  const text = engine === 'postgres' ? sql`text collate "C"` : sql`text`;
  await schema
    .createTable('search_words')
    .addColumn('list', 'text', required)
    .addColumn('word', text, required)
    .addColumn('ref', 'text', required)
    .addPrimaryKeyConstraint('search_words_key', ['list', 'word', 'ref'])
    .execute();
  await schema
    .createIndex('search_words_by_ref')
    .on('search_words')
    .columns(['list', 'ref', 'word'])
    .execute();
}

/** What events kept before tell of contractors is learned by applying them once more. */
async function takeUpAgain(db: Kysely<Schema>): Promise<void> {
  await db
    .updateTable('events')
    .set({ applied: 0, apply_after: 0 })
    .where('applied', '=', 1)
    .where('object_id', 'is not', null)
    .execute();
}

const STANDINGS = sql.table('standings');
const COUNTS = sql.table('standing_counts');
const ADD = (state: string) => `values (${state}, 1) on conflict (state) do update set count = `;

const added = sql`insert into ${COUNTS} (state, count) ${sql.raw(ADD('new.state'))} ${COUNTS}.count + 1`;
const removed = sql`update ${COUNTS} set count = count - 1 where state = old.state`;

/** The triggers of all tables share one space of names. */
const COUNTED_SQLITE = [
  sql`create trigger ${sql.table('standing_added')} after insert on ${STANDINGS} begin ${added}; end`,
  sql`create trigger ${sql.table('standing_removed')} after delete on ${STANDINGS} begin ${removed}; end`,
  sql`create trigger ${sql.table('standing_moved')} after update of state on ${STANDINGS}
    when old.state <> new.state begin ${removed}; ${added}; end`,
];

const COUNT_STANDINGS = sql.table('count_standings');

/** Two transactions that move rows both ways would wait for each other: all counts are locked, in one order. */
const COUNTED_POSTGRES = [
  sql`create function ${COUNT_STANDINGS}() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtext(tg_table_schema || '.' || tg_table_name));
    if tg_op <> 'INSERT' then
      ${removed};
    end if;
    if tg_op <> 'DELETE' then
      ${added};
    end if;
    return null;
  end $$`,
  sql`create trigger standing_added_or_removed after insert or delete on ${STANDINGS}
    for each row execute function ${COUNT_STANDINGS}()`,
  sql`create trigger standing_moved after update of state on ${STANDINGS}
    for each row when (old.state <> new.state) execute function ${COUNT_STANDINGS}()`,
];
