import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Engine, Schema } from '../schema';

/** What the board shows without reading all there is: how far onboardings get, what waits for somebody, what ends next. */
export async function board(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const triggers = engine === 'postgres' ? COUNTED_POSTGRES : COUNTED_SQLITE;
  for (const statement of [...START, ...triggers]) await statement.execute(db);
  const { schema } = db;
  await schema
    .createIndex('standings_by_end')
    .on('standings')
    .columns(['state', 'until_seconds', 'contractor_id', 'job_id'])
    .execute();
  await schema.alterTable('known_objects').addColumn('todo', 'text').execute();
  await schema
    .createIndex('known_objects_to_do')
    .on('known_objects')
    .columns(['todo', 'created_seconds', 'kind', 'id'])
    .where(sql.ref('todo'), 'is not', null)
    .execute();
}

const ONBOARDINGS = sql.table('onboardings');
const STAGES = sql.table('onboarding_stages');

/** How far an onboarding got: the places of FUNNEL_STAGES in src/compliance/board/funnel.ts. */
const stageOf = (row: 'old' | 'new' | 'onboardings'): RawBuilder<number> => {
  const column = (name: string) => (row === 'onboardings' ? sql.ref(name) : sql.raw(`${row}.${name}`));
  return sql<number>`case
    when ${column('coverage_state')} in ('active', 'cancelled') then 5
    when ${column('coverage_state')} = 'issuing' then 4
    when ${column('session_id')} is not null then 3
    when ${column('quote_id')} is not null then 2
    when ${column('job_id')} is not null then 1
    else 0 end`;
};

const START = [
  sql`create table ${STAGES} (stage integer primary key, count integer not null)`,
  sql`insert into ${STAGES} (stage, count)
    select place, (select count(*) from ${ONBOARDINGS} where ${stageOf('onboardings')} = place)
    from (select 0 as place union select 1 union select 2 union select 3 union select 4 union select 5) as places`,
];

const added = sql`update ${STAGES} set count = count + 1 where stage = ${stageOf('new')}`;
const removed = sql`update ${STAGES} set count = count - 1 where stage = ${stageOf('old')}`;
const COLUMNS = sql.raw('coverage_state, session_id, quote_id, job_id');

/** The triggers of all tables share one space of names. */
const COUNTED_SQLITE = [
  sql`create trigger ${sql.table('stage_added')} after insert on ${ONBOARDINGS} begin ${added}; end`,
  sql`create trigger ${sql.table('stage_removed')} after delete on ${ONBOARDINGS} begin ${removed}; end`,
  sql`create trigger ${sql.table('stage_moved')} after update of ${COLUMNS} on ${ONBOARDINGS}
    when ${stageOf('old')} <> ${stageOf('new')} begin ${removed}; ${added}; end`,
];

const COUNT_STAGES = sql.table('count_stages');

/** All rows are locked in one order, so that no two moves wait for each other. */
const COUNTED_POSTGRES = [
  sql`create function ${COUNT_STAGES}() returns trigger language plpgsql as $$
  begin
    perform 1 from ${STAGES} order by stage for update;
    if tg_op <> 'INSERT' then
      ${removed};
    end if;
    if tg_op <> 'DELETE' then
      ${added};
    end if;
    return null;
  end $$`,
  sql`create trigger stage_added_or_removed after insert or delete on ${ONBOARDINGS}
    for each row execute function ${COUNT_STAGES}()`,
  sql`create trigger stage_moved after update of ${COLUMNS} on ${ONBOARDINGS}
    for each row when (${stageOf('old')} <> ${stageOf('new')}) execute function ${COUNT_STAGES}()`,
];
