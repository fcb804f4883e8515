import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/**
 * Each event finds its onboarding, whichever comes first: also those that name no more than a contractor's work on a
 * job, or a contractor, and those that came before the policy they name. How often an event was kept in all tells
 * whether it is new.
 */
export async function eventsMatched(db: Kysely<Schema>): Promise<void> {
  const { schema } = db;
  await schema.alterTable('events').addColumn('shared_id', 'text').execute();
  await schema
    .alterTable('events')
    .addColumn('times_kept', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await schema
    .alterTable('onboarding_objects')
    .addColumn('linked_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const column of ['policy_id', 'shared_id'] as const)
    await schema
      .createIndex(`events_by_${column.replace('_id', '')}`)
      .on('events')
      .column(column)
      .where(sql.ref(column), 'is not', null)
      .execute();
  await schema
    .createIndex('onboarding_objects_by_onboarding')
    .on('onboarding_objects')
    .columns(['onboarding_id', 'created_with_key'])
    .execute();
  await linkWork(db);
  await findShared(db);
  await takeUpAgain(db);
}

/** What was quoted before: a contractor's work on a job. */
async function linkWork(db: Kysely<Schema>): Promise<void> {
  await sql`insert into ${sql.table('onboarding_objects')} (object_id, onboarding_id, kind, linked_at)
    select contractor_id || ' ' || job_id, id, 'work', 0 from ${sql.table('onboardings')}
    where quote_id is not null and contractor_id is not null and job_id is not null`.execute(db);
}

const ROWS = 500;

/** Events kept before that name no more than a contractor, or a contractor and a job. */
async function findShared(db: Kysely<Schema>): Promise<void> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('events')
      .select(['seq', 'body', 'contractor_id'])
      .where('seq', '>', after)
      .where('contractor_id', 'is not', null)
      .where('quote_id', 'is', null)
      .where('policy_id', 'is', null)
      .where('type', 'not like', 'application.%')
      .orderBy('seq')
      .limit(ROWS)
      .execute();
    for (const { seq, body, contractor_id } of rows) {
      const job = jobIn(body);
      const shared_id = job === null ? contractor_id : `${contractor_id} ${job}`;
      await db.updateTable('events').set({ shared_id }).where('seq', '=', seq).execute();
    }
    const last = rows.at(-1);
    if (rows.length < ROWS || last === undefined) return;
    after = last.seq;
  }
}

function jobIn(body: string): string | null {
  try {
    const { data } = JSON.parse(body) as {
      data?: { job?: unknown; object?: { id?: unknown; job?: unknown } };
    };
    const job = (data?.object?.id ? data.object : data)?.job;
    return typeof job === 'string' && job !== '' ? job : null;
  } catch {
    return null;
  }
}

async function takeUpAgain(db: Kysely<Schema>): Promise<void> {
  await db
    .updateTable('events')
    .set({ applied: 0 })
    .where('onboarding_id', 'is', null)
    .where((eb) => eb.or([eb('policy_id', 'is not', null), eb('shared_id', 'is not', null)]))
    .execute();
}
