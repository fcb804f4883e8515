import { startApp, type TestApp } from '../support/harness';
import { handOver } from './support/hand-over';
import { answerQuestions, confirmDetails } from './support/hosted';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.stop());
beforeEach(async () => {
  person = await visit(running);
});
afterEach(() => person.leave());

const heading = (name: string) => person.page.getByRole('heading', { name }).waitFor();

describe('other endings of the application', () => {
  it('leads back by the cancel URL when it is left, and goes on where it was', async () => {
    const { page } = person;
    const { path, hosted } = await handOver(running);
    await page.goto(hosted.href);
    await confirmDetails(page);
    await page.getByRole('link', { name: /^Leave/ }).click();
    await heading('You left the application');
    expect(page.url()).toMatch(/\/cancel$/);
    await page.getByRole('link', { name: 'Go on with the application' }).click();
    await heading('A few questions about your work');

    await page.goto(path);
    await page.locator('.pa-cover .pa-tag--info', { hasText: 'Applying' }).waitFor();
    expect(person.problems).toEqual([]);
  });

  it('says so on an open page when the contractor is found ineligible', async () => {
    const { page } = person;
    const { path, hosted } = await handOver(running);
    const overview = await person.tab(path);
    await overview.getByText('Live: this page follows changes by itself.').waitFor();
    await page.goto(hosted.href);
    await confirmDetails(page);
    await answerQuestions(page, 'explosives');
    await heading('You could not be insured for this job');
    await overview.locator('.pa-cover .pa-tag--danger', { hasText: 'Not eligible' }).waitFor();

    await page.goto(hosted.href);
    await heading('We can’t offer you this coverage');
    expect(person.problems).toEqual([]);
  });

  it('shows a review by hand on the way to coverage', async () => {
    const { page } = person;
    const { path, hosted } = await handOver(running);
    await page.goto(hosted.href);
    await confirmDetails(page);
    await answerQuestions(page, 'claims');
    await heading('Your application is being reviewed');
    await page.goto(path);
    await page.locator('.pa-timeline__title', { hasText: 'Application in manual review' }).waitFor();
    expect(person.problems).toEqual([]);
  });

  it('lets the browser go back and reload after a form with errors', async () => {
    const { page } = person;
    const { hosted } = await handOver(running);
    await page.goto(hosted.href);
    await page.getByRole('button', { name: 'Confirm and continue' }).click();
    await heading('There is a problem');
    await page.reload();
    await heading('Check your details');
    expect(await page.getByText('There is a problem').count()).toBe(0);
    await confirmDetails(page);
    await page.goBack();
    await heading('A few questions about your work');
    expect(person.problems).toEqual([]);
  });
});
