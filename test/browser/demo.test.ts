import { SCENARIOS } from '../../src/demo/scenarios/all';
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
  await button(page, '+1 day').click();
  await page.getByText('The clock moved on: +1 day.').waitFor();
  await page.getByRole('link', { name: 'Reset…' }).click();
  await page.getByRole('heading', { level: 1, name: 'Reset the demo' }).waitFor();
  await person.page.goto('/demo/reset');
  await isGood('demo-reset');
  await button(page, 'Empty both').click();
  await page.getByText('The app and its sandbox are empty.').waitFor();
  expect(plain.problems).toEqual([]);
  await plain.leave();
  await person.page.goto('/demo');
  await isGood('demo-page');
});

test('a link from elsewhere plays nothing before it is pressed', async () => {
  const { page } = person;
  await page.goto(running.sandbox.url);
  await page.evaluate(`window.location.assign('${running.url}/demo/expired')`);
  await button(page, 'Play it').waitFor();
  expect(new URL(page.url()).pathname).toBe('/demo/expired');
  await isGood('demo-scenario');
});

/** Where pages differ most from those that are looked at elsewhere. */
const LOOKED_AT = { first: ['refused', 'vendor-down'], last: ['declined', 'own-certificate'] };

test.each(SCENARIOS)('$name by its address, and to its end', async ({ name, moments }) => {
  const { page } = person;
  await page.goto(`/demo/${name}`);
  expect(new URL(page.url()).pathname).not.toContain('/demo');
  const seen = page.locator('.pa-scene__seen');
  await seen.waitFor();
  expect(await page.getByText('could not be prepared').count()).toBe(0);
  if (LOOKED_AT.first.includes(name)) await isGood(`demo-${name}`);
  const next = page.locator('.pa-scene form[action="/demo/next"] button');
  for (const moment of moments) {
    await next.click();
    await seen.filter({ hasText: moment.seen.split('{who}').at(-1) ?? '' }).waitFor();
  }
  expect(await next.count()).toBe(0);
  if (LOOKED_AT.last.includes(name)) await isGood(`demo-${name}-end`);
});
