import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { control } from '../../sandbox/test/support/control';
import { ENTITY, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0 });
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'entity');
});
afterEach(() => control(running.sandbox, 'DELETE', '/api-faults'));
afterAll(() => running.stop());

const LINK = 'See the faults of the local sandbox';
const box = () => operator.page.$('.pa-api-error').text();
const set = (fault: object) => control(running.sandbox, 'PUT', '/api-faults', [fault]);

it.each([
  { fault: 'error', operation: 'createEntity' },
  { fault: 'html', operation: 'createEntity' },
  { fault: 'empty', operation: 'createEntity' },
])('a call spoiled on purpose says so, and where that is switched off: $fault', async (fault) => {
  await operator.open(`${onboarding}/entity?new`);
  await set(fault);
  await operator.submit(`${onboarding}/entity`, { ...ENTITY, name: `Spoiled by ${fault.fault}` });
  expect(box()).toContain(`spoiled this call on purpose: its fault “${fault.fault}” is switched on`);
  expect(box()).not.toContain('send the request id to 1099Policy');
  expect(operator.hrefOf(LINK)).toBe(`${running.proxy.url}/faults`);
});

it('a connection that is cut cannot say so, and the page says what it may be', async () => {
  await operator.open(`${onboarding}/entity?new`);
  await set({ fault: 'drop', operation: 'createEntity' });
  await operator.submit(`${onboarding}/entity`, { ...ENTITY, name: 'Dropped' });
  expect(box()).toContain('A fault that is switched on in the local sandbox can do this too');
  expect(box()).not.toContain('on purpose');
});

it('a refusal by itself says nothing of faults', async () => {
  running.proxy.fail('POST /entities', { kind: 'answer', status: 500 });
  await operator.open(`${onboarding}/entity?new`);
  await operator.submit(`${onboarding}/entity`, { ...ENTITY, name: 'Refused' });
  running.proxy.clear();
  expect(box()).toContain('send the request id to 1099Policy');
  expect(box()).not.toContain('fault');
});
