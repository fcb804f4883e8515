import { sql, type Kysely } from 'kysely';
import type { Engine, Schema } from '../schema';

/** No page and no job reads more when more is stored: counts are kept, and each filter has its index. */
export async function boundedReads(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const triggers = engine === 'postgres' ? COUNTED_POSTGRES : COUNTED_SQLITE;
  for (const statement of [...COUNTS, ...triggers, ...INDEXES]) await sql.raw(statement).execute(db);
}

const COUNTS = [
  'create table onboarding_counts (list integer primary key, count integer not null)',
  `insert into onboarding_counts (list, count)
    select list, (select count(*) from onboardings where done = list)
    from (select 0 as list union select 1 union select 2) as lists`,
];

const COUNTED_SQLITE = [
  `create trigger onboarding_added after insert on onboardings begin
    update onboarding_counts set count = count + 1 where list = new.done;
  end`,
  `create trigger onboarding_removed after delete on onboardings begin
    update onboarding_counts set count = count - 1 where list = old.done;
  end`,
  `create trigger onboarding_moved after update of done on onboardings when old.done <> new.done begin
    update onboarding_counts set count = count - 1 where list = old.done;
    update onboarding_counts set count = count + 1 where list = new.done;
  end`,
];

/** All rows are locked in one order, so that no two moves wait for each other. */
const COUNTED_POSTGRES = [
  `create function count_onboardings() returns trigger language plpgsql as $$
  begin
    perform 1 from onboarding_counts order by list for update;
    if tg_op <> 'INSERT' then
      update onboarding_counts set count = count - 1 where list = old.done;
    end if;
    if tg_op <> 'DELETE' then
      update onboarding_counts set count = count + 1 where list = new.done;
    end if;
    return null;
  end $$`,
  `create trigger onboarding_added_or_removed after insert or delete on onboardings
    for each row execute function count_onboardings()`,
  `create trigger onboarding_moved after update of done on onboardings
    for each row when (old.done <> new.done) execute function count_onboardings()`,
];

/** An index of events that holds those without an onboarding too invites to read them all. */
const INDEXES = [
  'drop index events_by_onboarding',
  'create index events_by_onboarding on events (onboarding_id, seq) where onboarding_id is not null',
  `create index events_by_onboarding_and_type on events (onboarding_id, type, (seq + 0))
    where onboarding_id is not null`,
  'drop index events_by_type',
  'create index events_by_type on events (type, (seq + 0))',
  // The kinds word for word as they are asked for, else it is not used.
  `create index onboarding_objects_by_first_use on onboarding_objects (object_id, linked_at, onboarding_id)
    where kind in ('session', 'quote', 'policy', 'work', 'contractor')`,
];
