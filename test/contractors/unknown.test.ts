import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
let operator: Person;
let contractor: string;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  ({ contractor } = await makeCovered(running.deps.api));
  operator = new Person(running.url);
});
afterAll(() => running.stop());

const ACTS = [
  'new-job',
  'invoices',
  'opt-in',
  'certificates',
  'card',
  'card/open?key=12345678',
  'portal-link',
];
const OBJECTS = [
  ['assignments', '', 'This assignment'],
  ['assignments', '/change', 'This assignment'],
  ['assignments', '/cancel', 'This assignment'],
  ['policies', '', 'This policy'],
  ['invoices', '', 'This invoice'],
  ['invoices', '/delete', 'This invoice'],
  ['certificates', '', 'This certificate'],
  ['opt-in', '', 'This opt-in'],
  ['opt-in', '/open', 'This opt-in'],
] as const;

it.each(ACTS)('%s has no page for a contractor whom the API does not know', async (act) => {
  for (const id of ['cn_nobody', '..%2F..', '%00', 'ünknown', 'a'.repeat(300)]) {
    await operator.open(`/contractors/${id}/${act}`);
    expect([id, operator.page.status]).toEqual([id, 404]);
  }
});

it.each(OBJECTS)('%s/…%s is not found for rubbish', async (kind, more, what) => {
  for (const id of ['xx_nothing', '..%2Fcontractors', 'a'.repeat(300), '%20']) {
    await operator.open(`/contractors/${contractor}/${kind}/${id}${more}`);
    expect([id, operator.page.status]).toEqual([id, 404]);
    expect(operator.text).toContain(`${what} does not exist`);
  }
});

it('an act that is opened while the API is down says so, and loses no one the way back', async () => {
  running.proxy.fail('', { kind: 'reset' });
  for (const act of ['invoices', 'opt-in', 'certificates', 'card', 'portal-link', 'new-job']) {
    await operator.open(`/contractors/${contractor}/${act}`);
    expect([act, operator.page.status]).toEqual([act, 200]);
    expect(operator.page.$('.pa-back-link').attr('href')).toBe(`/contractors/${contractor}`);
  }
  running.proxy.clear();
});
