import { startApp, type TestApp } from '../support/harness';
import {
  button,
  createContractor,
  createEntity,
  createJob,
  fetchQuote,
  link,
  openMore,
} from './support/by-click';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});
afterEach(() => {
  running.proxy.clear();
  expect(person.problems.splice(0)).toEqual([]);
});

/** The page is good to everybody: axe finds nothing, nothing is cut off, in light and dark, wide and narrow. */
const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const open = (path: string) => person.page.goto(path);
const text = (words: string) => person.page.getByText(words).first().waitFor();

describe('pages with nothing on them yet', () => {
  it.each([
    ['home-empty', '/', 'No onboarding in progress'],
    ['home-done-empty', '/?show=done', 'No onboarding is done yet'],
    ['events-empty', '/events', 'No events yet'],
    ['rejected-empty', '/events/rejected', 'Nothing was rejected'],
    ['doctor', '/doctor', 'Nothing has to be mended.'],
    ['not-found', '/nothing-here', 'Page not found'],
  ])('%s', async (name, path, words) => {
    await open(path);
    await text(words);
    await isGood(name);
  });
});

describe('the steps, on the way', () => {
  let path: string;
  const step = (name: string) => open(`${path}/${name}`);
  const press = (name: string) => button(person.page, name).click();
  beforeAll(async () => {
    await open('/');
    await press('Start an onboarding');
    path = new URL(person.page.url()).pathname.replace(/\/contractor$/, '');
  });

  it('contractor', async () => {
    const { page } = person;
    await isGood('contractor');
    await press('Create and continue');
    await text('There is a problem');
    await openMore(page);
    await isGood('contractor-more');
    await press('Add a row');
    await press('Create and continue');
    await isGood('contractor-errors');
    await step('contractor');
    await createContractor(page);
    await step('contractor?new');
    await page.locator('#use-existing > summary').click();
    await page.getByLabel('Email of the contractor').fill('nobody@example.com');
    await press('Use this contractor');
    await text('There is a problem');
    await isGood('contractor-not-found');
    await step('entity');
  });

  it('entity', async () => {
    await isGood('entity');
    await press('Create and continue');
    await text('There is a problem');
    await isGood('entity-errors');
    running.proxy.fail('POST /entities', { kind: 'answer', status: 500 });
    await person.page.getByLabel('Legal name').fill('Harbor Staffing, Inc');
    await press('Create and continue');
    await text('general_error');
    await isGood('entity-api-failed');
    running.proxy.clear();
    await step('entity');
    await createEntity(person.page);
    await open(path);
    await isGood('overview-on-the-way');
  });

  it('job', async () => {
    const { page } = person;
    await step('job');
    await isGood('job');
    await press('Create and continue');
    await text('There is a problem');
    await isGood('job-errors');
    running.proxy.fail('GET /category_codes', { kind: 'answer', status: 500 });
    await step('job');
    await isGood('job-code-typed');
    running.proxy.clear();
    await step('job');
    await createJob(page);
  });

  it('quote', async () => {
    const { page } = person;
    await isGood('quote-form');
    await page.getByLabel('Effective date').fill('2020-01-01');
    await press('Fetch a quote');
    await text('There is a problem');
    await isGood('quote-errors');
    await step('quote');
    await page.getByLabel('General liability').uncheck();
    await page.getByLabel('Cyber liability').check();
    await press('Fetch a quote');
    await text('What you can do');
    await isGood('quote-refused');
    await step('quote');
    await fetchQuote(page);
    await isGood('quote');
    await step('contractor');
    await isGood('contractor-change');
    await press('Save changes');
    await step('quote');
    await text('Out of date');
    await isGood('quote-stale');
    await press('Quote again');
    await text('Eligible');
  });

  it('application', async () => {
    const { page } = person;
    await step('application');
    await isGood('application');
    await press('Create the application session');
    await text('The application is ready');
    await isGood('application-ready');
    await open(path);
    await isGood('overview-applying');
    await link(page, 'Onboardings').first().click();
    await isGood('home');
  });
});
