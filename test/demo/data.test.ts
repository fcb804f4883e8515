import { DAYS, demoPlan } from '../../src/demo/data/plan';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
  person = new Person(running.url);
});
afterAll(() => running.stop());

const read = async (path: string) => (await fetch(`${running.sandbox.url}${path}`)).json();
const clock = async () => (await read('/_sandbox/clock')) as { now: number; offset: number };
const list = async (kind: string) => {
  const headers = { authorization: `Bearer ${running.sandbox.sandbox.apiKey}` };
  const answer = await fetch(`${running.sandbox.url}/api/v1/${kind}?limit=100`, { headers });
  return (await answer.json()) as { email: string; created: number }[];
};
const load = async () => {
  await person.open('/');
  await person.submit('/demo/load');
  expect(person.page.path).toBe('/demo');
  expect(person.page.response.headers.refresh).toBe('1');
  expect(person.text).toContain('Loading the demo set');
};

test('the same seed plans the same set, of which the oldest is first', () => {
  const plan = (seed: number) => demoPlan(seed).map(({ ago }) => ago);
  expect(plan(1)).toEqual(plan(1));
  expect(plan(1)).not.toEqual(plan(2));
  expect(plan(1)).toEqual([...plan(1)].sort((a, b) => b - a));
  expect(plan(1)[0]).toBeLessThan(DAYS);
  // 40 who come, and 22 later jobs of theirs.
  expect(plan(1)).toHaveLength(62);
});

test('what is at the sandbox alone is asked about before it is lost', async () => {
  const headers = {
    authorization: `Bearer ${running.sandbox.sandbox.apiKey}`,
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ first_name: 'Ada', last_name: 'Hale', email: 'ada.hale@example.com' });
  const made = await fetch(`${running.sandbox.url}/api/v1/contractors`, { method: 'POST', headers, body });
  expect(made.status).toBe(201);
  await person.open('/');
  await person.submit('/demo/load');
  expect(person.page.path).toBe('/demo/reset');
  expect(await list('contractors')).toHaveLength(1);
  await person.submit('/demo/reset', { to: 'empty' });
});

test('two presses load it once', async () => {
  await person.open('/');
  const press = person.formBody('/demo/load');
  const answers = await Promise.all([person.post(press), person.post(press)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  await person.open('/demo');
  expect(person.text).toContain('Loading the demo set');
  await person.submit('/demo/load/stop');
  await person.open('/demo');
  expect(person.text).not.toContain('Loading the demo set');
  expect(Math.abs((await clock()).offset)).toBeLessThan(2);
  await person.open('/demo/reset');
  await person.submit('/demo/reset', { to: 'empty' });
});

test('a press in the middle stops it cleanly; what is there is asked about before it is lost', async () => {
  await load();
  const count = async () => Object.values(await running.store.lists.counts()).reduce((a, b) => a + b);
  await until(async () => (await count()) >= 4);
  await person.submit('/demo/covered');
  expect(person.text).toContain('The demo set is being loaded. Wait for it, or stop it.');
  await person.submit('/demo/load/stop');
  expect(person.text).toContain('Stopped. What was made so far is here.');
  expect(Math.abs((await clock()).offset)).toBeLessThan(2);
  expect(running.log.filter((line) => line.includes('could not be loaded'))).toEqual([]);
  const [contractors, entities] = await Promise.all(['contractors', 'entities'].map(list));
  expect(new Set(contractors!.map(({ email }) => email)).size).toBe(await count());
  expect(entities!.length).toBeLessThanOrEqual(5);
  expect(Math.min(...contractors!.map(({ created }) => created))).toBeLessThan(
    Date.now() / 1000 - 75 * 86_400,
  );
  const before = await count();
  await person.open('/demo');
  expect(person.text).not.toContain('Loading the demo set');
  await person.submit('/demo/load');
  expect([person.page.path, await count()]).toEqual(['/demo/reset', before]);
  await person.submit('/demo/reset', { to: 'demo' });
  expect(person.page.path).toBe('/demo');
  await person.submit('/demo/load/stop');
  expect(await count()).toBeLessThan(before);
});
