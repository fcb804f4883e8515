import fc from 'fast-check';
import type { NewEvent } from '../../src/webhooks/event';
import type { UsedObject } from '../../src/store/onboarding-objects';
import { CoverageUpdater } from '../../src/coverage/updater';
import { createStore, type Store } from '../../src/store/store';
import { linkObjects } from '../../src/coverage/learned';
import { normalizeEvent } from '../../src/policy-api/normalize/event';
import { toNewEvent } from '../../src/webhooks/event';
import { control } from '../../sandbox/test/support/control';
import { Person } from '../support/browser-like';
import { learnedFromEvent } from '../../src/contractors/known/from-events';
import { Knowledge } from '../../src/contractors/known/knowledge';
import { fromAnswer, type Learned } from '../../src/contractors/known/observe';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';

const DAY = 86_400;

let running: TestApp;
let second: Store;
let id: string;
let events: NewEvent[];
/** What the API says of the quote: whose it is, and for which job. */
let quote: Learned;
/** When all is over. */
let end: number;
/** What the walk itself made the onboarding's own, in its order. */
let walked: UsedObject[];

beforeAll(async () => {
  running = await startApp({ unregistered: true });
  // The embedded database has one process alone.
  const isShared = running.made.database.engine === 'postgres';
  second = isShared ? createStore(running.made.again(), Date.now) : running.store;
  id = await walkToPolicy();
  walked = (
    await running.made.database.sql
      .selectFrom('onboarding_objects')
      .selectAll()
      .orderBy('linked_at')
      .execute()
  ).map((row) => ({ kind: row.kind as UsedObject['kind'], id: row.object_id }));
  await muchHappens();
  end = Math.floor(Date.now() / 1000) + 3 * DAY;
  const { quote_id: quoteId } = (await running.store.onboardings.find(id))!;
  quote = fromAnswer('quote', await running.deps.api.getQuote(quoteId!), end);
  const told = (await listSandbox(running.sandbox, '/events')).reverse();
  events = told.map((event) => {
    const read = normalizeEvent(event)!;
    return toNewEvent(read, JSON.stringify(event), 'signature', Date.now());
  });
});
afterAll(async () => {
  if (second !== running.store) await second.close();
  await running.stop();
});

async function walkToPolicy(): Promise<string> {
  const operator = new Person(running.url);
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
  const found = onboarding.replace('/onboardings/', '');
  const { session_id: session } = (await running.store.onboardings.find(found))!;
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`);
  return found;
}

const call = (method: string, path: string, body?: object) =>
  callSandbox(running.sandbox, method, path, body);

/** Another job of the contractor, invoices of both, certificates, and a policy that goes off and on. */
async function muchHappens(): Promise<void> {
  const { contractor_id: contractor, job_id: job } = (await running.store.onboardings.find(id))!;
  const [policy] = await listSandbox(running.sandbox, '/policies');
  const first = await call('GET', `/jobs/${job}`);
  const { entity, category_code, address, wage, wage_type } = first;
  const fields = { name: 'Next job', description: 'More of it.', years_experience: 3 };
  const next = await call('POST', '/jobs', { ...fields, entity, category_code, address, wage, wage_type });
  await call('POST', '/assignments', { contractor, job: next.id });
  const now = Math.floor(Date.now() / 1000);
  const cycle = { gross_pay: 90_000, paycycle_startdate: now - 9 * DAY, paycycle_enddate: now };
  await call('POST', '/invoices', { contractor, job, ...cycle });
  await upload(contractor!, 'good.pdf');
  await upload(contractor!, 'bad-flagged.pdf');
  await control(running.sandbox, 'POST', '/clock', { advance: '2d' });
  await call('PUT', `/policies/${policy!.id}`, { is_active: false });
  await control(running.sandbox, 'POST', '/clock', { advance: '1h' });
  await call('PUT', `/policies/${policy!.id}`, { is_active: true });
}

async function upload(contractor: string, name: string): Promise<void> {
  const form = new FormData();
  form.append('contractor', contractor);
  form.append('certificate', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), name);
  const headers = { Authorization: `Bearer ${running.sandbox.sandbox.apiKey}` };
  const url = `${running.sandbox.url}/api/v1/files/certificates`;
  const answer = await fetch(url, { method: 'POST', headers, body: form });
  expect([answer.status, await answer.text()]).toEqual([201, expect.anything()]);
}

/** As before the first event: the onboarding uses nothing yet. */
async function forgetAll(): Promise<void> {
  const { sql } = running.made.database;
  await sql.deleteFrom('events').execute();
  await sql.deleteFrom('onboarding_objects').execute();
  for (const table of ['known_objects', 'contractors', 'standings', 'search_words'] as const)
    await sql.deleteFrom(table).execute();
  await running.store.onboardings.update(id, { coverage_state: 'not_started', coverage: null, done: 0 });
}

/** What is done in one go: events that are handed in together, or an object that becomes known. */
type Act = { events: NewEvent[] } | { object: UsedObject } | { learned: Learned };

const knowledgeOf = (store: Store) =>
  new Knowledge({
    fromOnboarding: () => [],
    ...running.deps,
    store,
    apiClock: { now: () => end * 1000, notAfter: () => end * 1000 },
  });

const updaterOf = (store: Store) =>
  new CoverageUpdater({
    store,
    learn: (told) => knowledgeOf(store).learn(told.flatMap((event) => learnedFromEvent(event) ?? [])),
    logger: { error: fail, warn: fail },
    now: Date.now,
  });

/** What the app holds in the end. Without `links` nothing is known beforehand. */
async function outcome(acts: readonly Act[]) {
  await forgetAll();
  const { store } = running;
  const updater = updaterOf(store);
  // As another process would: both apply what waits, at the same time.
  const other = updaterOf(second);
  for (const act of acts) {
    if ('events' in act) await store.events.record(act.events);
    else if ('learned' in act) await knowledgeOf(store).learn([act.learned]);
    else {
      const fresh = await store.exclusively(id, (repositories) =>
        linkObjects(repositories, id, [act.object]),
      );
      await store.pending.reopenUnmatched(fresh);
    }
    await Promise.all([updater.applyAll(), other.applyAll()]);
  }
  await Promise.all([updater.stop(), other.stop()]);
  const { coverage_state: state, coverage, done } = (await store.onboardings.find(id))!;
  const rows = await running.made.database.sql
    .selectFrom('events')
    .selectAll()
    .orderBy('event_key')
    .execute();
  return {
    state,
    coverage,
    done,
    matched: rows.map(
      (row) =>
        `${row.type} ${row.contractor_id} ${row.event_key} ${row.onboarding_id ?? 'unmatched'} ${row.applied}`,
    ),
    ...(await known()),
  };
}

/** What is known of contractors, and where their coverage stands. */
async function known() {
  const { sql } = running.made.database;
  const objects = await sql
    .selectFrom('known_objects')
    .select(['kind', 'id', 'contractor_id', 'job_id', 'fields'])
    .orderBy('kind')
    .orderBy('id')
    .execute();
  const standings = await sql.selectFrom('standings').selectAll().orderBy('job_id').execute();
  const contractors = await sql.selectFrom('contractors').selectAll().execute();
  return {
    objects: objects.map(({ fields, ...row }) => ({ ...row, fields: JSON.parse(fields) as object })),
    standings: standings.map(({ updated_at: _at, ...row }) => row),
    contractors: contractors.map(({ updated_at: _at, link_token: _token, ...row }) => row),
  };
}

function fail(...said: unknown[]): void {
  throw new Error(JSON.stringify(said));
}

const inOrder = (): Act[] => [{ learned: quote }, ...walked.map((object) => ({ object })), { events }];

it('has a sequence with every kind of event that onboardings bring about', () => {
  const kinds = new Set(events.map(({ type }) => type.split('.')[0]));
  expect([...kinds].sort()).toEqual(['application', 'assignment', 'certificate', 'invoice', 'policy']);
});

it('matches all of them to their onboarding, but those of another job, and all to their contractor', async () => {
  const { matched, state, contractors, standings } = await outcome(inOrder());
  expect(matched).toHaveLength(events.length);
  const unmatched = matched.filter((line) => line.includes('unmatched')).map((line) => line.split(' ')[0]);
  expect(unmatched.sort()).toEqual(['assignment.active', 'invoice.charge_card_succeeded']);
  expect(state).toBe('active');
  const { contractor_id: contractor } = (await running.store.onboardings.find(id))!;
  expect(matched.filter((line) => !line.includes(` ${contractor} `))).toEqual([]);
  expect(contractors).toMatchObject([{ id: contractor, state: 'ends_soon' }]);
  expect(standings.map((one) => one.state)).toEqual(['ends_soon', 'ends_soon']);
});

it('leaves unmatched what no onboarding knows', async () => {
  const { matched, state } = await outcome([{ events }]);
  expect(matched.filter((line) => line.endsWith('unmatched 1'))).toHaveLength(events.length);
  expect(state).toBe('not_started');
});

it('has the events of an object waiting with its link, though the process dies right after the commit', async () => {
  await forgetAll();
  await running.store.events.record(events);
  const updater = updaterOf(running.store);
  await updater.applyAll();
  await updater.stop();
  expect(await running.store.pending.nextDue()).toBeNull();
  await running.store.exclusively(id, (repositories) => linkObjects(repositories, id, walked));
  expect(await running.store.pending.nextDue()).toBe(0);
});

it('ends the same whatever the order, the repeats and the groups, also before the objects are known', async () => {
  const wanted = await outcome(inOrder());
  const cases = fc.record({
    order: fc.shuffledSubarray(events, { minLength: events.length }),
    repeats: fc.subarray(events, { maxLength: 5 }),
    groups: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: events.length * 2 }),
    /** After which of the groups each object becomes known. */
    known: fc.array(fc.nat(12), { minLength: walked.length + 1, maxLength: walked.length + 1 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ order, repeats, groups, known }) => {
      expect(await outcome(actsOf([...order, ...repeats], groups, known))).toEqual(wanted);
    }),
    { numRuns: Number(process.env['ORDER_RUNS'] ?? 15) },
  );
});

function actsOf(all: readonly NewEvent[], groups: readonly number[], known: readonly number[]): Act[] {
  const acts: Act[] = [];
  let at = 0;
  for (let group = 0; at < all.length || group <= 12; group += 1) {
    walked.forEach((object, index) => known[index] === group && acts.push({ object }));
    if (known[walked.length] === group) acts.push({ learned: quote });
    const size = groups[group] ?? 1;
    if (at < all.length) acts.push({ events: all.slice(at, at + size) });
    at += size;
  }
  return acts;
}
