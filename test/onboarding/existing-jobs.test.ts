import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0 });
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'job');
});
afterAll(() => running.stop());

const WORK = {
  description: 'Work',
  category_code: 'jc_MTqpkbkp6G',
  wage: 15000,
  wage_type: 'hourly',
};
const addJob = (entity: string, name: string) =>
  callSandbox(running.sandbox, 'POST', '/jobs', { ...WORK, entity, name });

it('are offered also where a hundred jobs of others are newer', async () => {
  const { entity_id: own } = (await running.store.onboardings.find(onboarding.split('/').pop()!))!;
  const job = await addJob(own!, 'Our first job');
  const other = await callSandbox(running.sandbox, 'POST', '/entities', { name: 'Other, Inc' });
  for (let n = 0; n < 100; n += 1) await addJob(other.id, `Job ${n} of another`);
  await operator.open(`${onboarding}/job`);
  expect(operator.page.$('summary').text()).toContain('Use an existing job (1)');
  expect(operator.text).not.toContain('were looked through');
  await operator.submit(`${onboarding}/job/existing`, { existing_job: job.id });
  expect(operator.page.path).toBe(`${onboarding}/quote`);
});

it('says where to the jobs were looked through when there are more', async () => {
  const jobs = Array.from({ length: 100 }, (_, n) => ({
    ...WORK,
    id: `jb_${n}`,
    name: `Job ${n}`,
    entity: 'en_other',
    created: 1,
    custom_metadata: {},
  }));
  running.proxy.fail('GET /jobs', { kind: 'answer', status: 200, body: jobs });
  const seen = running.proxy.calls.length;
  await operator.open(`${onboarding}/job?new`);
  const lists = running.proxy.calls.slice(seen).filter(({ path }) => path.startsWith('/jobs?'));
  expect(lists).toHaveLength(5);
  expect(operator.text).toContain('Only its newest 500 were looked through for jobs of Harbor Staffing, Inc');
  running.proxy.clear();
});
