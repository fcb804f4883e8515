import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';
import { button, link, startOnboarding } from './support/by-click';
import { handOver } from './support/hand-over';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp();
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});

const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const notice = (text: string) => person.page.locator('.pa-notice', { hasText: text }).waitFor();

describe('when the first attempt was not the last', () => {
  it('an empty onboarding can be removed', async () => {
    const { page } = person;
    await startOnboarding(page);
    await page.goto(page.url().replace(/\/contractor$/, ''));
    await isGood('overview-empty');
    await button(page, 'Remove this onboarding').click();
    await notice('The onboarding was removed.');
  });

  it('a refused application leads to another quote and another application', async () => {
    const { page } = person;
    const { path, id, hosted } = await handOver(running);
    await page.goto(path);
    await page.getByText('Live: this page follows changes by itself.').waitFor();
    await finishApplication(new Person(running.sandbox.url), hosted.pathname, { hazardous_work: 'yes' });
    await page.locator('.pa-cover .pa-tag--danger', { hasText: 'Not eligible' }).waitFor();
    await page.getByText('Live: this page follows changes by itself.').waitFor();
    await isGood('overview-refused');
    await page.goto(`${path}/application`);
    await isGood('application-refused');
    await link(page, 'Quote again').click();
    await isGood('quote-refused');
    await page.getByRole('checkbox', { name: 'Workers’ compensation' }).uncheck();
    await button(page, 'Quote again').click();
    await link(page, 'Continue to the application').click();
    await button(page, 'Create the application session').click();
    const { session_id: session } = (await running.store.onboardings.find(id))!;
    await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`);
    await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
    await page.goto(`${path}/application`);
    await isGood('application-covered');
    await page.goto(`${path}/job?new`);
    await isGood('job-covered');
  });

  it('a change after the hand-over says what it affects', async () => {
    const { page } = person;
    const { path } = await handOver(running);
    await page.goto(`${path}/job`);
    await isGood('job-handed-over');
    await page.getByLabel('Wage', { exact: true }).fill('2,500');
    await button(page, 'Save changes').click();
    await notice('Until then the link handed over to the contractor leads to the old quote.');
    await isGood('quote-handed-over');
    await button(page, 'Quote again').click();
    await notice('the application link handed over before has ended');
    await isGood('quote-link-ended');
  });

  it('another tab’s change is not overwritten unseen', async () => {
    const { page } = person;
    const { path } = await handOver(running);
    await page.goto(`${path}/contractor`);
    const other = await person.tab(`${path}/contractor`);
    await other.getByLabel('Company name').fill('Okafor & Daughters');
    await button(other, 'Save changes').click();
    await other.getByRole('heading', { name: 'Quote', exact: true }).waitFor();
    await page.getByLabel('Last name').fill('Okafor-Reyes');
    await button(page, 'Save changes').click();
    await page.getByText('The contractor was changed meanwhile').waitFor();
    expect(await page.getByLabel('Last name').inputValue()).toBe('Okafor-Reyes');
    await isGood('contractor-conflict');
    await button(page, 'Save changes').click();
    await page.getByRole('heading', { name: 'Quote', exact: true }).waitFor();
  });

  it('a refused quote shows the ways forward first', async () => {
    const { page } = person;
    const path = await walkTo(new Person(running.url), 'quote', {
      contractor: { 'address.region': 'HI' },
      job: { 'address.region': 'ND' },
    });
    await page.goto(`${path}/quote`);
    await button(page, 'Fetch a quote').click();
    await page.getByRole('heading', { name: 'What you can do' }).waitFor();
    await isGood('quote-ways-forward');
    expect(person.problems).toEqual(
      person.problems.filter((problem) => /status of 4\d\d|409|400/.test(problem)),
    );
  });
});
