import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../src/store/database';

export interface Amounts {
  onboardings: number;
  events: number;
}

const ROWS = 5000;
const TYPES = [
  ...['application.created', 'application.started', 'application.complete', 'policy.active'],
  ...['assignment.active', 'invoice.created', 'certificate.approved', 'policy.cancelled'],
];
/** Where the time of the first of them lies, in epoch milliseconds. */
const BEGAN = 1_700_000_000_000;

/**
 * Puts onboardings, their objects and API calls, and events into an empty database, as the app would have left them,
 * by few statements: over HTTP a million would take an hour. One event in ten found no onboarding.
 */
export async function fillStore({ sql: db, engine }: Database, amounts: Amounts): Promise<void> {
  const { onboardings, events } = amounts;
  const insert = async (count: number, into: RawBuilder<unknown>, values: RawBuilder<unknown>) => {
    for (let from = 1; from <= count; from += ROWS)
      await sql`insert into ${into}
        with recursive n (i) as (
          select ${sql.lit(from)} union all select i + 1 from n where i < ${sql.lit(Math.min(from + ROWS - 1, count))}
        )
        select ${values} from n`.execute(db);
  };
  await insert(
    onboardings,
    sql`${sql.table('onboardings')} (id, return_token, contractor_id, contractor_name, entity_id, entity_name, job_id, job_name,
      coverage_state, done, created_at, updated_at)`,
    sql`'ob_' || i, 'token_' || i, 'cn_' || i, 'Maya Okafor ' || i, 'en_1', 'Harbor Staffing', 'jb_1', 'Technician',
      case i % 3 when 0 then 'not_started' when 1 then 'active' else 'refused' end, i % 3, ${sql.lit(BEGAN)} + i, ${sql.lit(BEGAN)} + i`,
  );
  for (const [kind, id] of [
    ['contractor', sql`'cn_' || i`],
    ['entity', sql`'en_1'`],
    ['job', sql`'jb_1'`],
    ['quote', sql`'qt_' || i`],
    ['session', sql`'ias_' || i`],
    ['policy', sql`'pl_' || i`],
  ] as const)
    await insert(
      onboardings,
      sql`${sql.table('onboarding_objects')} (object_id, onboarding_id, kind, linked_at)`,
      sql`${id}, 'ob_' || i, ${sql.lit(kind)}, ${sql.lit(BEGAN)} + i`,
    );
  await insert(
    onboardings,
    sql`${sql.table('api_calls')} (onboarding_id, step, at, method, path, status, duration_ms, attempt)`,
    sql`'ob_' || i, 'job', ${sql.lit(Date.now())}, 'GET', '/jobs/jb_1', 200, 12, 1`,
  );
  const type = sql`case i % ${sql.lit(TYPES.length)} ${sql.join(
    TYPES.map((name, index) => sql`when ${sql.lit(index)} then ${sql.lit(name)}`),
    sql` `,
  )} end`;
  const owner = sql`((i - 1) / ${sql.lit(Math.ceil(events / onboardings))} + 1)`;
  await insert(
    events,
    sql`${sql.table('events')} (event_key, event_id, type, created_seconds, object_id, quote_id, contractor_id, onboarding_id, verified, body,
      received_at, last_received_at, deliveries, applied)`,
    sql`'ev_' || i, 'ev_' || i, ${type}, ${sql.lit(BEGAN / 1000)} + i, 'pl_' || ${owner}, 'qt_' || ${owner}, 'cn_' || ${owner},
      case when i % 10 = 0 then null else 'ob_' || ${owner} end, 'signature', '{"id":"ev_' || i || '","data":{}}',
      ${sql.lit(BEGAN)} + i * 1000, ${sql.lit(BEGAN)} + i * 1000, 1, 1`,
  );
  // SQLite plans without statistics, as the app does; PostgreSQL gathers them by itself, some time later.
  if (engine === 'postgres') await sql`analyze`.execute(db);
}
