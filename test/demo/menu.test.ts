import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
});
beforeEach(() => {
  person = new Person(running.url);
});
afterEach(async () => {
  running.proxy.clear();
  await control('DELETE', '/api-faults');
});
afterAll(() => running.stop());

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${running.sandbox.url}/_sandbox${path}`, {
    method,
    ...(method !== 'GET' && { headers }),
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.json();
}
const countOnboardings = async () =>
  Object.values(await running.store.lists.counts()).reduce((sum, count) => sum + count, 0);
const countObjects = async (kind: string) => {
  const key = running.deps.config.api.key;
  const headers = { authorization: `Bearer ${key}`, 'ten99policy-environment': 'sandbox' };
  const answer = await fetch(`${running.sandbox.url}/api/v1/${kind}?limit=100`, { headers });
  return ((await answer.json()) as unknown[]).length;
};
const notice = () => person.page.$('.pa-notice p').text().replace(/\s+/g, ' ').trim();
const navigation = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

test('an app with a key has no demo, and says where its API is', async () => {
  const other = await startApp({ beside: running, unregistered: true });
  const visitor = new Person(other.url);
  await visitor.open('/demo');
  expect(visitor.page.status).toBe(404);
  await visitor.open('/');
  expect(visitor.page.$('.pa-demo-link')).toHaveLength(0);
  expect(visitor.page.$('.pa-environment').text()).toContain('Local sandbox');
  await other.stop();
});

test('an empty list of onboardings shows what can be played', async () => {
  await person.open('/');
  expect(person.text).toContain('Watch a contractor become covered in 60 seconds');
  expect(person.page.$('.pa-scenario')).toHaveLength(9);
  const said = 'Two presses, real calls, and the event is the proof.';
  const seen = 'They sign and pay, and the policy is there.';
  for (const words of [said, seen]) expect(person.page.$('.pa-hero').text()).toContain(words);
  await person.open('/demo');
  for (const words of [said, seen]) expect(person.page.$('.pa-demo__words').text()).toContain(words);
  expect(person.page.$('.pa-demo__words dt')).toHaveLength(10);
  await person.open('/?show=done');
  expect(person.text).toContain('No onboarding is done yet');
});

describe('what is played by address', () => {
  it('waits for a press, where nobody went to it', async () => {
    await person.open('/demo/covered');
    expect(person.page.path).toBe('/demo/covered');
    for (const more of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-purpose': 'prefetch' }]) {
      const answer = await person.get('/demo/covered', { ...navigation, ...more });
      expect([answer.status, answer.text.includes('Play it')]).toEqual([200, true]);
    }
    expect(await countOnboardings()).toBe(0);
  });

  it('is not there under another name', async () => {
    expect((await person.open('/demo/nothing')).status).toBe(404);
  });

  it('needs no more than the address', async () => {
    const answer = await person.get('/demo/vendor-down', navigation);
    expect([answer.status, answer.headers.location]).toEqual([303, expect.stringMatching(/\/quote$/)]);
    expect(await countOnboardings()).toBe(1);
  });
});

describe('where something is in the way', () => {
  it.each([['POST /contractors'], ['POST /jobs'], ['POST /apply/sessions']])(
    'of %s, it says so, and leaves nothing half made',
    async (call) => {
      const before = [await countOnboardings(), await countObjects('contractors')];
      running.proxy.fail(call, { kind: 'answer', status: 500 });
      await person.open('/demo');
      await person.submit('/demo/covered');
      expect(person.page.path).toBe('/demo');
      expect(notice()).toContain('“Covered in 60 seconds” could not be prepared, and was taken back');
      expect(notice()).toContain('Something failed inside the API');
      expect(person.page.$('.pa-scene')).toHaveLength(0);
      expect([await countOnboardings(), await countObjects('contractors')]).toEqual(before);
    },
  );

  it('faults that are on are switched off before it begins', async () => {
    await person.open('/demo');
    await person.submit('/demo/faults', { preset: 'down' });
    expect(person.text).toContain('API down: calls are answered 503');
    await person.submit('/demo/covered');
    expect(person.text).toContain('The application is ready');
    expect(await control('GET', '/api-faults')).toEqual([]);
  });

  it('a press of a page that is behind does nothing again', async () => {
    await person.open('/demo');
    await person.submit('/demo/expired');
    const press = person.formBody('/demo/next');
    await person.submit('/demo/next');
    expect((await person.post(press)).headers.location).toBe('/demo');
    await person.open('/demo');
    expect(notice()).toContain('Nothing was pressed twice');
  });
});

test('faults of a scenario end with it', async () => {
  await person.open('/demo');
  await person.submit('/demo/vendor-down');
  expect(await control('GET', '/api-faults')).toHaveLength(1);
  await person.submit('/demo/end');
  expect(await control('GET', '/api-faults')).toEqual([]);
  expect(person.page.$('.pa-scene')).toHaveLength(0);
});

test('faults are switched on and off', async () => {
  await person.open('/demo');
  await person.submit('/demo/faults', { preset: 'one-lost' });
  expect(person.text).toContain('The next webhook is lost');
  await person.submit('/demo/faults', { preset: 'slow' });
  expect(person.text).toContain('Slow: each call waits 2 s');
  await person.submit('/demo/faults/off');
  expect(person.text).toContain('None is on');
  await person.submit('/demo/faults', { preset: 'nonsense' });
  expect(notice()).toContain('Choose what is to go wrong.');
});

test('the clock moves by a day, and to what comes next', async () => {
  await person.open('/demo');
  await person.submit('/demo/review');
  await person.open('/demo');
  expect(person.text).toContain('Next: the manual review is decided, in');
  await person.submit('/demo/clock', { step: 'next' });
  expect(notice()).toContain('The manual review is decided.');
  const { offset } = (await control('GET', '/clock')) as { offset: number };
  await person.submit('/demo/clock', { step: 'day' });
  expect(await control('GET', '/clock')).toMatchObject({ offset: offset + 86_400 });
  expect(person.text).toMatch(/\d+ d .*ahead/);
});

test('a clock that was left in the past, as when loading was cut short, is told of and set right', async () => {
  const at = Math.floor(Date.now() / 1000) - 50 * 86_400;
  await control('POST', '/reset', { seed: 'cut short', at, clock_runs: true });
  await person.open('/demo');
  expect(person.text).toMatch(/(49 d 23 h|50 d)[^.]* behind\./);
  expect(person.text).toContain('It stands in the past, as when loading was cut short. Move it to real time');
  await person.submit('/demo/clock', { step: 'real' });
  expect(notice()).toContain('The clock moved on: To real time.');
  expect(person.text).toContain('Real time.');
  expect(person.text).not.toContain('It stands in the past');
  expect(Math.abs(((await control('GET', '/clock')) as { offset: number }).offset)).toBeLessThan(2);
});

test('a sandbox that is away is said to be away', async () => {
  const gone = await startApp({ ownsSandbox: true, beside: running, unregistered: true });
  running.proxy.fail('GET /_sandbox/clock', { kind: 'reset' });
  const visitor = new Person(gone.url);
  await visitor.open('/demo');
  expect(visitor.page.status).toBe(200);
  expect(visitor.text).toContain('The local sandbox does not answer.');
  await gone.stop();
});
