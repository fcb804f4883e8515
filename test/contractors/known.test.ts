/** What is known of contractors who were made elsewhere: by events alone, and by what the API then says. */
import { control } from '../../sandbox/test/support/control';
import type { Told } from '../../src/contractors/known/fields';
import { makeCovered } from '../policy-api/support/insured';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';

const DAY = 86_400;
let running: TestApp;
beforeEach(async () => void (running = await startApp({ maxRetries: 0 })));
afterEach(() => running.stop());

const call = (method: string, path: string, body?: object) =>
  callSandbox(running.sandbox, method, path, body);
const standings = async (contractor: string) =>
  (await running.store.standings.ofContractor(contractor)).map(({ job_name, entity_name, state }) => ({
    job_name,
    entity_name,
    state,
  }));

it('learns their names, jobs and cover from the API once an event names them', async () => {
  const who = await makeCovered(running.deps.api);
  await running.app.catchUp();
  expect(await running.store.contractors.find(who.contractor)).toMatchObject({
    name: 'Joe Parker',
    state: 'covered_from',
  });
  const job = { job_name: 'Field technician', entity_name: 'Apple, Inc' };
  expect(await standings(who.contractor)).toEqual([{ ...job, state: 'covered_from' }]);
  const events = await running.store.events.page({ contractor: who.contractor, limit: 10 });
  expect(events.map(({ type }) => type)).toContain('policy.active');
});

it('goes on asking for what the API could not say, and gives it up when that is gone', async () => {
  const who = await makeCovered(running.deps.api);
  running.proxy.fail('GET /contractors/', { kind: 'html', status: 503 });
  await running.app.catchUp();
  expect((await running.store.contractors.find(who.contractor))?.name).toBeNull();
  running.proxy.clear();
  running.advance(10_000);
  await running.app.catchUp();
  expect((await running.store.contractors.find(who.contractor))?.name).toBe('Joe Parker');
});

it('looks at contractors one by one who have very much together', async () => {
  running.proxy.fail('GET /', { kind: 'reset' });
  const people = ['cn_much', 'cn_more'];
  const told = (kind: 'quote' | 'job', id: string, values: object) => ({
    kind,
    id,
    fields: Object.fromEntries(
      Object.entries(values).map(([name, value]): [string, Told] => [name, [1, 0, value]]),
    ),
  });
  const quotes = people.flatMap((contractorId) =>
    Array.from({ length: 1100 }, (_none, index) =>
      told('quote', `qt_${contractorId}_${index}`, { contractorId }),
    ),
  );
  const { knowledge } = running.app;
  await knowledge.learn(quotes);
  await knowledge.learn(
    people.map((contractorId) => told('quote', `qt_${contractorId}`, { contractorId, jobId: 'jb_one' })),
  );
  await knowledge.learn([told('job', 'jb_one', { name: 'Night shift' })]);
  expect(await running.store.knownObjects.ofContractors(people)).toBeNull();
  for (const contractorId of people)
    expect(await standings(contractorId)).toEqual([
      { job_name: 'Night shift', entity_name: null, state: expect.any(String) as string },
    ]);
});

it('covers at once whom a policy names by its quote alone, when nothing else is told with it', async () => {
  running.proxy.fail('GET /', { kind: 'reset' });
  const { knowledge } = running.app;
  const told = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([name, value]): [string, Told] => [name, [1, 0, value]]));
  const quote = { contractorId: 'cn_alone', jobId: 'jb_alone', eligible: true };
  await knowledge.learn([{ kind: 'quote', id: 'qt_alone', fields: told(quote) }]);
  const term = { from: 1, until: Math.floor(Date.now() / 1000) + 90 * DAY };
  const policy = { quoteId: 'qt_alone', status: 'active', ...term };
  await knowledge.learn([{ kind: 'policy', id: 'pl_alone', fields: told(policy) }]);
  expect((await standings('cn_alone')).map(({ state }) => state)).toEqual(['covered']);
});

it('stops soon, though the API answers for none of the many that are to be read', async () => {
  running.proxy.fail('GET /', { kind: 'reset' });
  const jobs = Array.from({ length: 60 }, (_none, index) => `jb_many${index}`);
  const before = running.proxy.calls.length;
  await running.app.knowledge.learn(
    jobs.map((job, index) => ({ kind: 'assignment', id: `an_${index}`, fields: { jobId: [1, 0, job] } })),
  );
  await until(() => running.proxy.calls.length > before);
  await running.app.close();
  expect(running.proxy.calls.length - before).toBeLessThanOrEqual(10);
});

it('waits for the disk with what somebody just made, and not with what events tell', async () => {
  const who = await makeCovered(running.deps.api);
  await running.app.catchUp();
  const [waited, went] = [jest.spyOn(running.store, 'together'), jest.spyOn(running.store, 'withoutWaiting')];
  await running.app.knowledge.see('job', await running.deps.api.updateJob(who.next, { name: 'Splicing' }));
  expect([waited.mock.calls.length, went.mock.calls.length]).toEqual([1, 0]);
  await makeCovered(running.deps.api);
  await until(async () => (await running.store.contractors.page({ limit: 5 })).length === 2);
  expect(went.mock.calls.length).toBeGreaterThan(0);
  jest.restoreAllMocks();
});

it('knows a job under two contractors, and renames it for both', async () => {
  const [one, other] = [await makeCovered(running.deps.api), await makeCovered(running.deps.api)];
  const starts = Math.floor(Date.now() / 1000) + 3 * DAY;
  const dates = { effective_date: starts, end_date: starts + DAY };
  for (const { contractor } of [one, other]) {
    await call('POST', '/assignments', { contractor, job: one.next, ...dates });
    await running.app.knowledge.refresh(contractor);
  }
  await running.app.catchUp();
  const renamed = await running.deps.api.updateJob(one.next, { name: 'Splicing' });
  await running.app.knowledge.see('job', renamed);
  for (const { contractor } of [one, other])
    expect(await standings(contractor)).toContainEqual({
      job_name: 'Splicing',
      entity_name: 'Apple, Inc',
      state: 'awaiting_charge',
    });
});

it('lets go of who is gone at the API, also where its clock went back since', async () => {
  const who = await makeCovered(running.deps.api);
  await control(running.sandbox, 'POST', '/clock', { advance: '5d' });
  const { knowledge } = running.app;
  await knowledge.refresh(who.contractor);
  await control(running.sandbox, 'POST', '/reset', {});
  await expect(knowledge.refresh(who.contractor)).rejects.toMatchObject({ status: 404 });
  expect((await knowledge.of(who.contractor))?.contractor.gone).toBe(true);
  const gate = `${running.url}/api/coverage?max_age=3600&contractor=${who.contractor}`;
  expect(await (await fetch(gate)).json()).toMatchObject({ decision: false, state: 'unknown' });
});

it('counts the standings of each state as they change', async () => {
  const who = await makeCovered(running.deps.api);
  await running.app.catchUp();
  const counts = async () =>
    Object.fromEntries([...(await running.store.standings.counts())].filter(([, count]) => count !== 0));
  expect(await counts()).toEqual({ covered_from: 1 });
  await call('DELETE', `/policies/${who.policy.id}`);
  await running.app.catchUp();
  expect(await counts()).toEqual({ cancelled: 1 });
});

it.each([
  ['were there before anything was known of contractors', true],
  ['changed right before the process died', false],
])('takes up onboardings that %s', async (_name, isFirst) => {
  const { api } = running.deps;
  const who = await makeCovered(api);
  const id = 'ob_0123456789abcdef01234567';
  await running.store.onboardings.create(id, running.deps.newToken());
  const chosen = {
    contractor_id: who.contractor,
    contractor_name: 'Joe Parker',
    job_id: who.next,
    job_name: 'Later',
  };
  await running.store.onboardings.update(id, chosen);
  const { sql } = running.made.database;
  if (isFirst) await sql.deleteFrom('settings').where('name', '=', 'onboardings_taken_up').execute();
  else await running.store.settings.set('onboardings_taken_up', 'yes');
  await running.app.catchUp();
  expect(await running.store.standings.ofContractor(who.contractor)).toContainEqual(
    expect.objectContaining({ job_id: who.next, onboarding_id: id, state: 'not_started' }),
  );
});
