import { examine, ok } from '../../src/doctor/finding';
import { control } from '../../sandbox/test/support/control';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp, type TestAppOptions } from '../support/harness';

let running: TestApp;
let operator: Person;
afterEach(async () => {
  jest.restoreAllMocks();
  await running.stop();
});

async function open(options: TestAppOptions = {}) {
  running = await startApp({ maxRetries: 0, ...options });
  operator = new Person(running.url);
  await look();
}
const look = () => operator.open('/doctor');

/** What a check came to, and what it says. */
const said = (check: string) => {
  const { $ } = operator.page;
  const row = $('tbody tr').filter((_index, element) => $(element).find('th').text() === check);
  return row.find('td').text().replace(/\s+/g, ' ').trim();
};

it('finds nothing to mend in an app that works, and is in the menu', async () => {
  await open();
  await operator.open('/');
  await operator.follow('Doctor');
  expect(operator.text).toContain('Nothing has to be mended.');
  const checks = ['Settings', 'API and key', 'Category codes', 'Clock against the API', 'Database'];
  for (const check of [...checks, 'Webhook endpoint registered', 'Webhook endpoint reachable'])
    expect([check, said(check)]).toEqual([check, expect.stringMatching(/^In order /)]);
  expect(said('Deliveries verified')).toContain('by signature (timestamped); none came yet.');
  expect(operator.page.html).not.toContain(running.secrets.all[0]);
  await operator.follow('Check again');
  expect(operator.page.path).toBe('/doctor');
});

it('says what the latest deliveries came to', async () => {
  await open({ unregistered: true, env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET } });
  expect(said('Webhook endpoint registered')).toMatch(
    /^To be mended The API has no endpoint for .*webhook:register/,
  );
  await deliver(running.url, anEvent());
  await look();
  expect(said('Deliveries verified')).toMatch(/^In order .*the latest came at 20/);
  running.advance(1000);
  await deliver(running.url, anEvent(), { secret: '', headers: { 'X-Their-Signature': 'abc' } });
  await until(async () => (await running.store.rejected.page({ limit: 1 })).length === 1);
  await look();
  expect(said('Deliveries verified')).toMatch(
    /^Look at it .*without the header that signs it.*x-their-signature/,
  );
});

it('tells an API that refuses the key from one that does not answer', async () => {
  await open({ unregistered: true, timeoutMs: 300 });
  await control(running.sandbox, 'PUT', '/api-faults', [
    { fault: 'error', operation: 'listEvents', status: 401 },
  ]);
  await look();
  expect(said('API and key')).toMatch(/^To be mended .*refuses the key\. What to do: Copy it again/);
  expect(said('Category codes')).toMatch(/^Not known/);
  await control(running.sandbox, 'PUT', '/api-faults', []);
  running.proxy.fail('GET /events', { kind: 'silence' });
  await look();
  expect(said('API and key')).toMatch(/^To be mended .*could not be asked/);
  expect(operator.text).toMatch(/\d things? ha(s|ve) to be mended\./);
});

it('finds a clock that is wrong, a database that keeps nothing, and another program at the address', async () => {
  await open({ unregistered: true, env: { PUBLIC_URL: 'http://127.0.0.1:1' } });
  expect(said('Webhook endpoint reachable')).toMatch(/^To be mended Nothing answers at/);
  running.stepClock(600_000);
  jest.spyOn(running.store, 'proveDurable').mockRejectedValue(new Error('database or disk is full'));
  await look();
  expect(said('Clock against the API')).toMatch(/ 60\d seconds ahead of/);
  expect(said('Database')).toMatch(/^To be mended The database cannot be used: database or disk is full\./);
});

it('gives each check its time, and its failure', async () => {
  await open({ unregistered: true });
  const never = () => new Promise<never>(() => undefined);
  const fails = () => Promise.reject(new Error('no such thing'));
  const findings = await examine({ one: never, two: fails, three: () => ok('Fine.') }, 20);
  expect(findings.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
    ...['one problem', 'two problem', 'three ok'],
  ]);
  expect(findings[1]?.finding).toBe('It could not be checked: no such thing.');
});
