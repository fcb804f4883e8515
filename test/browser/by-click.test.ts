import { startApp, type TestApp } from '../support/harness';
import { link, walkToApplication } from './support/by-click';
import { completeApplication, openApplication } from './support/hosted';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.stop());
afterEach(() => person.leave());

describe('the walk by click', () => {
  it('ends with coverage that turns active on an open page, without a reload', async () => {
    person = await visit(running);
    const { page } = person;
    await page.getByText('No onboarding in progress').waitFor();
    const path = await walkToApplication(page);

    // The operator keeps the onboarding open in another tab; nobody touches it from here on.
    const overview = await person.tab(path);
    const tag = overview.locator('.pa-cover .pa-tag').first();
    await overview.getByText('Live: this page follows changes by itself.').waitFor();
    let loads = 0;
    overview.on('framenavigated', () => (loads += 1));

    await openApplication(page);
    expect(new URL(page.url()).origin).toBe(running.sandbox.url);
    await completeApplication(page);
    await overview.locator('.pa-cover .pa-tag--success', { hasText: 'Covered from' }).waitFor();
    expect(await tag.textContent()).toMatch(/^Covered from /);
    await overview.locator('.pa-timeline__title', { hasText: 'Policy issued' }).waitFor();
    await overview.getByRole('link', { name: /^General liability/ }).waitFor();
    expect(loads).toBe(0);

    await page.getByRole('heading', { name: 'You will be covered from' }).waitFor();
    expect(new URL(page.url()).origin).toBe(running.url);
    expect(person.problems).toEqual([]);
  });

  it('ends the same without JavaScript, with a refresh by hand', async () => {
    person = await visit(running, { javaScriptEnabled: false });
    const { page } = person;
    const path = await walkToApplication(page);
    await openApplication(page);
    await completeApplication(page);
    await page.getByRole('heading', { name: 'You will be covered from' }).waitFor();
    await page.goto(path);
    await link(page, 'Refresh').click();
    await page.locator('.pa-cover .pa-tag--success', { hasText: 'Covered from' }).waitFor();
    expect(await page.locator('.pa-timeline__title').allTextContents()).toEqual([
      'Policy issued',
      'Application finished',
      'Application started',
      'Application created',
    ]);
    expect(person.problems).toEqual([]);
  });
});
