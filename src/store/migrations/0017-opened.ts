import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Engine, Schema } from '../schema';

/** Whether the contractor has opened the application is kept, and counted as a stage of its own. */
export async function opened(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const [before, after] =
    engine === 'postgres' ? [UNCOUNTED_POSTGRES, COUNTED_POSTGRES] : [UNCOUNTED_SQLITE, COUNTED_SQLITE];
  for (const statement of before) await statement.execute(db);
  await db.schema
    .alterTable('onboardings')
    .addColumn('opened', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const statement of [...START, ...after]) await statement.execute(db);
}

const ONBOARDINGS = sql.table('onboardings');
const EVENTS = sql.table('events');
const STAGES = sql.table('onboarding_stages');
const COUNT_STAGES = sql.table('count_stages');

/** How far an onboarding got: the places of FUNNEL_STAGES in src/compliance/board/funnel.ts. */
const stageOf = (row: 'old' | 'new' | 'onboardings'): RawBuilder<number> => {
  const column = (name: string) => (row === 'onboardings' ? sql.ref(name) : sql.raw(`${row}.${name}`));
  return sql<number>`case
    when ${column('coverage_state')} in ('active', 'cancelled') then 6
    when ${column('coverage_state')} = 'issuing' then 5
    when ${column('session_id')} is not null and ${column('opened')} = 1 then 4
    when ${column('session_id')} is not null then 3
    when ${column('quote_id')} is not null then 2
    when ${column('job_id')} is not null then 1
    else 0 end`;
};

/** Told by events of the session in use; where a policy came of it, it was opened whatever came. */
const START = [
  sql`update ${ONBOARDINGS} set opened = 1
    where coverage_state in ('active', 'cancelled', 'issuing', 'in_review', 'refused') or session_id in
      (select object_id from ${EVENTS} where applied = 1 and type in
        ('application.started', 'application.manual_review', 'application.manual_review_approved'))`,
  sql`delete from ${STAGES}`,
  sql`insert into ${STAGES} (stage, count)
    select place, (select count(*) from ${ONBOARDINGS} where ${stageOf('onboardings')} = place)
    from (select 0 as place union select 1 union select 2 union select 3 union select 4 union select 5
      union select 6) as places`,
];

const added = sql`update ${STAGES} set count = count + 1 where stage = ${stageOf('new')}`;
const removed = sql`update ${STAGES} set count = count - 1 where stage = ${stageOf('old')}`;
const COLUMNS = sql.raw('coverage_state, session_id, opened, quote_id, job_id');

const UNCOUNTED_SQLITE = ['stage_added', 'stage_removed', 'stage_moved'].map(
  (name) => sql`drop trigger ${sql.table(name)}`,
);
const COUNTED_SQLITE = [
  sql`create trigger ${sql.table('stage_added')} after insert on ${ONBOARDINGS} begin ${added}; end`,
  sql`create trigger ${sql.table('stage_removed')} after delete on ${ONBOARDINGS} begin ${removed}; end`,
  sql`create trigger ${sql.table('stage_moved')} after update of ${COLUMNS} on ${ONBOARDINGS}
    when ${stageOf('old')} <> ${stageOf('new')} begin ${removed}; ${added}; end`,
];

/** The trigger of added and removed rows stays: it calls the function by its name. */
const UNCOUNTED_POSTGRES = [sql`drop trigger stage_moved on ${ONBOARDINGS}`];
/** All rows are locked in one order, so that no two moves wait for each other. */
const COUNTED_POSTGRES = [
  sql`create or replace function ${COUNT_STAGES}() returns trigger language plpgsql as $$
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
  sql`create trigger stage_moved after update of ${COLUMNS} on ${ONBOARDINGS}
    for each row when (${stageOf('old')} <> ${stageOf('new')}) execute function ${COUNT_STAGES}()`,
];
