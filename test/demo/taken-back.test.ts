/** A scenario that cannot be prepared: a clear message, and nothing half made on either side. */
import { SCENARIOS } from '../../src/demo/scenarios/all';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import type { Fault } from '../support/proxy';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0, timeoutMs: 1500 });
  person = new Person(running.url);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const list = async (kind: string): Promise<{ created: number }[]> => {
  const headers = { authorization: `Bearer ${running.sandbox.sandbox.apiKey}` };
  const answer = await fetch(`${running.sandbox.url}/api/v1/${kind}?limit=100`, { headers });
  return (await answer.json()) as { created: number }[];
};
const left = async () => ({
  onboardings: Object.values(await running.store.lists.counts()).reduce((a, b) => a + b),
  contractors: (await list('contractors')).length,
  entities: (await list('entities')).length,
  // The API deletes no quote, and no job that has one.
  jobs: (await list('jobs')).length - (await list('quotes')).length,
  coverage: (await Promise.all(['policies', 'assignments', 'invoices'].map(list))).flat().length,
});
const nothing = { onboardings: 0, contractors: 0, entities: 0, jobs: 0, coverage: 0 };
const sandbox = async (method: string, path: string): Promise<unknown> =>
  (await fetch(`${running.sandbox.url}/_sandbox${path}`, { method })).json();
const notice = () => person.page.$('.pa-notice').text().replace(/\s+/g, ' ').trim();

const FAULTS: Record<string, [Fault, RegExp]> = {
  'no answer in time': [{ kind: 'silence' }, /did not answer|in time|time/i],
  'a lost answer': [{ kind: 'lost' }, /reach|connection|answer/i],
  'a cut connection': [{ kind: 'reset' }, /reach|connection|answer/i],
  'an error': [{ kind: 'answer', status: 500 }, /error|wrong|failed/i],
  'a page of a gateway': [{ kind: 'html', status: 502 }, /failed to handle the call/],
};
const STEPS = ['contractors', 'entities', 'jobs', 'quotes', 'apply/sessions'];

test.each(Object.keys(FAULTS))('%s, whenever it comes', async (name) => {
  const [fault, reason] = FAULTS[name]!;
  for (const step of STEPS) {
    const quotes = (await list('quotes')).length;
    running.proxy.fail(`POST /${step}`, fault);
    await person.open('/demo');
    await person.submit('/demo/covered');
    expect([step, person.page.path]).toEqual([step, '/demo']);
    const said = notice();
    const hasQuote = (await list('quotes')).length > quotes;
    const but = hasQuote ? ', but for its quote and job, which the API does not delete. ' : '. ';
    expect(said).toContain(`“Covered in 60 seconds” could not be prepared, and was taken back${but}`);
    expect(said.split('taken back')[1]?.replace(but, '')).toMatch(reason);
    expect(hasQuote || step !== 'apply/sessions').toBe(true);
    expect(person.page.$('.pa-scene')).toHaveLength(0);
    expect([step, await left()]).toEqual([step, nothing]);
    running.proxy.clear();
  }
});

/** For each, what it does last before it is prepared; how that fails, what is said of it, and what the API keeps. */
const LAST: [scenario: string, call: string, fault: Fault, reason: string | RegExp, kept: string][] = [
  ['Refused', 'applications', { kind: 'reset' }, 'The local sandbox does not answer.', 'quote and job'],
  ['Manual review', 'applications', { kind: 'html', status: 502 }, /: it answered 502\.$/, 'quote and job'],
  ['Card declined', 'assignments', { kind: 'lost' }, 'The local sandbox does not answer.', 'quote and job'],
  ['Expired', 'applications', { kind: 'lost' }, 'The local sandbox does not answer.', 'quote and job'],
  [
    'Webhook lost, then found',
    'applications',
    { kind: 'answer', status: 500 },
    /on purpose$/,
    'quote and job',
  ],
  ['Vendor down', 'api-faults', { kind: 'lost' }, 'The local sandbox does not answer.', ''],
  ['Returning contractor', '/assignments', { kind: 'lost' }, /reach|connection|answer/, 'quote and job'],
  ['Own certificate', '/files/certificates', { kind: 'lost' }, /reach|connection|answer/, 'certificate'],
  ['Own certificate', 'certificates', { kind: 'reset' }, 'The local sandbox does not answer.', 'certificate'],
];

test.each(LAST)('“%s”, when the last call fails: POST %s', async (title, call, fault, reason, kept) => {
  const clock = async () => ((await sandbox('GET', '/clock')) as { offset: number }).offset;
  const before = [await sandbox('GET', '/webhook-faults'), Math.round(await clock())];
  running.proxy.fail(`POST ${call.startsWith('/') ? call : `/_sandbox/${call}`}`, fault);
  await person.open('/demo');
  const { name } = SCENARIOS.find((one) => one.title === title)!;
  await person.submit(`/demo/${name}`);
  expect(person.page.path).toBe('/demo');
  const but = kept && `, but for its ${kept}, which the API does not delete`;
  const begin = `“${title}” could not be prepared, and was taken back${but}. `;
  const [, why] = notice().split(begin);
  expect([notice(), why]).toEqual([expect.stringContaining(begin), expect.stringMatching(reason)]);
  expect(person.page.$('.pa-scene')).toHaveLength(0);
  expect(await left()).toEqual(nothing);
  expect(await sandbox('GET', '/api-faults')).toEqual([]);
  expect([await sandbox('GET', '/webhook-faults'), Math.round(await clock())]).toEqual(before);
  // The app says of nobody that they are insured, or on the way to it.
  await person.open('/contractors');
  const standings = person.page.$('[data-label=Coverage]').toArray();
  for (const standing of standings) expect(person.page.$(standing).text().trim()).toBe('Gone at the API');
});

test('faults that cannot be switched off again are told of', async () => {
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  running.proxy.fail('POST /jobs', { kind: 'held', until: isLetGo });
  await person.open('/demo');
  const before = running.proxy.calls.length;
  const pressed = person.submit('/demo/vendor-down');
  await until(() => running.proxy.calls.slice(before).some(({ path }) => path === '/jobs'));
  running.proxy.fail('POST /_sandbox/api-faults', { kind: 'lost' });
  running.proxy.fail('DELETE /_sandbox', { kind: 'reset' });
  letGo();
  await pressed;
  expect(notice()).toContain(
    'what the API made of it could not be taken back. Its faults may still be on: switch them off in the demo menu.',
  );
  expect((await left()).onboardings).toBe(0);
  running.proxy.clear();
  await person.open('/demo');
  await person.submit('/demo/faults/off');
  await sandbox('POST', '/reset');
});

test('a clock that was moved on stays there, and that is said', async () => {
  running.proxy.fail('POST /_sandbox/clock', { kind: 'lost' });
  await person.open('/demo');
  await person.submit('/demo/resumed');
  expect(person.text).toContain(
    'The sandbox’s clock goes forward only, so it stays where this had moved it.',
  );
  await sandbox('POST', '/reset');
});

test('an API that is gone altogether', async () => {
  running.proxy.fail('POST /quotes', { kind: 'answer', status: 503 });
  running.proxy.fail('DELETE /contractors', { kind: 'answer', status: 503 });
  await person.open('/demo');
  await person.submit('/demo/covered');
  expect(person.page.path).toBe('/demo');
  expect(person.text).toContain('what the API made of it could not be taken back.');
  expect((await left()).onboardings).toBe(0);
  running.proxy.clear();
  await person.submit('/demo/covered');
  expect(person.page.path).toMatch(/\/application$/);
});

test('the demo set, when the API fails in the middle: said once, and the clock is back at real time', async () => {
  running.proxy.fail('POST /quotes', { kind: 'answer', status: 500 });
  await person.open('/demo/reset');
  await person.submit('/demo/reset', { to: 'demo' });
  await until(() => running.log.some((line) => line.includes('could not be loaded to its end')));
  let said = '';
  await until(async () => {
    await person.open('/demo');
    said += person.text;
    return !person.text.includes('Loading the demo set');
  });
  expect(said).toMatch(/The demo set could not be loaded to its end\. .+ What was made so far is here\./);
  const clock = (await sandbox('GET', '/clock')) as { offset: number };
  expect(Math.abs(clock.offset)).toBeLessThan(2);
  running.proxy.clear();
  await person.open('/demo');
  expect(person.text).not.toContain('could not be loaded to its end');
});
