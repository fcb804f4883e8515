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
const apps: TestApp[] = [];
beforeAll(async () => {
  // Dates alone: what waits goes on waiting in real time.
  jest.useFakeTimers({ now: NOW, doNotFake: ALL_BUT_DATE });
  for (const _ of ['one', 'other']) apps.push(await startApp({ ownsSandbox: true, maxRetries: 0 }));
});
afterAll(async () => {
  for (const app of apps) await app.stop();
  jest.useRealTimers();
});

const list = async ({ sandbox }: TestApp, kind: string): Promise<Record<string, string>[]> => {
  const headers = { authorization: `Bearer ${sandbox.sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.url}/api/v1/${kind}?limit=100`, { headers });
  return (await answer.json()) as Record<string, string>[];
};
const idsOf = async (app: TestApp) => {
  const lists = await Promise.all(
    ['contractors', 'entities', 'jobs', 'policies'].map((kind) => list(app, kind)),
  );
  return lists.map((all) => all.map(({ id }) => id));
};

/** What a page says, a line each: but for its calls, and for a link that is nobody else's. */
async function read(person: Person, path: string): Promise<string[]> {
  const { $ } = await person.open(path);
  $('.pa-hood').remove();
  const said = $('body')
    .text()
    .replace(/\S+\/cover\/\S+/g, 'a link of their own');
  return said.split('\n').flatMap((line) => line.trim() || []);
}
const hrefsOf = ({ page }: Person, start: string) =>
  page
    .$(`main a[href^="${start}"]`)
    .toArray()
    .map((link) => page.$(link).attr('href') ?? '');

/** What the main pages say, by their names. */
async function pagesOf(person: Person): Promise<Record<string, string[]>> {
  const said = { home: await read(person, '/') };
  const [onboarding = ''] = hrefsOf(person, '/onboardings/ob_');
  const lists = [...new Set(hrefsOf(person, '/?show='))];
  expect(lists).toHaveLength(6);
  for (const href of lists) Object.assign(said, { [href]: await read(person, href) });
  Object.assign(said, { overview: await read(person, onboarding) });
  Object.assign(said, { contractors: await read(person, '/contractors') });
  const [contractor = ''] = hrefsOf(person, '/contractors/cn_');
  Object.assign(said, { [contractor]: await read(person, contractor) });
  Object.assign(said, { board: await read(person, '/compliance'), events: await read(person, '/events') });
  return said;
}

/** Waits until all of it is there. The page that says so is not asked for all the while. */
async function loaded({ sandbox }: TestApp, person: Person): Promise<void> {
  await until(async () => {
    const clock = await (await fetch(`${sandbox.url}/_sandbox/clock`)).json();
    return (clock as { offset: number }).offset > -2;
  }, 90_000);
  await until(async () => !(await read(person, '/demo')).join().includes('Loading the demo set'));
}

test('the whole set has all that a platform has, and twice the same, after a press that stopped it too', async () => {
  const [one, other] = apps as [TestApp, TestApp];
  const [first, second] = [new Person(one.url), new Person(other.url)];
  const inOther = (async () => {
    await second.open('/');
    await second.submit('/demo/load');
    await loaded(other, second);
  })();
  await first.open('/');
  await first.submit('/demo/load');
  await until(async () => (await list(one, 'contractors')).length >= 4);
  await first.submit('/demo/load/stop');
  const stopped = await idsOf(one);
  expect(await one.store.pending.nextDue()).toBeNull();
  await first.open('/demo/reset');
  await first.submit('/demo/reset', { to: 'demo' });
  await loaded(one, first);
  await inOther;
  for (const { log } of apps) expect(log.filter((line) => line.includes('could not be loaded'))).toEqual([]);

  const [contractors, entities, jobs, events] = await Promise.all(
    ['contractors', 'entities', 'jobs', 'events'].map((kind) => list(one, kind)),
  );
  expect(contractors).toHaveLength(40);
  expect(new Set(contractors!.map((person) => `${person['first_name']} ${person['last_name']}`)).size).toBe(
    40,
  );
  expect([entities!.length, jobs!.length]).toEqual([5, 60]);
  const ages = contractors!.map(({ created }) => (NOW / 1000 - Number(created)) / 86_400);
  expect(Math.max(...ages)).toBeGreaterThan(80);
  expect(Math.min(...ages)).toBeGreaterThan(0);
  expect(events).toHaveLength(100);
  const counts = await one.store.standings.counts();
  expect(STANDING_STATES.filter((state) => !counts.get(state))).toEqual([]);

  const made = await idsOf(one);
  expect(await idsOf(other)).toEqual(made);
  const said = await pagesOf(first);
  for (const words of ['In review', 'Policy being issued', 'Quote ready'])
    expect(said['home']!.join()).toContain(words);
  expect(said['board']!.join()).toContain('Known as of 12:20');
  expect(await pagesOf(second)).toEqual(said);
  // What the press left was no more and no less than the beginning of it: nobody without their company and job.
  for (const [index, ids] of stopped.entries()) expect(made[index]).toEqual(expect.arrayContaining(ids));
  const [people, , work] = stopped;
  expect(work!.length).toBe(people!.length);
}, 180_000);
