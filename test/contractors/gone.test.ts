import { control } from '../../sandbox/test/support/control';
import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
const counts = async () =>
  Object.fromEntries([...(await running.store.standings.counts())].filter(([, count]) => count > 0));

beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  operator = new Person(running.url);
  const { api } = running.deps;
  who = await makeCovered(api);
  const period = { paycycle_startdate: 1_790_812_800, paycycle_enddate: 1_792_022_400 };
  await api.createInvoice(
    { contractor: who.contractor, job: who.job, gross_pay: 9_900, ...period },
    'invoice-1',
  );
  await operator.open(`/contractors/${who.contractor}`);
  await running.app.catchUp();
  expect(await counts()).toEqual({ covered_from: 1 });
  expect(await running.store.todos.page('order', 9)).toHaveLength(1);
  await control(running.sandbox, 'POST', '/reset', {});
});
afterAll(() => running.stop());

it.each([
  'new-job',
  'invoices',
  'opt-in',
  'certificates',
  'card',
  'portal-link',
  'policies/pl_1',
  'assignments/an_1',
])('%s leads on to the contractors where the API does not know this one any more', async (act) => {
  await operator.open(`/contractors/${who.contractor}/${act}`);
  expect([operator.page.status, operator.page.$('h1').text()]).toEqual([
    404,
    'The API does not know this contractor',
  ]);
  expect(operator.page.$('main .pa-button').attr('href')).toBe('/contractors');
});

it('is learned from whatever call the API answers so, and left out of lists and counts', async () => {
  await until(async () => (await counts())['gone'] === 1);
  expect(await counts()).toEqual({ gone: 1 });
  await operator.open('/contractors');
  expect(operator.text).toContain('No contractors yet');
  await operator.open('/contractors?state=gone');
  expect(operator.page.$('tbody th').text()).toContain('Joe Parker');
  await operator.open('/contractors?search=joe');
  expect(operator.text).toContain('No contractor found');
  await operator.open('/compliance');
  expect(operator.text).toContain('Nobody to cover yet');
  expect(operator.text).toContain('Not counted: 1 of contractors whom the API does not know any more');
  await operator.open(operator.page.$('a:contains("does not know any")').attr('href')!);
  expect(operator.page.$('#board tbody tr').text().replace(/\s+/g, ' ')).toContain('Joe Parker');
  expect(operator.page.$('#board .pa-tag').text()).toBe('Gone at the API');
  await operator.open('/compliance/to-do/orders');
  expect(operator.text).toContain('No invoice lacks its number.');
});

it('has a page that says so, and no cover', async () => {
  await operator.open(`/contractors/${who.contractor}`);
  expect(operator.page.$('#now').text()).toBe('Not covered: the API does not know this contractor');
  expect(operator.text).not.toContain('Covered from');
  const gate = `${running.url}/api/coverage?max_age=3600&contractor=${who.contractor}`;
  expect(await (await fetch(gate)).json()).toMatchObject({ decision: false });
});

it('keeps nothing of an id that somebody typed', async () => {
  await operator.open('/contractors/cn_typed/new-job');
  await operator.open(`/contractors/${who.contractor}/invoices/iv_typed`);
  await running.app.catchUp();
  const known = running.store.knownObjects;
  expect((await known.find('contractor', ['cn_typed'])).size).toBe(0);
  expect((await known.find('invoice', ['iv_typed'])).size).toBe(0);
});
