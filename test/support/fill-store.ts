import { sql, type RawBuilder } from 'kysely';
import { testEvent } from '../../src/compliance/hook/event';
import { urgencyOf } from '../../src/coverage/standing-states';
import type { Database } from '../../src/store/database';

export interface Amounts {
  onboardings: number;
  events: number;
}

/** Inserts as many rows, whose values may name their number `i`. */
type Insert = (count: number, into: RawBuilder<unknown>, values: RawBuilder<unknown>) => Promise<void>;

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
  const insert: Insert = async (count, into, values) => {
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
    sql`${sql.table('api_calls')} (subject, at, method, path, status, duration_ms, attempt)`,
    sql`'ob_' || i, ${sql.lit(Date.now())}, 'GET', '/jobs/jb_1', 200, 12, 1`,
  );
  await fillContractors(insert, onboardings);
  await insert(
    onboardings,
    sql`${sql.table('hook_deliveries')} (id, subject, body, created_at, state, attempts, send_after)`,
    sql`'hd_' || i, 'filled ' || i, ${sql.lit(JSON.stringify(testEvent(BEGAN)))}, ${sql.lit(Date.now())} + i, 'delivered', 1, null`,
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
  // SQLite plans without statistics, as the app does; PostgreSQL gathers them, and tidies, by itself some time later.
  if (engine === 'postgres') await sql`vacuum analyze`.execute(db);
}

/** As many contractors, with what is known of them: each has a policy for the same job. */
async function fillContractors(insert: Insert, contractors: number): Promise<void> {
  for (const [kind, id, references, told] of [
    ['contractor', 'cn_', '', '"firstName":[1,0,"Maya"],"lastName":[1,0,"Okafor"],"gone":[1,0,false]'],
    ['quote', 'qt_', 'cn_', '"jobId":[1,0,"jb_1"],"coverage":[1,0,["general"]],"gone":[1,0,false]'],
    ['policy', 'pl_', 'cn_', '"status":[1,0,"active"],"from":[1,0,1700000000],"until":[1,0,4100000000]'],
    ['onboarding', 'ob_', 'cn_', ''],
    ['invoice', 'in_', 'cn_', '"grossPay":[1,0,90000],"purchaseOrder":[1,0,null],"gone":[1,0,false]'],
    ['certificate', 'ci_', 'cn_', '"status":[1,0,"flagged"],"gone":[1,0,false]'],
  ] as const) {
    const isKept = sql.lit(kind);
    const contractor = references === '' ? sql`null` : sql`${sql.lit(references)} || i`;
    const job = kind === 'quote' || kind === 'onboarding' ? sql`'jb_1'` : sql`null`;
    const quote = kind === 'policy' ? sql`'qt_' || i` : sql`null`;
    const waits = { invoice: 'order', certificate: 'certificate' }[kind as string];
    const todo = waits === undefined ? sql`null` : sql.lit(waits);
    await insert(
      contractors,
      sql`${sql.table('known_objects')} (kind, id, contractor_id, job_id, quote_id, created_seconds, fields, todo)`,
      sql`${isKept}, ${sql.lit(id)} || i, ${contractor}, ${job}, ${quote}, 1700000000 + i, ${sql.lit(`{${told}}`)}, ${todo}`,
    );
  }
  await insert(
    1,
    sql`${sql.table('known_objects')} (kind, id, created_seconds, fields)`,
    sql`'job', 'jb_' || i, 1700000000, '{"name":[1,0,"Technician"],"gone":[1,0,false]}'`,
  );
  await insert(
    contractors,
    sql`${sql.table('contractors')} (id, name, email, link_token, sort_name, state, from_seconds, until_seconds, asked_at, updated_at)`,
    sql`'cn_' || i, 'Maya Okafor ' || i, 'maya' || i || '@example.com', 'link_' || i, 'maya okafor ' || i,
      case i % 2 when 0 then 'covered' else 'applying' end, 1700000000, 4100000000, ${sql.lit(Date.now())}, ${sql.lit(BEGAN)} + i`,
  );
  await insert(
    contractors,
    sql`${sql.table('standings')} (contractor_id, job_id, onboarding_id, contractor_name, job_name, entity_name, sort_name, state,
      urgency, from_seconds, until_seconds, changes_at_seconds, updated_at)`,
    sql`'cn_' || i, 'jb_1', 'ob_' || i, 'Maya Okafor ' || i, 'Technician', 'Harbor Staffing', 'maya okafor ' || i,
      case i % 2 when 0 then 'covered' else 'applying' end, case i % 2 when 0 then ${sql.lit(urgencyOf('covered'))} else ${sql.lit(urgencyOf('applying'))} end,
      1700000000, 4100000000, 4000000000, ${sql.lit(BEGAN)} + i`,
  );
  for (const [list, ref, words] of [
    ['contractors', sql`'cn_' || i`, [sql`'maya'`, sql`'okafor'`, sql`'maya' || i || 'x'`]],
    ['standings', sql`'cn_' || i || ' jb_1'`, [sql`'maya'`, sql`'okafor'`, sql`'n' || i || 'x'`]],
  ] as const)
    for (const word of words)
      await insert(
        contractors,
        sql`${sql.table('search_words')} (list, word, ref)`,
        sql`${sql.lit(list)}, ${word}, ${ref}`,
      );
}
