import { control } from '../../sandbox/test/support/control';
import { uploadNamed } from '../../sandbox/test/support/certificates';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';
import { button } from './support/by-click';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  // Nobody listens there: what is sent waits.
  const env = { COVERAGE_HOOK_URL: 'http://127.0.0.1:9/hook', COVERAGE_HOOK_SECRET: SECRET };
  running = await startApp({ maxRetries: 0, env });
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});
afterEach(() => expect(person.problems.splice(0)).toEqual([]));

const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const open = (path: string) => person.page.goto(path);
const text = (words: string) => person.page.getByText(words).first().waitFor();

/** Applies as far as the application, or through it. Gives back the onboarding. */
async function apply(first_name: string, finished: boolean) {
  const operator = new Person(running.url);
  const path = await walkTo(operator, 'application', { contractor: { first_name } });
  await operator.submit(`${path}/application`);
  const row = (await running.store.onboardings.find(path.split('/').pop() ?? ''))!;
  if (finished) await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${row.session_id}`);
  return row;
}

it.each([
  ['board-empty', '/compliance', 'Nobody to cover yet'],
  ['keys-empty', '/compliance/keys', 'No keys yet'],
  ['hook-empty', '/compliance/hook', 'Nothing was sent yet'],
  ['gate', '/compliance/gate', 'May this contractor start this job?'],
  ['to-do-empty', '/compliance/to-do/orders', 'No invoice lacks its number.'],
])('%s', async (name, path, words) => {
  await open(path);
  await text(words);
  await isGood(name);
});

it('the board, and the links for reminders', async () => {
  const { contractor_id: contractor } = await apply('Priya', true);
  await apply('Noor', false);
  const { url, sandbox } = running.sandbox;
  const { id } = await uploadNamed({ url, apiKey: sandbox.apiKey } as never, 'flagged.pdf', contractor!);
  await control(running.sandbox, 'POST', `/certificates/${id}/process`);
  await until(async () => (await running.store.standings.counts()).get('covered_from') === 1);
  await open('/compliance');
  await text('Cover against jobs');
  await isGood('board');
  await open('/compliance?state=applying');
  await text('Links for reminders');
  await isGood('board-links');
  await open('/compliance/to-do/certificates');
  await text('Review');
  await isGood('to-do');
});

it('the gate, asked', async () => {
  const found = await running.store.words.find('standings', 'priya');
  const [row] = await running.store.standings.page({ found: found?.refs, limit: 1 });
  const { page } = person;
  await open('/compliance/gate');
  await page.getByLabel('Contractor').fill(row!.contractor_id);
  await page.getByLabel('Job').fill(row!.job_id);
  await page.getByLabel('When').fill(new Date((row!.from_seconds! + 86_400) * 1000).toISOString());
  await button(page, 'Ask').click();
  await text('The work may begin');
  await isGood('gate-yes');
  await open('/compliance/gate?contractor=&job=x');
  await text('There is a problem');
  await isGood('gate-unclear');
});

it('a key, made and revoked', async () => {
  const { page } = person;
  await open('/compliance/keys');
  await page.getByLabel('Name of the program').fill('Shift planner');
  await button(page, 'Make a key').click();
  await text('It is shown this once');
  await isGood('key-made');
  await open('/compliance/keys');
  await isGood('keys');
});

it('the hook, with what waits', async () => {
  await open('/compliance/hook');
  await button(person.page, 'Send a test').click();
  await text('coverage.test');
  await isGood('hook');
});
