import { rmSync } from 'node:fs';
import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { complete } from './support/applicant';
import { DAY } from './support/movable-clock';
import { contractorFields, makeSession } from './support/objects';
import { runReceiver, runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
const others: { close(): Promise<unknown> }[] = [];
const run = async (options: Parameters<typeof runSandbox>[0] = {}) => {
  sandbox = await runSandbox(options);
  return sandbox;
};
afterEach(async () => {
  await sandbox.close();
  for (const other of others.splice(0)) await other.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

const START = Date.UTC(2026, 0, 1, 12) / 1000;
const email = { email: 'joe@example.com' };
const create = (fields: object = email) =>
  sandbox.call('POST', '/contractors', { ...contractorFields(), ...fields });
const reset = (body: object = {}) => control(sandbox, 'POST', '/reset', body);
/** Everything that the API and the pages show, without the address of this sandbox. */
async function walk(): Promise<string> {
  const { session } = await makeSession(sandbox.call, {}, email);
  await complete(session.url);
  await control(sandbox, 'POST', '/clock', { advance: '36h' });
  await control(sandbox, 'POST', '/seed');
  await create({ ...email, first_name: 'Refused', address: {} });
  await create({ email: 'last@example.com' });
  const lists = [
    '/contractors',
    '/quotes',
    '/apply/sessions',
    '/policies',
    '/assignments',
    '/invoices',
    '/events',
  ];
  const answers = [];
  for (const list of lists) answers.push((await sandbox.call('GET', `${list}?limit=100`)).body);
  const person = new Person(sandbox.url);
  const screens = [];
  for (const path of [
    '/objects/contractor',
    '/events',
    '/clock',
    '/objects/policy',
    '/objects/certificate',
  ]) {
    screens.push((await person.open(path)).$('main').text());
  }
  return JSON.stringify([answers, screens]).replaceAll(sandbox.url, '');
}

test('the same calls have the same ids, rates, times and screens', async () => {
  const first = await runSandbox({ seed: 'abc', inMemory: true });
  others.push(first);
  sandbox = first;
  const before = await walk();
  expect(before).toContain(`"created":${START}`);
  await run({ seed: 'abc' });
  expect(await walk()).toBe(before);
  await reset();
  expect(await walk()).toBe(before);
  await reset({ seed: 'other' });
  const other = await walk();
  expect(other).not.toBe(before);
  await reset({ seed: 'abc' });
  expect(await walk()).toBe(before);
});

test('the clock stands at a fixed time, and goes on when it is moved', async () => {
  await run({ seed: 'abc' });
  const clock = async () => (await control(sandbox, 'GET', '/clock')).body as object;
  expect(await clock()).toMatchObject({ now: START, stands: true, seed: 'abc' });
  await control(sandbox, 'POST', '/clock', { advance: '1d' });
  expect(await clock()).toMatchObject({ now: START + DAY });
  expect((await create()).body).toMatchObject({ created: START + DAY });
  const person = new Person(sandbox.url);
  await person.open('/clock');
  expect(person.text).toContain('Stands until it is moved, as a seed is set');
  await reset({ seed: null });
  expect(await clock()).toMatchObject({ stands: false, seed: null, offset: 0 });
});

test('each kind of object has names of its own: more of one changes none of another', async () => {
  await run({ seed: 'abc' });
  const { body: first } = await create();
  await reset();
  for (const name of ['Apple', 'Pear']) await sandbox.call('POST', '/entities', { name });
  expect((await create()).body).toEqual(first);
});

test('no id is given twice: after a restart, an import, a call that failed, and where endpoints were kept', async () => {
  await run({ seed: 'abc' });
  const receiver = await runReceiver();
  others.push(receiver);
  const endpoint = async () =>
    (await sandbox.call('POST', '/webhook_endpoints', { url: receiver.url })).body.id as string;
  const kept = await endpoint();
  const ids = [(await create()).body.id];
  await sandbox.stop();
  await run({ seed: 'abc', dataDir: sandbox.dataDir });
  ids.push((await create({ email: 'b@example.com' })).body.id);
  const state = (await control(sandbox, 'GET', '/export')).body as object;
  await sandbox.call('DELETE', `/contractors/${ids[1]}`);
  ids.push((await create({ email: 'c@example.com' })).body.id);
  await reset({ seed: null });
  await control(sandbox, 'POST', '/import', state);
  // It goes on where the exported state was.
  expect((await create({ email: 'c@example.com' })).body.id).toBe(ids[2]);
  expect(new Set(ids).size).toBe(3);
  await reset();
  expect(await endpoint()).not.toBe(kept);
});

test('faults that hit by chance hit the same calls', async () => {
  await run({ seed: 'abc', unchecked: true });
  const hits = async () => {
    await control(sandbox, 'PUT', '/api-faults', [{ fault: 'error', rate: 0.5 }]);
    const statuses = [];
    for (let index = 0; index < 20; index += 1) statuses.push((await sandbox.call('GET', '/jobs')).status);
    return statuses;
  };
  const first = await hits();
  expect(new Set(first)).toEqual(new Set([200, 500]));
  await reset();
  expect(await hits()).toEqual(first);
});

test('what must not be guessed is not decided by it', async () => {
  const secrets = async () => {
    const { body } = await sandbox.call('POST', '/webhook_endpoints', { url: 'https://example.com/hook' });
    return { id: body.id as string, secret: body.secret as string, key: sandbox.apiKey };
  };
  others.push(await run({ seed: 'abc', inMemory: true }));
  const first = await secrets();
  await run({ seed: 'abc' });
  const second = await secrets();
  expect(second.id).toBe(first.id);
  expect(second.secret).not.toBe(first.secret);
  expect(second.key).not.toBe(first.key);
});

test('a sandbox that holds something takes no seed from its settings, and says so', async () => {
  await run();
  const { body } = await create();
  await sandbox.stop();
  const logger = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  await run({ dataDir: sandbox.dataDir, seed: 'abc', logger });
  expect((await control(sandbox, 'GET', '/clock')).body).toMatchObject({ seed: null, stands: false });
  expect((await sandbox.call('GET', `/contractors/${body.id}`)).status).toBe(200);
  expect(logger.warn).toHaveBeenCalledWith(
    { seed: 'abc' },
    expect.stringContaining('reset it with the seed'),
  );
});

test.each([{ seed: '' }, { seed: 7 }, { seed: 'x'.repeat(101) }])(
  'a wrong seed is refused: %j',
  async (body) => {
    await run();
    const answer = await reset(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.message)).toEqual(['seed']);
  },
);
