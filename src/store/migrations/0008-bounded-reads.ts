import { sql, type Kysely } from 'kysely';
import type { Engine, Schema } from '../schema';

/** No page and no job reads more when more is stored: counts are kept, and each filter has its index. */
export async function boundedReads(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const triggers = engine === 'postgres' ? COUNTED_POSTGRES : COUNTED_SQLITE;
  for (const statement of [...START, ...triggers]) await statement.execute(db);
  await addIndexes(db);
}

const ONBOARDINGS = sql.table('onboardings');
const COUNTS = sql.table('onboarding_counts');

const START = [
  sql`create table ${COUNTS} (list integer primary key, count integer not null)`,
  sql`insert into ${COUNTS} (list, count)
    select list, (select count(*) from ${ONBOARDINGS} where done = list)
    from (select 0 as list union select 1 union select 2) as lists`,
];

/** The triggers of all tables share one space of names. */
const COUNTED_SQLITE = [
  sql`create trigger ${sql.table('onboarding_added')} after insert on ${ONBOARDINGS} begin
    update ${COUNTS} set count = count + 1 where list = new.done;
  end`,
  sql`create trigger ${sql.table('onboarding_removed')} after delete on ${ONBOARDINGS} begin
    update ${COUNTS} set count = count - 1 where list = old.done;
  end`,
  sql`create trigger ${sql.table('onboarding_moved')} after update of done on ${ONBOARDINGS}
    when old.done <> new.done begin
    update ${COUNTS} set count = count - 1 where list = old.done;
    update ${COUNTS} set count = count + 1 where list = new.done;
  end`,
];

const COUNT_ONBOARDINGS = sql.table('count_onboardings');

/** All rows are locked in one order, so that no two moves wait for each other. */
const COUNTED_POSTGRES = [
  sql`create function ${COUNT_ONBOARDINGS}() returns trigger language plpgsql as $$
  begin
    perform 1 from ${COUNTS} order by list for update;
    if tg_op <> 'INSERT' then
      update ${COUNTS} set count = count - 1 where list = old.done;
    end if;
    if tg_op <> 'DELETE' then
      update ${COUNTS} set count = count + 1 where list = new.done;
    end if;
    return null;
  end $$`,
  sql`create trigger onboarding_added_or_removed after insert or delete on ${ONBOARDINGS}
    for each row execute function ${COUNT_ONBOARDINGS}()`,
  sql`create trigger onboarding_moved after update of done on ${ONBOARDINGS}
    for each row when (old.done <> new.done) execute function ${COUNT_ONBOARDINGS}()`,
];

/** An index of events that holds those without an onboarding too invites to read them all. */
async function addIndexes({ schema }: Kysely<Schema>): Promise<void> {
  const seq = sql`(seq + 0)`;
  const onEvents = (name: string) => schema.createIndex(name).on('events');
  await schema.dropIndex('events_by_onboarding').execute();
  await onEvents('events_by_onboarding')
    .columns(['onboarding_id', 'seq'])
    .where(sql.ref('onboarding_id'), 'is not', null)
    .execute();
  await onEvents('events_by_onboarding_and_type')
    .columns(['onboarding_id', 'type'])
    .expression(seq)
    .where(sql.ref('onboarding_id'), 'is not', null)
    .execute();
  await schema.dropIndex('events_by_type').execute();
  await onEvents('events_by_type').column('type').expression(seq).execute();
  // The kinds word for word as they are asked for, else it is not used.
  await schema
    .createIndex('onboarding_objects_by_first_use')
    .on('onboarding_objects')
    .columns(['object_id', 'linked_at', 'onboarding_id'])
    .where(sql<boolean>`kind in ('session', 'quote', 'policy', 'work', 'contractor')`)
    .execute();
}
