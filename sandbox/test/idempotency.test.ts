import path from 'node:path';
import { openSqlite } from '../../lib/sqlite';
import { control } from './support/control';
import { DAY, MovableClock } from './support/movable-clock';
import { contractorFields, makeBasics, makeSession, type Made } from './support/objects';
import { runSandbox, seen, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const header = 'Ten99Policy-Idempotent-Key';
const post = (key: string, where: string, body: object = {}) =>
  sandbox.call('POST', where, body, { [header]: key });
const advance = (by: string) => control(sandbox, 'POST', '/clock', { advance: by });

test('a day of the sandbox’s clock is how long answers and failures are kept', async () => {
  const body = contractorFields();
  const first = await post('day', '/contractors', body);
  const refused = await post('day of a failure', '/contractors', body);
  expect([first.status, refused.body.error_code]).toEqual([201, 'duplicate_email']);
  await sandbox.call('DELETE', `/contractors/${first.body.id}`);
  await advance('23h');
  expect((await post('day', '/contractors', body)).body).toEqual(first.body);
  expect((await post('day of a failure', '/contractors', body)).body).toEqual(refused.body);
  await advance('2h');
  const anew = await post('day of a failure', '/contractors', body);
  expect(anew.status).toBe(201);
  expect((await post('day', '/contractors', body)).body.error_code).toBe('duplicate_email');
});

test('a server error is kept too, but not trouble with the database', async () => {
  const { quote } = await makeSession(sandbox.call);
  const database = openSqlite(path.join(sandbox.dataDir, 'sandbox.sqlite'));
  const [row] = database.prepare('SELECT data FROM objects WHERE id = ?').all([quote.id]);
  const set = database.prepare('UPDATE objects SET data = ? WHERE id = ?');
  set.run(['{', quote.id]);
  await seen();
  const body = { quote: quote.id };
  expect((await post('failed', '/apply/sessions', body)).body.error_code).toBe('general_error');
  set.run([(row as { data: string }).data, quote.id]);
  await seen();
  const again = await post('failed', '/apply/sessions', body);
  expect([again.status, again.body.error_code]).toEqual([500, 'general_error']);
  expect((await post('another', '/apply/sessions', body)).status).toBe(201);

  database.exec('ALTER TABLE lookups RENAME TO lost');
  await seen();
  const lost = await post('lost', '/apply/sessions', body);
  expect([lost.status, lost.body.error_code]).toEqual([500, 'database_operational_error']);
  database.exec('ALTER TABLE lost RENAME TO lookups');
  database.close();
  await seen();
  expect((await post('lost', '/apply/sessions', body)).status).toBe(201);
});

test('a call that fails in its middle leaves nothing behind, with a key or without', async () => {
  const { contractor } = await makeBasics(sandbox.call);
  const list = async (): Promise<unknown> => (await sandbox.call('GET', '/contractors')).body;
  const before = await list();
  const database = openSqlite(path.join(sandbox.dataDir, 'sandbox.sqlite'));
  // An object is written first, and then what finds it.
  database.exec('ALTER TABLE lookups RENAME TO lost');
  await seen();
  const failed = [
    await post('half', '/contractors', contractorFields()),
    await sandbox.call('POST', '/contractors', contractorFields()),
    await sandbox.call('PUT', `/contractors/${contractor}`, { company_name: 'Half' }),
    await sandbox.call('DELETE', `/contractors/${contractor}`),
  ];
  database.exec('ALTER TABLE lost RENAME TO lookups');
  database.close();
  await seen();
  expect(failed.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  expect(await list()).toEqual(before);
});

test('every answer carries the key, whichever header it came in', async () => {
  const body = contractorFields();
  const keyOf = async (key: string, sent: object) =>
    (await post(key, '/contractors', sent)).headers.get(header);
  expect(await keyOf('echo', body)).toBe('echo');
  expect(await keyOf('echo', body)).toBe('echo');
  expect(await keyOf('echo', { ...body, phone: '1' })).toBe('echo');
  expect(await keyOf('echo of a refusal', {})).toBe('echo of a refusal');
  const sdk = (fields: object) => sandbox.call('POST', '/contractors', fields, { 'Idempotency-Key': 'sdk' });
  const fields = contractorFields();
  const first = await sdk(fields);
  expect(first.headers.get(header)).toBe('sdk');
  expect((await sdk(fields)).body).toEqual(first.body);
});

test('it counts for POST alone', async () => {
  const { contractor } = await makeBasics(sandbox.call);
  const key = { [header]: 'no post' };
  const put = (company_name: string) =>
    sandbox.call('PUT', `/contractors/${contractor}`, { company_name }, key);
  expect((await put('A')).body.company_name).toBe('A');
  expect((await put('B')).body.company_name).toBe('B');
  expect((await sandbox.call('GET', `/contractors/${contractor}`, undefined, key)).status).toBe(200);
  const remove = () => sandbox.call('DELETE', `/contractors/${contractor}`, undefined, key);
  expect((await remove()).status).toBe(200);
  expect((await remove()).status).toBe(404);
});

test('twins at the same time make one object, each kind of POST', async () => {
  const { session, job } = await makeSession(sandbox.call);
  for (const [where, body] of [
    ['/webhook_endpoints', { url: 'http://127.0.0.1:9/hook', events: ['category_code.added'] }],
    [`/apply/sessions/${session.id}/expire`, {}],
    ['/assignments/cancel', { job_id: job }],
  ] as const) {
    const twins = await Promise.all([1, 2, 3, 4].map(() => post(`twin of ${where}`, where, body)));
    expect(new Set(twins.map((twin) => JSON.stringify([twin.status, twin.body]))).size).toBe(1);
  }
  expect((await sandbox.call('GET', '/webhook_endpoints')).body).toHaveLength(1);
});

test('a repeat with another body is refused in words, and takes nothing away', async () => {
  const body = contractorFields();
  const first = await post('mixed', '/contractors', body);
  const other = await post('mixed', '/contractors', { ...body, phone: '1' });
  expect([other.status, other.body.error_code]).toEqual([400, 'bad_request']);
  expect(other.body.message).toMatch(/idempotency key was used before/);
  expect((await post('mixed', '/contractors', body)).body).toEqual(first.body);
  expect((await post('x'.repeat(256), '/contractors', contractorFields())).body.message).toMatch(/255/);
});

test('a key has at most 255 characters', async () => {
  const longest = 'x'.repeat(255);
  expect((await post(longest, '/entities', { name: 'Acme' })).headers.get(header)).toBe(longest);
});

test('an answer is kept for a day to the second', async () => {
  const clock = new MovableClock();
  const own = await runSandbox({ now: clock.now });
  const send = () => own.call('POST', '/entities', { name: 'Acme' }, { [header]: 'day' });
  const { id } = (await send()).body as Made;
  clock.move(DAY - 1);
  expect((await send()).body.id).toBe(id);
  clock.move(1);
  expect((await send()).body.id).not.toBe(id);
  await own.close();
});
