import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

const PASSWORD = 'a long pass phrase';
const KEYS = '/compliance/keys';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({ unregistered: true, env: { OPERATOR_PASSWORD: PASSWORD } });
  operator = new Person(running.url);
  await operator.open('/');
  await operator.submit('/sign-in', { password: PASSWORD });
});
afterAll(() => running.stop());

const ask = (headers: Record<string, string> = {}) =>
  fetch(`${running.url}/api/coverage?contractor=cn_nobody`, { headers, redirect: 'manual' });
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

async function make(name: string): Promise<string> {
  await operator.open(KEYS);
  await operator.submit(KEYS, { name });
  return operator.page.$('#made code').text();
}
const revoke = (name: string) => {
  const { $ } = operator.page;
  const row = $('tr')
    .toArray()
    .find((element) => $(element).find('th').text() === name);
  return operator.submit($(row).find('form').attr('action') ?? '');
};

describe('keys for machines', () => {
  it('are made by name, shown once, and open the gate until they are revoked', async () => {
    await operator.open(KEYS);
    expect(operator.text).toContain('No keys yet');
    const key = await make('Shift planner');
    expect(key).toMatch(/^gate_[\w-]{43}$/);
    expect((await ask(bearer(key))).status).toBe(200);

    await operator.open(KEYS);
    expect(operator.page.html).not.toContain(key);
    expect(operator.page.$('td[data-label="Last used"]').text().trim()).toMatch(/^(just now|\d+ s ago)$/);
    await revoke('Shift planner');
    expect(operator.text).toContain('it opens nothing any more');
    expect((await ask(bearer(key))).status).toBe(401);
  });

  it('are neither kept nor logged', async () => {
    const key = await make('Timesheets');
    await ask(bearer(key));
    await ask({ Authorization: `bearer ${key}` });
    const { sql: db } = running.made.database;
    const rows = await db.selectFrom('machine_keys').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(key.slice(5));
    expect(running.log.join('')).not.toContain(key.slice(5));
  });

  it('are made once by a form that is sent twice', async () => {
    await operator.open(KEYS);
    const body = operator.formBody(KEYS, { name: 'Twice' });
    const [first, second] = [await operator.post(body), await operator.post(body)];
    expect([first.status, second.status]).toEqual([200, 303]);
    await operator.open(KEYS);
    expect(operator.text).toContain('This form made its key already');
    expect(operator.page.$('tbody th').text()).toMatch(/^Twice/);
    expect(operator.page.$('tbody th').text()).not.toMatch(/Twice.*Twice/);
  });

  it('need a name that tells them apart', async () => {
    await operator.open(KEYS);
    await operator.submit(KEYS, { name: ' ' });
    expect([operator.page.status, operator.problems]).toEqual([
      400,
      ['Enter a name: which program uses the key?'],
    ]);
    await operator.submit(KEYS, { name: 'x'.repeat(61) });
    expect([operator.page.status, operator.value('name')]).toEqual([400, 'x'.repeat(61)]);
  });

  it('write when they were used last now and then, and not with each use', async () => {
    const key = await make('Often');
    const written = jest.spyOn(running.store.machineKeys, 'noteUse');
    for (let times = 0; times < 3; times += 1) await ask(bearer(key));
    expect(written).toHaveBeenCalledTimes(1);
    running.advance(6 * 60_000);
    await ask(bearer(key));
    expect(written).toHaveBeenCalledTimes(2);
  });

  it('fill more pages than one', async () => {
    for (let count = 0; count < 30; count += 1)
      await running.store.machineKeys.add(`key-number-${count}`, `hash ${count}`, `Program ${count}`);
    await operator.open(KEYS);
    expect(operator.page.$('tbody tr')).toHaveLength(25);
    await operator.open(operator.page.$('a[rel=next]').attr('href') ?? '');
    expect(operator.text).toContain('Program 0');
    expect(operator.text).not.toContain('Program 29');
  });
});

describe('whoever shows none, or a wrong one', () => {
  it.each([
    ['none', {}],
    ['a wrong one', bearer('gate_wrong')],
    ['a password', { Authorization: 'Basic YTpi' }],
    ['an empty one', { Authorization: 'Bearer ' }],
  ])('%s: is told in JSON how to get one', async (_name, headers) => {
    const answer = await ask(headers);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      fix: expect.stringContaining('Authorization: Bearer') as string,
    });
  });

  it('cannot try wrong keys without end', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => ask(bearer('gate_wrong'))));
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('opens no page of the operators with a key', async () => {
    const key = await make('Curious');
    const page = await fetch(`${running.url}${KEYS}`, { headers: bearer(key), redirect: 'manual' });
    expect(page.status).toBe(303);
  });
});
