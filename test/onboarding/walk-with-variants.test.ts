import { noVariants } from '../../sandbox/src/variants/schema';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { control } from '../../sandbox/test/support/control';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;

/** Each form of answers that is known from the documentation, and all of them at once. */
const flags = Object.keys(noVariants).filter((name) => name !== 'stringified_json');
const all = Object.fromEntries(flags.map((name) => [name, true]));
const SINGLE: [string, object][] = [
  ['stringified_json (JSON)', { stringified_json: 'json' }],
  ['stringified_json (Python)', { stringified_json: 'python' }],
  ...flags.map((name): [string, object] => [name, { [name]: true }]),
];
const TOGETHER: [string, object][] = [
  ['all, with JSON', { ...all, stringified_json: 'json' }],
  ['all, with Python literals', { ...all, stringified_json: 'python' }],
];

const idOf = (path: string) => path.replace('/onboardings/', '');
const turnOn = (variants: object) => (sandbox: { url: string }) =>
  control(sandbox, 'PUT', '/variants', variants);

describe('the whole walk, with the variant', () => {
  beforeAll(async () => void (running = await startApp()));
  afterAll(() => running.stop());
  it.each(SINGLE)('%s', async (_name, variants) => {
    await turnOn(variants)(running.sandbox);
    await expectWalk(variants);
  });
});

describe('the whole walk, from the start of the app, with', () => {
  afterEach(() => running.stop());
  it.each(TOGETHER)('%s', async (_name, variants) => {
    running = await startApp({ prepare: turnOn(variants) });
    await expectWalk(variants);
  });
});

/** From nothing to active coverage, and to the refusal of the same coverage again. */
async function expectWalk(variants: object): Promise<void> {
  const operator = new Person(running.url);
  const path = await walkTo(operator, 'application');
  await operator.open(`${path}/quote`);
  const quote = said(operator);
  expect(quote).toContain('Eligible');
  expect(quote).toMatch(/General liability\$0\.\d\d Workers’ compensation\$0\.\d\d/);
  expect(quote).toMatch(/Effective date \d\d? \w{3} \d{4} End date \d\d? \w{3} \d{4}/);
  expect(quote).not.toMatch(UNREAD);
  await expectFormsFilledIn(operator, path);

  await operator.open(`${path}/application`);
  await operator.submit(`${path}/application`);
  expect(operator.text).toContain('The application is ready');
  const handOver = await operator.open(operator.hrefOf('Open the application'));
  const hosted = new Person(running.sandbox.url);
  await finishApplication(hosted, new URL(handOver.response.headers.location as string).pathname);
  await until(async () => (await running.store.onboardings.find(idOf(path)))?.coverage_state === 'active');
  const visitor = new Person(running.url);
  await visitor.open(hosted.page.path);
  expect(visitor.text).toContain('You will be covered from');

  await operator.open(path);
  expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Covered from /);
  expect(operator.text).toContain('Certificate, PDF');
  expect(said(operator)).not.toMatch(UNREAD);
  await expectEachEventOnce(operator, path);
  if (Object.keys(variants).some((name) => /error_code/.test(name)))
    await expectMatchingPolicySaid(operator, path, 'no_error_code' in variants);
}

/** Traces of an answer that was not read. */
const UNREAD = /NaN|undefined|\[object|Invalid Date|null|None|(?<![\w-])\d{10}(?![\w-])/;

/** The page without what is under its hood, which shows calls as they were. */
function said({ page: { $ } }: Person): string {
  const main = $('main').clone();
  main.find('.pa-hood').remove();
  return main.text().replace(/\s+/g, ' ');
}

/** What was typed comes back from the API into the forms. */
async function expectFormsFilledIn(operator: Person, path: string): Promise<void> {
  await operator.open(`${path}/contractor`);
  expect([operator.value('first_name'), operator.value('address.line1')]).toEqual(['Maya', '1 Kearny St']);
  expect(operator.value('address.line2')).toBeFalsy();
  await operator.open(`${path}/entity`);
  expect(operator.value('address.locality')).toBe('Oakland');
  expect(operator.value('coverage_limit.aggregate_limit')).toMatch(/^2,?000,?000/);
  await operator.open(`${path}/job`);
  expect([operator.value('address.postalcode'), operator.value('years_experience')]).toEqual(['94607', '3']);
}

/** Events come by webhook and from the events API; they count once. */
async function expectEachEventOnce(operator: Person, path: string): Promise<void> {
  await operator.submit(/sync$/);
  await operator.open(path);
  const titles = operator.page.$('.pa-timeline__title').toArray();
  expect(titles.map((title) => operator.page.$(title).text())).toEqual([
    'Policy issued',
    'Application finished',
    'Application started',
    'Application created',
  ]);
}

/** The same coverage again is refused in words that help, whatever the code is called. */
async function expectMatchingPolicySaid(operator: Person, path: string, withoutCode: boolean): Promise<void> {
  const { entity_id: entity, job_id: job } = (await running.store.onboardings.find(idOf(path)))!;
  await operator.open(`${path}/contractor`);
  const email = operator.value('email')!;
  await operator.open('/');
  await operator.submit('/onboardings');
  const again = operator.page.path.replace(/\/contractor$/, '');
  await operator.submit(`${again}/contractor/existing`, { existing_email: email });
  await operator.submit(`${again}/entity/existing`, { existing_entity: entity! });
  await operator.submit(`${again}/job/existing`, { existing_job: job! });
  await operator.submit(`${again}/quote`);
  expect(operator.page.status).toBe(400);
  expect(operator.page.$('.pa-api-error').text()).toContain('matching policy');
  if (!withoutCode) expect(operator.hrefOf('Choose another contractor')).toBe(`${again}/contractor?new`);
}
