import { control } from './support/control';
import { eventsOf, typesOf } from './support/events';
import { DAY, MovableClock } from './support/movable-clock';
import { contractorFields, makeCovered, makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
const clock = new MovableClock();
const start = clock.seconds;

beforeEach(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterEach(() => sandbox.close());

const shown = async () => (await control(sandbox, 'GET', '/clock')).body.now as number;
const move = (body: unknown) => control(sandbox, 'POST', '/clock', body);

test('the clock shows real time until it is moved, by a duration or to a time', async () => {
  const at = (seconds: number) => ({ now: start + seconds, offset: seconds });
  expect((await control(sandbox, 'GET', '/clock')).body).toEqual({
    ...at(0),
    iso: '2026-03-01T12:00:00Z',
    stands: false,
    seed: null,
    next: null,
    epoch: expect.any(String),
  });
  expect((await move({ advance: '24h' })).body).toMatchObject({ ...at(DAY), iso: '2026-03-02T12:00:00Z' });
  expect((await move({ advance: 90 })).body).toMatchObject(at(DAY + 90));
  expect((await move({ advance: '30' })).body).toMatchObject(at(DAY + 120));
  expect((await move({ advance: '1.5 m' })).body).toMatchObject(at(DAY + 210));
  expect((await move({ to: start + 2 * DAY })).body).toMatchObject(at(2 * DAY));
  expect(await shown()).toBe(start + 2 * DAY);
  const made = await sandbox.call('POST', '/contractors', contractorFields());
  expect(made.body.created).toBe(start + 2 * DAY);
});

test.each([
  [{}, 'advance'],
  [{ advance: '1h', to: start + 10 }, 'advance'],
  [{ advance: 'soon' }, 'advance'],
  [{ advance: -5 }, 'advance'],
  [{ advance: 0 }, 'advance'],
  [{ advance: 1e300 }, 'advance'],
  [{ advance: '9999w' }, 'advance'],
  [{ advance: ['1h'] }, 'advance'],
  [{ to: start - 1 }, 'to'],
  [{ to: 1e15 }, 'to'],
  [{ to: '2026-01-01' }, 'to'],
  [{ hours: 24 }, 'hours'],
])('%j is refused with the field named, and the clock stays', async (body, field) => {
  const answer = await move(body);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ error_code: 'invalid_input', message: { [field]: expect.any(String) } });
  expect(await shown()).toBe(start);
});

test('what is not JSON, and what other sites send, is refused', async () => {
  for (const body of ['{"advance":', '"1h"', '[]', 'null']) expect((await move(body)).status).toBe(400);
  const from = (headers: Record<string, string>) =>
    control(sandbox, 'POST', '/clock', { advance: '1h' }, headers);
  expect((await from({ 'content-type': 'text/plain' })).body.message).toContain('Content-Type');
  expect((await from({ origin: 'https://example.com' })).status).toBe(403);
  expect((await from({ origin: 'null' })).status).toBe(403);
  expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await from({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect(await shown()).toBe(start);
  expect((await from({ origin: sandbox.url, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  const unknown = await control(sandbox, 'GET', '/nothing');
  expect([unknown.status, unknown.body.error_code]).toEqual([404, 'resource_not_found']);
});

test('24 hours later the card is charged and the assignment is active', async () => {
  const { contractor, nextJob } = await makeCovered(sandbox.call);
  const made = await sandbox.call('POST', '/assignments', { contractor, job: nextJob });
  expect(made.status).toBe(201);
  expect((await move({ advance: '24h' })).body.done).toBe(1);
  expect(await typesOf(sandbox.call, made.body.id)).toEqual(['assignment.active']);
});

test('a jump does everything in between in the order of its time, dated then', async () => {
  const first = await makeSession(sandbox.call);
  await move({ advance: '1h' });
  const second = await makeSession(sandbox.call);
  await move({ advance: '60d' });
  const expired = await eventsOf(sandbox.call, ({ type }) => type === 'application.expired');
  expect(expired.map(({ data, created }) => [String(data.id), created])).toEqual([
    [first.session.id, start + 30 * DAY],
    [second.session.id, start + 3600 + 30 * DAY],
  ]);
});

test('the table of test data is there for other programs', async () => {
  const { status, body } = await control(sandbox, 'GET', '/test-data');
  expect(status).toBe(200);
  expect(body).toContainEqual({
    name: 'Not eligible',
    field: 'contractor.last_name',
    value: 'Ineligible',
    effect: expect.stringContaining('application.ineligible'),
  });
  for (const row of body) expect(Object.keys(row)).toEqual(['name', 'field', 'value', 'effect']);
});

test('an empty sandbox can begin earlier, from where its clock runs on to real time', async () => {
  const epoch = async () => (await control(sandbox, 'GET', '/clock')).body.epoch as string;
  const before = await epoch();
  expect(await epoch()).toBe(before);
  const long = Math.floor(clock.now() / 1000) - 90 * DAY;
  await control(sandbox, 'POST', '/reset', { at: long });
  expect((await control(sandbox, 'GET', '/clock')).body).toMatchObject({ now: long });
  expect(await epoch()).not.toBe(before);
  await move({ to: Math.floor(clock.now() / 1000) });
  expect((await control(sandbox, 'GET', '/clock')).body).toMatchObject({ offset: 0 });
  expect((await control(sandbox, 'POST', '/reset', { at: 5 })).status).toBe(400);
});
