import { STANDING_STATES } from '../../src/coverage/standing-states';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';

const NOW = Date.UTC(2026, 10, 26, 12, 20);
const ALL_BUT_DATE: NonNullable<FakeTimersConfig['doNotFake']> = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
];
let running: TestApp;
let person: Person;
beforeAll(async () => {
  // Dates alone: what waits goes on waiting in real time.
  jest.useFakeTimers({ now: NOW, doNotFake: ALL_BUT_DATE });
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
  person = new Person(running.url);
});
afterAll(async () => {
  await running.stop();
  jest.useRealTimers();
});

const list = async (kind: string): Promise<Record<string, string>[]> => {
  const headers = { authorization: `Bearer ${running.sandbox.sandbox.apiKey}` };
  const answer = await fetch(`${running.sandbox.url}/api/v1/${kind}?limit=100`, { headers });
  return (await answer.json()) as Record<string, string>[];
};
const textOf = async (path: string): Promise<string> => {
  await person.open(path);
  return person.text;
};
/** Loads the set, and gives back the ids of what is there, and the counts of the board. */
async function load(): Promise<object> {
  await person.open('/demo/reset');
  await person.submit('/demo/reset', { to: 'demo' });
  await until(async () => !(await textOf('/demo')).includes('Loading the demo set'), 60_000);
  expect(running.log.filter((line) => line.includes('could not be loaded'))).toEqual([]);
  const lists = await Promise.all(['contractors', 'entities', 'jobs', 'policies'].map(list));
  return {
    made: lists.map((all) => all.map(({ id }) => id)),
    states: [...(await running.store.standings.counts())].sort(),
  };
}

test('the whole set has all that a platform has, and twice the same', async () => {
  const seen = await load();
  const [contractors, entities, jobs, events] = await Promise.all(
    ['contractors', 'entities', 'jobs', 'events'].map(list),
  );
  expect(contractors).toHaveLength(40);
  expect(new Set(contractors!.map((one) => `${one['first_name']} ${one['last_name']}`)).size).toBe(40);
  expect([entities!.length, jobs!.length]).toEqual([5, 60]);
  const ages = contractors!.map(({ created }) => (NOW / 1000 - Number(created)) / 86_400);
  expect(Math.max(...ages)).toBeGreaterThan(80);
  expect(Math.min(...ages)).toBeGreaterThan(0);
  expect(events).toHaveLength(100);

  const counts = await running.store.standings.counts();
  expect(STANDING_STATES.filter((state) => !counts.get(state))).toEqual([]);
  for (const words of ['In review', 'Policy being issued', 'Quote ready'])
    expect(await textOf('/')).toContain(words);
  expect(await textOf('/compliance')).toContain('Known as of 12:20');

  expect(await load()).toEqual(seen);
}, 120_000);
