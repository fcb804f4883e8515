import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';
import { seeded } from '../support/seeded';
import { control } from '../../sandbox/test/support/control';
import { CONTRACTOR, ENTITY, finishApplication, firstCategory, JOB, uniqueEmail } from '../support/walk';

/** How often a person tries before giving up: never reached, or the test fails. */
const PATIENCE = 25;

let running: TestApp;
let operator: Person;
/** Pages so far that said that the API failed. */
let failures: string[];
afterEach(() => running.stop());

const failsOnAll = (share: number) => [{ fault: 'error', rate: share }];
/** Each with the chance that makes 20 % of all calls fail, one way or the other. */
const failsInAllWays = [
  { fault: 'error', rate: 0.05 },
  { fault: 'error', error_code: 'database_operational_error', rate: 0.03 },
  { fault: 'error', status: 429, retry_after: 1, rate: 0.03 },
  { fault: 'drop', rate: 0.02 },
  { fault: 'drop', when: 'after', rate: 0.03 },
  { fault: 'html', rate: 0.02 },
  { fault: 'html', status: 504, when: 'after', rate: 0.02 },
  { fault: 'truncated', rate: 0.02 },
  { fault: 'empty', rate: 0.02 },
];

describe('the whole walk while calls of the API fail at random', () => {
  it.each([
    ['20 % of all with an error', 4, failsOnAll(0.2)],
    ['20 % of all with an error, by other numbers', 12, failsOnAll(0.2)],
    ['20 % of all, each in another way', 3, failsInAllWays],
    ['20 % of all, each in another way, by other numbers', 14, failsInAllWays],
    ['half of all with an error', 5, failsOnAll(0.5)],
  ])('%s', async (_name, seed, faults) => {
    // One attempt for each call: what fails is seen by the person, not hidden by a retry.
    let injected = 0;
    const silent = () => undefined;
    const logger = {
      info: silent,
      error: silent,
      warn: (_fields: object, text?: string) => void (injected += text === 'API fault' ? 1 : 0),
    };
    running = await startApp({ maxRetries: 0, sandbox: { random: seeded(seed), logger } });
    await control(running.sandbox, 'PUT', '/webhook-faults', { drop_rate: 0.5, duplicate_rate: 0.2 });
    await control(running.sandbox, 'PUT', '/api-faults', faults);
    failures = [];
    operator = new Person(running.url);
    const path = await fillInAll();
    const url = await handOver(path);
    const hosted = new Person(running.sandbox.url);
    await finishApplication(hosted, url.pathname);
    await openReturnPage(hosted);
    await fetchEventsUntilActive(path);
    expect(injected).toBeGreaterThan(3);
    expect(failures.length).toBeGreaterThan(0);

    await control(running.sandbox, 'DELETE', '/api-faults');
    await operator.open(path);
    expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Covered from /);
    await expectOneOfEach();
  });
});

const main = () => operator.page.$('main').text().replace(/\s+/g, ' ');

/** The page is the one that follows, or says what failed. */
function note(): void {
  const { status, path } = operator.page;
  expect([200, 400, 502]).toContain(status);
  expect(main()).not.toMatch(/\bat .*\.(ts|js):\d+/);
  if (status !== 200) failures.push(`${status} ${path}`);
}

/** Presses the button of a form, again and again while the page says that the API failed. Nothing typed is lost. */
async function press(step: string, fields: Fields, done: () => boolean): Promise<void> {
  let typed = fields;
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    await operator.submit(new RegExp(`/${step}$`), typed);
    note();
    if (done()) return;
    for (const [name, value] of Object.entries(fields)) {
      // The one thing that is never shown again.
      if (name === 'tax_identification' || Array.isArray(value)) continue;
      expect([step, name, operator.value(name)]).toEqual([step, name, value]);
    }
    typed = 'tax_identification' in fields ? { tax_identification: fields.tax_identification } : {};
  }
  throw new Error(`The ${step} never worked: ${main()}`);
}

/** Reloads the page until it has what is looked for. */
async function reloadUntil(found: () => boolean): Promise<void> {
  for (let tries = 0; !found(); tries += 1) {
    if (tries > PATIENCE) throw new Error(`Never found on ${operator.page.path}: ${main()}`);
    note();
    await operator.open(operator.page.path);
  }
}

async function fillInAll(): Promise<string> {
  await operator.open('/');
  await operator.submit('/onboardings');
  const path = operator.page.path.replace(/\/contractor$/, '');
  const isAt = (step: string) => () => new RegExp(`/${step}(\\?|$)`).test(operator.page.path);
  const hasForm = (step: string) => () => operator.page.$(`form[action$="/${step}"]`).length > 0;
  await press('contractor', { ...CONTRACTOR, ...uniqueEmail() }, isAt('entity'));
  await reloadUntil(hasForm('entity'));
  await press('entity', ENTITY, isAt('job'));
  await reloadUntil(() => operator.page.$('select[name=category_code] option[value!=""]').length > 0);
  await press('job', { ...JOB, category_code: firstCategory(operator) }, isAt('quote'));
  await reloadUntil(hasForm('quote'));
  await press('quote', { coverage_type: ['general', 'workers-comp'] }, () =>
    main().includes('Continue to the application'),
  );
  await operator.follow('Continue to the application');
  await reloadUntil(hasForm('application'));
  await press('application', {}, () => main().includes('The application is ready'));
  return path;
}

/** Opens the application until the app redirects to it. */
async function handOver(path: string): Promise<URL> {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const { response } = await operator.open(`${path}/application/open`);
    const url = new URL(response.headers.location ?? '/', running.url);
    if (url.origin === running.sandbox.url) return url;
    note();
  }
  throw new Error(`The application could not be opened: ${main()}`);
}

/** The contractor comes back: whatever the API does, the page says something true. */
async function openReturnPage(hosted: Person): Promise<void> {
  const visitor = new Person(running.url);
  await visitor.open(hosted.page.path);
  expect(visitor.page.status).toBe(200);
  expect(visitor.text).toMatch(
    /You will be covered from|Your application is complete|could not check your application just now/,
  );
}

/** Webhooks were dropped, so the operator asks for what was missed. */
async function fetchEventsUntilActive(path: string): Promise<void> {
  const id = path.replace('/onboardings/', '');
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    await operator.open(path);
    note();
    if ((await running.store.onboardings.find(id))?.coverage_state === 'active') return;
    await operator.submit(/\/sync$/);
    note();
    if (main().includes('could not be asked for events')) failures.push('sync');
  }
  throw new Error(`Coverage never became active: ${main()}`);
}

async function expectOneOfEach(): Promise<void> {
  for (const kind of ['/contractors', '/entities', '/jobs', '/quotes', '/apply/sessions', '/policies']) {
    expect([kind, (await listSandbox(running.sandbox, kind)).length]).toEqual([kind, 1]);
  }
}
