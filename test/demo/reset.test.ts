import { markKeyed } from '../../src/demo/epoch';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
  person = new Person(running.url);
});
afterAll(() => running.stop());

const control = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${running.sandbox.url}/_sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
};
const everythingHere = async () => {
  const { lists, events, contractors } = running.store;
  const counts = Object.values(await lists.counts());
  const hasContractors = (await contractors.page({ limit: 1 })).length > 0;
  return [Math.max(...counts), (await events.page({ limit: 5 })).length, hasContractors];
};
const play = async (name: string) => {
  await person.open('/demo');
  await person.submit(`/demo/${name}`);
  return person.page.path;
};

test('app and sandbox are emptied together, after a page that asks', async () => {
  await play('returning');
  expect((await everythingHere())[0]).toBe(1);
  await person.open('/demo');
  await person.follow('Reset…');
  expect(person.text).toContain('This cannot be undone.');
  await person.submit('/demo/reset', { to: 'empty' });
  expect(person.text).toContain('The app and its sandbox are empty.');
  expect(person.page.$('[data-hood-call]')).toHaveLength(0);
  expect(person.text).toContain('Watch a contractor become covered');
  expect((await everythingHere()).slice(0, 2)).toEqual([0, 0]);
  expect((await person.open('/contractors')).status).toBe(200);
  expect((await person.open('/compliance')).status).toBe(200);
  // What comes afterwards is heard of: the webhook endpoint stayed.
  await play('covered');
  await person.submit('/demo/next');
  expect(person.text).toMatch(/[Cc]overed (from|as of)/);
});

test('a reset from the sandbox’s own side leaves no orphan here', async () => {
  const path = await play('expired');
  await control('POST', '/reset', {});
  running.advance(2_000);
  expect((await person.open(path)).status).toBe(404);
  expect((await everythingHere()).slice(0, 2)).toEqual([0, 0]);
});

test('a press of a tab that was open is the first to hear of a reset, and makes nothing at the API', async () => {
  await play('covered');
  await person.open(person.page.path.replace('/application', '/job'));
  const job = person.formBody(/\/job$/);
  await person.open('/');
  await control('POST', '/reset', {});
  expect((await person.post(job)).status).toBe(404);
  expect((await everythingHere()).slice(0, 2)).toEqual([0, 0]);
  const made = (await control('GET', '/journal?limit=100')) as unknown as { method: string }[];
  expect(made.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('a reset that lets the webhook endpoints go, too: they are registered again, and cover is heard of', async () => {
  await play('covered');
  const before = running.webhookState.check();
  await control('POST', '/reset', { keep_webhook_endpoints: false });
  await play('covered');
  expect(running.webhookState.check()).not.toEqual(before);
  expect(running.webhookState.check()).toEqual({ ok: true, detail: expect.stringMatching(/^registered as/) });
  await person.submit('/demo/next');
  expect(person.text).toMatch(/[Cc]overed (from|as of)/);
});

test('a tab that was open meanwhile ends in a clear message', async () => {
  await play('covered');
  const press = person.formBody('/demo/next');
  const step = person.page.path.replace('/application', '/quote');
  await person.open(step);
  const quote = person.formBody(/\/quote$/, { coverage_type: 'general' });
  await control('POST', '/reset', {});
  running.advance(2_000);
  await person.open('/');
  expect((await person.post(quote)).status).toBe(404);
  const answer = await person.post(press);
  expect([answer.status, answer.headers.location]).toEqual([303, '/demo']);
  await person.open('/demo');
  expect(person.text).toContain('is not here any more. Play the scenario again.');
});

test('a database that was used with a key is not emptied for a demo', async () => {
  await play('covered');
  const before = await everythingHere();
  await markKeyed(running.store);
  await person.open('/demo/reset');
  for (const to of ['empty', 'demo']) {
    await person.submit('/demo/reset', { to });
    expect(person.text).toContain('holds what was made with an API key, so it is not emptied');
    await person.open('/demo/reset');
  }
  await control('POST', '/reset', {});
  running.advance(2_000);
  expect((await person.open('/')).status).toBe(200);
  expect(await everythingHere()).toEqual(before);
});
