import { SCENARIO_NAMES } from '../../src/demo/scenario';
import { startApp, type TestApp } from '../support/harness';
import { button } from './support/by-click';
import { inspect } from './support/inspect';
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

const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const menu = () => person.page.getByRole('link', { name: /^Demo/ });
const text = (words: string | RegExp) => person.page.getByText(words).first().waitFor();

test('from nothing to covered in two presses', async () => {
  const { page } = person;
  await isGood('demo-welcome');
  const began = performance.now();
  await button(page, 'Play “Covered in 60 seconds”').click();
  await text('The application is ready');
  await page.getByRole('button', { name: /^Let \w+ sign and pay$/ }).click();
  await text(/Covered from/);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`From nothing to covered, in two presses: ${seconds.toFixed(1)} s\n`);
  await isGood('demo-covered');
  await button(page, 'End the scenario').click();
  expect(await page.locator('.pa-scene').count()).toBe(0);
});

test('the menu opens in the header, shows what is so now, and closes again', async () => {
  const { page } = person;
  await page.goto('/events');
  await menu().click();
  await page.getByText('None is on: everything works.').waitFor();
  // It lies over the page.
  const problems = await inspect(page, 'demo-menu');
  expect(problems.filter((problem) => !problem.includes('over one another'))).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await page.locator('.pa-demo-panel').count()).toBe(0);
  await menu().click();
  await button(page, 'Late webhooks').click();
  await text('Late webhooks: switched on');
  expect(new URL(page.url()).pathname).toBe('/events');
  await menu().click();
  await page.getByText('Late webhooks: each waits 30 s').waitFor();
  await button(page, 'Switch off').click();
  await text('All faults are off.');
  await menu().click();
  await button(page, '+1 day').click();
  await text('The clock moved on: +1 day.');
  await menu().click();
  await button(page, '+30 days').click();
  await text('The clock moved on: +30 days.');
  await menu().click();
  await page
    .locator('.pa-demo-panel')
    .getByText(/31 d .*ahead/)
    .waitFor();
});

test('without a script the same is a page', async () => {
  const plain = await visit(running, { javaScriptEnabled: false });
  const { page } = plain;
  await page.getByRole('link', { name: /^Demo/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Demo' }).waitFor();
  await button(page, 'API down').click();
  await page.getByText('API down: calls are answered 503').waitFor();
  await button(page, 'Switch off').click();
  await page.getByText('None is on').waitFor();
  await plain.leave();
  await person.page.goto('/demo');
  await isGood('demo-page');
});

test.each(SCENARIO_NAMES)('%s by its address', async (name) => {
  const { page } = person;
  await page.goto(`/demo/${name}`);
  expect(new URL(page.url()).pathname).not.toContain('/demo');
  await page.locator('.pa-scene').waitFor();
  expect(await page.getByText('could not be prepared').count()).toBe(0);
});

test('the strip is good on a page with much else', () => isGood('demo-strip'));
