import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let page: string;
beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(async () => {
  operator = new Person(running.url);
  who = await makeCovered(running.deps.api);
  page = `/contractors/${who.contractor}/policies/${who.policy.id}`;
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const status = async () => (await callSandbox(running.sandbox, 'GET', `/policies/${who.policy.id}`)).status;

it('a policy is switched off and on, and a second press does not switch it back', async () => {
  await operator.open(page);
  expect(operator.text).toContain('General liability, Workers’ compensation');
  expect(operator.page.$('.pa-tag').text()).toBe('Active');
  const off = operator.formBody(page);
  await operator.submit(page);
  expect(operator.text).toContain('The policy is switched off.');
  expect(await status()).toBe('cancelled');
  expect((await operator.post(off)).status).toBe(303);
  expect(await status()).toBe('cancelled');
  await operator.submit(page);
  expect(operator.text).toContain('The policy is switched on.');
  expect(await status()).toBe('active');
});

it('is not switched while the API does not answer, and says so', async () => {
  await operator.open(page);
  running.proxy.fail('PUT /policies', { kind: 'reset' });
  await operator.submit(page);
  expect([operator.page.status, await status()]).toEqual([502, 'active']);
  expect(operator.page.$('.pa-api-error').length).toBe(1);
  running.proxy.clear();
  await operator.submit(page);
  expect(await status()).toBe('cancelled');
});

it('is not found below another contractor, nor once it is deleted', async () => {
  const other = await makeCovered(running.deps.api);
  await operator.open(`/contractors/${other.contractor}/policies/${who.policy.id}`);
  expect(operator.page.status).toBe(404);
  await callSandbox(running.sandbox, 'DELETE', `/policies/${who.policy.id}`);
  await operator.open(page);
  expect([operator.page.status, operator.text]).toEqual([
    404,
    expect.stringContaining('This policy does not exist'),
  ]);
});
