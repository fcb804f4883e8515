import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Person } from '../../test/support/browser-like';
import { complete } from './support/applicant';
import { DAY } from './support/movable-clock';
import { contractorFields, makeCovered, makeSession } from './support/objects';
import {
  runReceiver,
  runSandbox,
  until,
  type Answer,
  type Call,
  type RunningSandbox,
} from './support/running-sandbox';

let sandbox: RunningSandbox;
const others: { close(): Promise<unknown> }[] = [];
beforeEach(async () => void (sandbox = await runSandbox()));
afterEach(async () => {
  await sandbox.close();
  for (const other of others.splice(0)) await other.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

const keyOf = (name: string) => `t9k_test_acct_${name}_suite`;
/** Calls the API with a key of the account. */
const as =
  (name: string): Call =>
  (method, where, body, headers) =>
    sandbox.call(method, where, body, { authorization: `Bearer ${keyOf(name)}`, ...headers });

async function send(method: string, where: string, body?: object, headers: object = {}): Promise<Answer> {
  const response = await fetch(sandbox.url + where, {
    method,
    headers: { ...(method === 'GET' ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
const of = (name: string) => (method: string, where: string, body?: object) =>
  send(method, `/accounts/${name}/_sandbox${where}`, body);
const names = async () =>
  ((await send('GET', '/_sandbox/accounts')).body as { name: string }[]).map(({ name }) => name);
const countIn = async (call: Call) => ((await call('GET', '/contractors')).body as unknown[]).length;
const receive = async () => {
  const receiver = await runReceiver();
  others.push(receiver);
  return receiver;
};

test('the control API acts on the account of the key that it is called with', async () => {
  const authorization = `Bearer ${keyOf('one')}`;
  await send('POST', '/_sandbox/clock', { advance: '7d' }, { authorization });
  const ahead = async (where: string) => (await send('GET', `${where}/_sandbox/clock`)).body.offset as number;
  expect(await Promise.all(['/accounts/one', ''].map(ahead))).toEqual([7 * DAY, 0]);
  const { body } = await send('GET', '/_sandbox/accounts', undefined, { authorization });
  expect(body).toMatchObject([{ name: 'one' }]);
});

test('two accounts see nothing of each other, nor of the one that all other keys share', async () => {
  const [one, two] = [as('one'), as('two')];
  const { body: made } = await one('POST', '/contractors', contractorFields());
  expect(await Promise.all([one, two, sandbox.call].map(countIn))).toEqual([1, 0, 0]);
  expect((await two('GET', `/contractors/${made.id}`)).status).toBe(404);
  await of('one')('POST', '/clock', { advance: '7d' });
  await of('two')('POST', '/clock', { advance: '1d' });
  const ahead = async (where: string) => (await send('GET', `${where}/_sandbox/clock`)).body.offset as number;
  expect(await Promise.all(['/accounts/one', '/accounts/two', ''].map(ahead))).toEqual([7 * DAY, DAY, 0]);
  await of('two')('PUT', '/variants', { iso_dates: true });
  await of('two')('PUT', '/api-faults', [{ fault: 'error', operation: 'listJobs' }]);
  expect((await one('GET', '/jobs')).status).toBe(200);
  expect((await one('GET', '/contractors')).headers.get('sandbox-variants')).toBeNull();
  const { body: codes } = await of('one')('POST', '/category-codes', { name: 'Drone Pilot' });
  const codeList = async (call: Call) => JSON.stringify((await call('GET', '/category_codes')).body);
  expect(await codeList(one)).toContain(codes.category_code);
  expect(await codeList(two)).not.toContain(codes.category_code);
  const journal = async (where: string) =>
    ((await send('GET', `${where}/_sandbox/journal?limit=100`)).body as { operation: string }[]).map(
      (call) => call.operation,
    );
  expect(await journal('/accounts/one')).toContain('createContractor');
  expect(await journal('/accounts/two')).not.toContain('createContractor');
  expect(await journal('')).toEqual(['listContractors']);
  expect((await of('one')('POST', '/reset')).status).toBe(200);
  expect(await ahead('/accounts/two')).toBe(DAY);
});

test('each sends its events to its own receivers', async () => {
  const [first, second] = [await receive(), await receive()];
  await as('one')('POST', '/webhook_endpoints', { url: first.url });
  await as('two')('POST', '/webhook_endpoints', { url: second.url });
  const { policy: covered } = await makeCovered(as('one'));
  await until(() => first.deliveries.some(({ body }) => body.includes(String(covered.id))));
  const { session } = await makeSession(as('two'));
  await until(() => second.deliveries.length > 0);
  expect(JSON.stringify(second.deliveries)).toContain(session.id);
  expect(JSON.stringify(second.deliveries)).not.toContain(String(covered.id));
  expect(JSON.stringify(first.deliveries)).not.toContain(session.id);
});

test('every address leads back to the account: a contractor walks to the end there', async () => {
  const { session } = await makeSession(as('one'));
  expect(session.url).toBe(`${sandbox.url}/accounts/one/apply/sandbox/${session.id}`);
  expect((await complete(session.url)).returnedTo).toBe(session.success_url);
  const { body: policy } = await as('one')('GET', '/policies?limit=1');
  const address = /http[^"]*bound-policies[^"]*/.exec(JSON.stringify(policy))?.[0] ?? '';
  expect(address).toContain(`${sandbox.url}/accounts/one/bound-policies/`);
  expect((await fetch(address)).headers.get('content-type')).toBe('application/pdf');
  const { session: other } = await makeSession(as('one'));
  const leads = await fetch(other.url).then((page) => page.headers.get('set-cookie'));
  expect(leads).toContain('Path=/accounts/one/apply');
});

test('so do its page for a card and the portal behind a login link, with their cookies', async () => {
  const { contractor } = await makeSession(as('one'));
  const { body: link } = await as('one')('POST', `/contractors/${contractor}/login_link`, {});
  const entered = await fetch(link.login_url as string, { redirect: 'manual' });
  expect(entered.headers.get('location')).toBe('/accounts/one/portal');
  expect(entered.headers.get('set-cookie')).toContain('Path=/accounts/one/portal');
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const portal = await (await fetch(`${sandbox.url}/accounts/one/portal`, { headers: { cookie } })).text();
  expect(portal).toContain('action="/accounts/one/portal/sign-out"');
  expect(portal).not.toMatch(/(href|src|action)="\/(?!accounts\/one\/)/);
});

test('no page of an account leads out of it', async () => {
  await of('one')('POST', '/seed');
  await as('one')('POST', '/webhook_endpoints', { url: (await receive()).url });
  await as('one')('GET', '/robots');
  const seen = new Set<string>();
  const left = ['/accounts/one/'];
  const outside: string[] = [];
  const person = new Person(sandbox.url);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const kind = next.replace(/\?.*/, '').replace(/(\/[a-z_-]+)\/[^/]*\d[^/]*$/i, '$1/*');
    if (seen.has(kind)) continue;
    seen.add(kind);
    const { $, status, html, response } = await person.open(next);
    if (![200, 404].includes(status)) outside.push(`${next} answers ${status}`);
    if (!/html/.test(String(response.headers['content-type']))) continue;
    if (status === 404) outside.push(`${next} is not there`);
    for (const element of $('[href], [src], [action]').toArray()) {
      const { href, src, action } = element.attribs;
      const address = new URL(href ?? src ?? action ?? '', sandbox.url + next);
      if (address.origin !== sandbox.url) continue;
      if (!address.pathname.startsWith('/accounts/one/')) outside.push(`${next} -> ${address.pathname}`);
      else if (element.name === 'a') left.push(address.pathname + address.search);
    }
    expect(html).not.toContain(`${sandbox.url}/api/`);
  }
  expect(outside).toEqual([]);
  expect(seen.size).toBeGreaterThan(25);
});

test('forms of its pages work, and lead back', async () => {
  await as('one')('GET', '/contractors');
  const person = new Person(sandbox.url);
  await person.open('/accounts/one/clock');
  await person.submit('/accounts/one/clock', { step: '24h' });
  expect(person.page.path).toBe('/accounts/one/clock');
  expect(person.text).toContain('The clock moved forward by 1 day');
  expect(person.text).toContain('Account one');
  await person.open('/');
  expect(person.page.$('a[href="/accounts/one/"]')).toHaveLength(1);
});

test('below its address any test key is taken, but for one of another account', async () => {
  const get = (name: string, key: string) =>
    send('GET', `/accounts/${name}/api/v1/contractors`, undefined, { authorization: `Bearer ${key}` });
  await as('one')('POST', '/contractors', contractorFields());
  expect((await get('one', 't9k_test_any')).body).toHaveLength(1);
  expect((await get('ONE', 't9sk_test_acct_One_other')).body).toHaveLength(1);
  expect(await get('one', keyOf('two'))).toMatchObject({
    status: 403,
    body: { error_code: 'no_tenant_found' },
  });
  expect((await get('new', 't9k_test_any')).status).toBe(200);
  expect(await names()).toEqual(['new', 'one']);
});

test('an idempotency key is the same by both of its addresses', async () => {
  const headers = { authorization: `Bearer ${keyOf('one')}`, 'Ten99Policy-Idempotent-Key': 'k' };
  const fields = contractorFields();
  const first = await as('one')('POST', '/contractors', fields, headers);
  const again = await send('POST', '/accounts/one/api/v1/contractors', fields, headers);
  expect(again.body).toEqual(first.body);
});

test.each(['t9k_test_acct_', 't9k_test_acct_one', 't9k_test_acct_-x_y', `t9k_test_acct_${'x'.repeat(41)}_y`])(
  'the key %s is refused with the reason',
  async (key) => {
    const answer = await sandbox.call('GET', '/contractors', undefined, { authorization: `Bearer ${key}` });
    expect(answer).toMatchObject({ status: 401, body: { error_code: 'invalid_api_key' } });
    expect(answer.body.message).toContain('t9k_test_acct_NAME_anything');
  },
);

test.each(['/accounts/a.b/', '/accounts/..%2Fx/_sandbox/clock', '/accounts/a_b/api/v1/jobs'])(
  'the name in %s is refused with the reason',
  async (where) => {
    const { status, body } = await send('GET', where);
    expect(status).toBe(400);
    expect(body.message).toContain('letters (a to z), digits and dashes');
  },
);

test('looking for an account makes none', async () => {
  expect((await fetch(`${sandbox.url}/accounts/none/`)).status).toBe(404);
  expect((await of('none')('GET', '/clock')).status).toBe(404);
  expect((await send('GET', '/accounts/none/api/v1/jobs')).status).toBe(404);
  const elsewhere = { 'sec-fetch-site': 'cross-site' };
  expect((await send('POST', '/accounts/none/_sandbox/reset', {}, elsewhere)).status).toBe(403);
  expect(await names()).toEqual([]);
});

test('it is listed, survives a restart, is closed when nobody uses it, and is removed with all it holds', async () => {
  await as('one')('POST', '/contractors', contractorFields());
  const isOpen = async () => ((await send('GET', '/_sandbox/accounts')).body as { open: boolean }[])[0]!.open;
  expect(await isOpen()).toBe(true);
  await sandbox.stop();
  sandbox = await runSandbox({ dataDir: sandbox.dataDir, accountIdleMs: 20 });
  expect((await send('GET', '/_sandbox/accounts')).body).toEqual([
    {
      name: 'one',
      url: `${sandbox.url}/accounts/one`,
      api_base_url: `${sandbox.url}/accounts/one/api/v1`,
      key: 't9k_test_acct_one_…',
      open: false,
    },
  ]);
  expect(await countIn(as('one'))).toBe(1);
  await until(async () => !(await isOpen()));
  expect(await countIn(as('one'))).toBe(1);
  expect(await send('DELETE', '/_sandbox/accounts/one')).toMatchObject({
    status: 200,
    body: { removed: true },
  });
  expect(existsSync(path.join(sandbox.dataDir, 'accounts', 'one'))).toBe(false);
  expect((await send('DELETE', '/_sandbox/accounts/one')).status).toBe(404);
  expect(await countIn(as('one'))).toBe(0);
});

test('an account stays open while something is to happen in it', async () => {
  await sandbox.stop();
  sandbox = await runSandbox({ dataDir: sandbox.dataDir, accountIdleMs: 1 });
  const isOpen = async (name: string) =>
    ((await send('GET', '/_sandbox/accounts')).body as { name: string; open: boolean }[]).find(
      (one) => one.name === name,
    )!.open;
  await of('waits')('PUT', '/organisation', { issuance_seconds: 3600 });
  await of('waits')('POST', '/trigger', { type: 'application.complete' });
  await as('idle')('GET', '/jobs');
  await until(async () => !(await isOpen('idle')));
  expect(await isOpen('waits')).toBe(true);
});

test('a call that an account has not answered is cut off when it is removed', async () => {
  await as('one')('GET', '/jobs');
  await of('one')('PUT', '/api-faults', [{ fault: 'latency', ms: 60_000 }]);
  const call = as('one')('GET', '/jobs').then(
    () => 'answered',
    () => 'cut off',
  );
  await until(async () => {
    const [fault] = (await of('one')('GET', '/api-faults')).body as { hits?: number }[];
    return (fault?.hits ?? 1) > 0;
  });
  await new Promise((resolve) => setImmediate(resolve));
  await send('DELETE', '/_sandbox/accounts/one');
  expect(await call).toBe('cut off');
});

test('in memory an account stays while nobody uses it', async () => {
  await sandbox.close();
  sandbox = await runSandbox({ inMemory: true, accountIdleMs: 1 });
  await as('one')('POST', '/contractors', contractorFields());
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await countIn(as('one'))).toBe(1);
});

test('there are a hundred at most', async () => {
  await sandbox.close();
  sandbox = await runSandbox({ inMemory: true });
  for (let index = 0; index < 100; index += 1) await as(`a${index}`)('GET', '/jobs');
  const { status, body } = await as('b')('GET', '/jobs');
  expect(status).toBe(403);
  expect(body.message).toContain('Remove one: DELETE /_sandbox/accounts/NAME.');
  await send('DELETE', '/_sandbox/accounts/a7');
  expect((await as('b')('GET', '/jobs')).status).toBe(200);
});
