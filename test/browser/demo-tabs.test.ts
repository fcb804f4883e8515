import { startApp, type TestApp } from '../support/harness';
import { button } from './support/by-click';
import { findTooWide, inspect } from './support/inspect';
import { faultsOnPaper, putOnPaper } from './support/paper';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});
afterEach(() => expect(person.problems.splice(0)).toEqual([]));

const drawer = '.pa-hood';
const isOpen = () => person.page.locator(`${drawer}[open]`).waitFor();
const isClosed = () => person.page.locator(`${drawer}:not([open])`).waitFor();

test('on paper there is what is shown, the card of who is covered, and nothing to press', async () => {
  const { page } = person;
  await page.getByRole('heading', { name: /^Watch a contractor become covered/ }).waitFor();
  await putOnPaper(page);
  const faults = await faultsOnPaper(page, 'welcome');
  await page.emulateMedia({ media: 'screen' });
  await page.goto('/demo/covered');
  await page.getByRole('button', { name: /sign and pay$/ }).click();
  await page.getByRole('heading', { name: /is covered from/ }).waitFor();
  await putOnPaper(page);
  expect(await page.locator('.pa-cover').isVisible()).toBe(true);
  faults.push(...(await faultsOnPaper(page, 'covered')));
  await page.goto(new URL(page.url()).pathname.replace('onboardings', 'calls'));
  await page.getByRole('heading', { name: 'API calls' }).waitFor();
  faults.push(...(await faultsOnPaper(page, 'calls')));
  await page.goto(String(await page.locator('tbody a').first().getAttribute('href')));
  await page.locator('[data-call-detail]').waitFor();
  faults.push(...(await faultsOnPaper(page, 'call')));
  for (const path of ['/demo', '/demo/reset']) {
    await page.goto(path);
    faults.push(...(await faultsOnPaper(page, path)));
  }
  expect(faults).toEqual([]);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('the drawer stays as it was left, from page to page and in other tabs', async () => {
  const { page } = person;
  await page.goto('/demo/covered');
  await isClosed();
  await page.keyboard.press('h');
  await isOpen();
  await page.goto('/events');
  await isOpen();
  const other = await person.tab('/contractors');
  await other.locator(`${drawer}[open]`).waitFor();
  await other.close();
  await page.keyboard.press('h');
  await isClosed();
  await page.goto('/');
  await isClosed();
});

test('a tab that loads with the drawer open does not undo what another tab chooses meanwhile', async () => {
  const { page } = person;
  await page.locator(`${drawer} > summary`).click();
  await isOpen();
  const other = await person.tab('about:blank');
  // The choice of another tab comes while this one opens its drawer.
  const choose = `() => localStorage.setItem('policy-app-hood', 'closed')`;
  await other.addInitScript(`addEventListener('toggle', ${choose}, { capture: true, once: true })`);
  await other.goto('/events');
  await other.locator(`${drawer}[open]`).waitFor();
  await other.waitForFunction(`localStorage.getItem('policy-app-hood') === 'closed'`);
  await other.close();
  await page.goto('/');
  await isClosed();
});

test('the drawer, each look at a call in it, and the pages of calls are good', async () => {
  const { page } = person;
  const call = page.locator('[data-call-detail]');
  const choose = (tab: string) => call.getByLabel(tab, { exact: true }).first().check();
  await page.goto('/demo/covered');
  const onboarding = String(new URL(page.url()).pathname.split('/')[2]);
  await page.keyboard.press('h');
  await page.locator('[data-hood-call]', { hasText: 'POST /jobs' }).click();
  await call.filter({ hasText: '/api/v1/jobs' }).waitFor();
  await choose('Fields');
  await choose('Node');
  await call.getByRole('group', { name: 'Fields' }).getByText('category_code').first().waitFor();
  await call.getByRole('group', { name: 'As Node' }).getByText('createJob').first().waitFor();
  expect(await inspect(page, 'hood')).toEqual([]);
  await choose('Request');
  await choose('Python');
  await call.getByRole('group', { name: 'As Python' }).getByText('ten99policy').first().waitFor();
  expect(await findTooWide(page, 'hood-python')).toEqual([]);
  await page.keyboard.press('h');
  await isClosed();
  await page.goto(`/calls/${onboarding}`);
  expect(await inspect(page, 'calls')).toEqual([]);
  await page.locator('tbody a', { hasText: 'POST' }).first().click();
  await call.waitFor();
  await choose('Fields');
  await choose('Python');
  expect(await inspect(page, 'call')).toEqual([]);
});

test('without a script it opens, and each call has its page', async () => {
  const plain = await visit(running, { javaScriptEnabled: false });
  const { page } = plain;
  await page.locator(`${drawer} > summary`).click();
  const call = page.locator('[data-hood-call]', { hasText: 'POST' }).first();
  const what = await call.locator('.pa-hood__path').innerText();
  await call.click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.locator('main').innerText()).toContain(what.trim());
  expect(await page.locator('[data-hood-key]').isVisible()).toBe(false);
  expect(plain.problems).toEqual([]);
  await plain.leave();
});

test('tabs of what a reset removed say so once, and ask no more', async () => {
  const { page } = person;
  await page.goto('/demo/resumed');
  const step = new URL(page.url()).pathname;
  const overview = step.replace('/application', '');
  const [follows, waits] = [await person.tab(overview), await person.tab(`${overview}/contractor`)];
  await follows.getByText('Live: this page follows changes by itself.').waitFor();
  await page.goto('/demo/reset');
  await button(page, 'Empty both').click();
  await page.getByText('The app and its sandbox are empty.').waitFor();
  await follows.getByText('This page no longer follows changes. Reload it.').waitFor();
  // It had to ask to know, and has not asked again.
  expect(person.problems.splice(0)).toEqual([`${running.url}${overview} answered 404`]);
  await follows.reload();
  await follows.getByRole('heading', { name: 'Page not found' }).waitFor();
  await follows.getByRole('link', { name: 'Onboardings' }).first().click();
  await follows.getByRole('heading', { name: /^Watch a contractor become covered/ }).waitFor();
  // What was typed is kept for another onboarding.
  await waits.getByLabel('Last name').fill('Later');
  await waits.getByRole('button', { name: 'Save changes' }).click();
  await waits.getByText('This onboarding was removed meanwhile').first().waitFor();
  expect(await waits.getByLabel('Last name').inputValue()).toBe('Later');
});
