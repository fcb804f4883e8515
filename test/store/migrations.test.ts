import { Migrator, sql } from 'kysely';
import { CoverageUpdater } from '../../src/coverage/updater';
import { migrate } from '../../src/store/migrate';
import { migrations } from '../../src/store/migrations';
import { createStore } from '../../src/store/store';
import { emptyDatabase, type TestDatabase } from '../support/databases';

let made: TestDatabase;
beforeEach(async () => {
  made = await emptyDatabase();
});
afterEach(() => made.drop());

async function migrateTo(name: string): Promise<void> {
  const { sql: db, engine } = made.database;
  const provider = { getMigrations: () => Promise.resolve(migrations(engine)) };
  const { error } = await new Migrator({ db, provider }).migrateTo(name);
  expect(error).toBeUndefined();
}

/** An event as it was kept before. */
async function keepOld(
  key: string,
  type: string,
  data: object,
  references: Record<string, string>,
): Promise<void> {
  const body = JSON.stringify({ type, data });
  const columns = { event_key: key, type, verified: 'signature', body, ...references };
  const times = { received_at: 1, last_received_at: 1, deliveries: 1, applied: 1 };
  await made.database.sql
    .insertInto('events')
    .values({ ...columns, ...times })
    .execute();
}

it('finds the onboarding of events that older versions left unmatched', async () => {
  const db = made.database.sql;
  await migrateTo('0004_claims');
  const owned = { contractor_id: 'cn_1', job_id: 'jb_1', quote_id: 'qt_1' };
  await sql`insert into onboardings (id, return_token, coverage_state, created_at, updated_at, contractor_id, job_id, quote_id)
    values ('ob_1', 'token', 'active', 1, 1, ${owned.contractor_id}, ${owned.job_id}, ${owned.quote_id})`.execute(
    db,
  );
  for (const [kind, id] of [
    ['contractor', 'cn_1'],
    ['quote', 'qt_1'],
    ['policy', 'pl_1'],
  ])
    await sql`insert into onboarding_objects (object_id, onboarding_id, kind) values (${id}, 'ob_1', ${kind})`.execute(
      db,
    );
  const contractor = { contractor_id: 'cn_1' };
  const work = { contractor: 'cn_1', job: 'jb_1' };
  await keepOld('invoice', 'invoice.charge_card_failed', { id: 'in_1', ...work }, contractor);
  await keepOld('nested', 'invoice.charge_card_failed', { object: { id: 'in_2', ...work } }, contractor);
  await keepOld('foreign', 'invoice.charge_card_failed', { id: 'in_3', ...work, job: 'jb_9' }, contractor);
  await keepOld('certificate', 'certificate.approved', { id: 'ci_1', contractor: 'cn_1' }, contractor);
  await keepOld(
    'assignment',
    'assignment.active',
    { id: 'an_1', policy: 'pl_1', ...work },
    {
      ...contractor,
      policy_id: 'pl_1',
    },
  );
  await keepOld('category', 'category_code.added', { category_code: 'jc_1' }, {});

  await migrate(made.database);
  const store = createStore(made.database, Date.now);
  const logger = { error: jest.fn(), warn: jest.fn() };
  const updater = new CoverageUpdater({ store, logger, now: Date.now });
  await updater.applyAll();
  await updater.stop();
  const rows = await db.selectFrom('events').select(['event_key', 'onboarding_id']).orderBy('seq').execute();
  expect(Object.fromEntries(rows.map((row) => [row.event_key, row.onboarding_id]))).toEqual({
    invoice: 'ob_1',
    nested: 'ob_1',
    certificate: 'ob_1',
    assignment: 'ob_1',
    foreign: null,
    category: null,
  });
  expect([logger.error.mock.calls, logger.warn.mock.calls]).toEqual([[], []]);
});

it('goes through more old events than it reads at once', async () => {
  await migrateTo('0004_claims');
  const many = 1201;
  await sql`insert into events (event_key, type, verified, body, contractor_id, received_at, last_received_at, deliveries, applied)
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${sql.lit(many)})
    select 'ev_' || i, 'certificate.approved', 'signature', '{}', 'cn_' || i, 1, 1, 1, 1 from n`.execute(
    made.database.sql,
  );
  await migrate(made.database);
  const rows = await made.database.sql
    .selectFrom('events')
    .select('seq')
    .where(sql<boolean>`shared_id = contractor_id`)
    .execute();
  expect(rows).toHaveLength(many);
});

it('counts the onboardings that were there before in their lists, and goes on counting', async () => {
  await migrateTo('0007_events_matched');
  const db = made.database.sql;
  await sql`insert into onboardings (id, return_token, coverage_state, done, created_at, updated_at)
    values ('ob_1', 't1', 'none', 0, 1, 1), ('ob_2', 't2', 'none', 0, 1, 1), ('ob_3', 't3', 'active', 1, 1, 1)`.execute(
    db,
  );
  await migrate(made.database);
  const { onboardings, lists } = createStore(made.database, Date.now);
  expect(await lists.counts()).toMatchObject({ in_progress: 2, done: 1, refused: 0 });
  await onboardings.create('ob_4', 't4');
  await onboardings.create('ob_4', 't5');
  expect(await lists.counts()).toMatchObject({ in_progress: 3, done: 1, refused: 0 });
  await onboardings.update('ob_1', { done: 2 });
  await onboardings.update('ob_1', { done: 2, contractor_name: 'Maya' });
  expect(await lists.counts()).toMatchObject({ in_progress: 2, done: 1, refused: 1 });
  await onboardings.removeEmpty('ob_2');
  await onboardings.removeEmpty('ob_2');
  expect(await lists.counts()).toMatchObject({ in_progress: 1, done: 1, refused: 1 });
});

it('counts who had opened the application before that was kept, and goes on counting', async () => {
  await migrateTo('0015_gone');
  const db = made.database.sql;
  for (const [id, state] of [
    ['made', 'applying'],
    ['begun', 'applying'],
    ['reviewed', 'in_review'],
    ['covered', 'active'],
  ])
    await sql`insert into onboardings (id, return_token, coverage_state, session_id, created_at, updated_at)
      values (${id}, ${id}, ${state}, ${`ias_${id}`}, 1, 1)`.execute(db);
  await keepOld('1', 'application.created', {}, { object_id: 'ias_made' });
  await keepOld('2', 'application.started', {}, { object_id: 'ias_begun' });
  await migrate(made.database);
  const { onboardings } = createStore(made.database, Date.now);
  const stages = async () => [...(await onboardings.stages())].sort().map(([, count]) => count);
  expect(await stages()).toEqual([0, 0, 0, 1, 2, 0, 1]);
  await onboardings.update('made', { opened: 1 });
  expect(await stages()).toEqual([0, 0, 0, 0, 3, 0, 1]);
  await onboardings.update('begun', { session_id: null, opened: 0 });
  await onboardings.create('new', 'new');
  expect(await stages()).toEqual([2, 0, 0, 0, 2, 0, 1]);
  await onboardings.removeEmpty('new');
  expect(await stages()).toEqual([1, 0, 0, 0, 2, 0, 1]);
});

it('renames what is kept of coverage, and nothing in its values', async () => {
  await migrateTo('0008_bounded_reads');
  const db = made.database.sql;
  const kept = { policyId: 'pl_1', effectiveDate: 1, expirationDate: null, pdfUrl: 'https://x/"policyId":' };
  for (const state of ['none', 'ineligible', 'session_expired', 'applying', 'active'])
    await sql`insert into onboardings (id, return_token, coverage_state, coverage, created_at, updated_at)
      values (${state}, ${state}, ${state}, ${state === 'active' ? JSON.stringify(kept) : null}, 1, 1)`.execute(
      db,
    );
  await migrate(made.database);
  const rows = await db.selectFrom('onboardings').select(['id', 'coverage_state', 'coverage']).execute();
  expect(Object.fromEntries(rows.map((row) => [row.id, row.coverage_state]))).toEqual({
    none: 'not_started',
    ineligible: 'refused',
    session_expired: 'application_expired',
    applying: 'applying',
    active: 'active',
  });
  expect(
    rows.flatMap(({ coverage }) => (coverage === null ? [] : [JSON.parse(coverage) as unknown])),
  ).toEqual([{ id: 'pl_1', from: 1, until: null, pdfUrl: 'https://x/"policyId":' }]);
});

it('keeps the calls of onboardings when those of contractors come beside them', async () => {
  const db = made.database.sql;
  await migrateTo('0018_calls_by_method');
  await sql`insert into api_calls (onboarding_id, step, at, method, path, status, duration_ms, attempt)
    values ('ob_1', 'job', 5, 'POST', '/jobs', 201, 12, 1)`.execute(db);
  await migrate(made.database);
  const { apiCalls } = createStore(made.database, Date.now);
  await apiCalls.add([
    { subject: 'cn_1', at: 6, method: 'GET', path: '/contractors/cn_1', duration_ms: 1, attempt: 1 },
  ]);
  const pathsOf = async (subject: string) =>
    (await apiCalls.latest(subject, { changes: 5, reads: 5 })).map(({ path }) => path);
  expect([await pathsOf('ob_1'), await pathsOf('cn_1')]).toEqual([['/jobs'], ['/contractors/cn_1']]);
});
