import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
let operator: Person;
beforeEach(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    maxRetries: 0,
  });
  operator = new Person(running.url);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await running.stop();
});

const kept = (limit = 1000) => running.store.rejected.page({ limit });
const written = (count: number) => until(async () => (await kept()).length === count);

it('says that nothing was rejected', async () => {
  await operator.open('/events');
  await operator.follow('Rejected deliveries');
  expect(operator.text).toContain('Nothing was rejected');
});

it('shows each with its reason and its fix, apart from the log, and applies none', async () => {
  const event = anEvent({ type: 'policy.cancelled', data: { id: 'pl_rejected' } });
  await deliver(running.url, event, { secret: 'whsec_of_another_endpoint' });
  await deliver(running.url, event, { secret: '', headers: { 'X-Other-Signature': 'abc' } });
  await deliver(running.url, event, { at: 1000 });
  await deliver(running.url, Buffer.from('no json'));
  await fetch(`${running.url}/webhook/1099policy`, { method: 'POST', body: '{}' });
  await written(5);
  await operator.open('/events/rejected');
  for (const words of [
    'The signature fits none of the secrets in force',
    'It came without the header that signs it.',
    'It was signed too long ago',
    'The body is no event',
    'It was sent to a path that is not quite the right one.',
    'TEN99POLICY_WEBHOOK_VERIFY=api',
    'Set the clock of this machine',
    'x-other-signature',
    '401 signature_mismatch',
    'pl_rejected',
  ])
    expect(operator.text).toContain(words);
  await operator.open('/events');
  expect(operator.text).toContain('No events yet');
  expect(await running.store.events.page({ limit: 1 })).toEqual([]);
});

it('keeps no secret of a body, also not of one that is cut', async () => {
  const long = { note: 'n'.repeat(1990), tax_identification: '123456789', mine: `x ${SECRET} y` };
  const short = { tax_identification: '123456789', secret: 'hush-hush', key: 't9k_test_abcdef' };
  for (const data of [long, short]) await deliver(running.url, anEvent({ data }), { secret: '' });
  await written(2);
  const bodies = (await kept()).map(({ body }) => body!);
  for (const body of bodies) {
    expect(body.length).toBeLessThanOrEqual(2000);
    for (const secret of ['123456789', '12345', 'hush-hush', 't9k_test_abcdef', SECRET])
      expect(body).not.toContain(secret);
  }
  expect(bodies.join('')).toContain('[redacted]');
});

it('notes a few of a flood and counts the rest, in few writes', async () => {
  const keep = jest.spyOn(running.store.rejected, 'keep');
  const body = Buffer.from(JSON.stringify(anEvent()));
  for (let round = 0; round < 10; round += 1)
    await Promise.all(Array.from({ length: 50 }, () => deliver(running.url, body, { secret: '' })));
  await until(async () => (await kept()).reduce((sum, { times }) => sum + times, 0) === 500);
  expect((await kept()).map(({ times }) => times)).toEqual([496, 1, 1, 1, 1]);
  expect(keep.mock.calls.length).toBeLessThan(20);
  await operator.open('/events/rejected');
  expect(operator.text).toContain('Refused for this reason 495 times more until');
  // A minute later it is told anew.
  running.advance(61_000);
  await deliver(running.url, body, { secret: '' });
  await written(6);
});

it('keeps the latest two hundred', async () => {
  const row = { reason: 'not_an_event', status: 400, network: '::1', headers: '', first_at: 1, last_at: 1 };
  await running.store.rejected.keep(Array.from({ length: 150 }, (_, times) => ({ ...row, times })));
  await running.store.rejected.keep(
    Array.from({ length: 120 }, (_, times) => ({ ...row, times: 150 + times })),
  );
  const times = (await kept()).map((one) => one.times);
  expect(times).toEqual(Array.from({ length: 200 }, (_, index) => 269 - index));
  await operator.open('/events/rejected');
  expect(operator.page.$('article')).toHaveLength(25);
  await operator.open(operator.page.$('a[rel=next]').attr('href')!);
  expect(operator.page.$('article')).toHaveLength(25);
  expect(operator.page.$('a[rel=prev]')).toHaveLength(1);
  // Places that no row has: at the end, and beyond the largest id.
  await operator.open('/events/rejected?after=0');
  const { id: oldest } = (await kept()).at(-1)!;
  expect(operator.page.$('a[rel=next]').attr('href')).toMatch(new RegExp(`before=${oldest}$`));
  expect((await operator.open('/events/rejected?before=999999999999')).status).toBe(200);
});

it('answers deliveries while they cannot be noted', async () => {
  jest.spyOn(running.store.rejected, 'keep').mockRejectedValue(new Error('database is locked'));
  expect((await deliver(running.url, anEvent(), { secret: '' })).status).toBe(401);
  await until(() => running.log.some((line) => line.includes('rejected deliveries could not be noted')));
  expect((await deliver(running.url, anEvent())).status).toBe(200);
});
