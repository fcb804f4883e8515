import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { control } from '../../sandbox/test/support/control';
import { startApp, until, type TestApp } from '../support/harness';
import { button } from './support/by-click';
import { openBrowser } from './support/chromium';
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

const SCREENS = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
];
const operator = (page: Page) => page.frameLocator('iframe[name="operator"]');
const contractor = (page: Page) => page.frameLocator('iframe[name="contractor"]');

/** Whether all of the bar, both windows and the whole ticker are on the screen, and nothing has to be scrolled to. */
const FITS = `(() => {
  const { clientWidth: width, clientHeight: height, scrollHeight, scrollWidth } = document.documentElement;
  const out = [...document.querySelectorAll('.pa-stage__bar > *, .pa-stage__acts > *, .pa-window, .pa-ticker')]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return left < 0 || right > width + 0.5 || top < 0 || bottom > height + 0.5;
    })
    .map((element) => element.outerHTML.slice(0, 90));
  return [...out, ...(scrollHeight > height || scrollWidth > width ? ['the page scrolls'] : [])];
})()`;

async function fits(page: Page): Promise<void> {
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    expect(await page.evaluate(FITS)).toEqual([]);
  }
}

test('by keyboard alone: from nothing to covered, on both sides, without scrolling', async () => {
  const { page } = person;
  await page.goto('/demo');
  await button(page, 'Present').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Nothing has reached the contractor yet.').waitFor();
  await operator(page)
    .getByRole('heading', { name: /Watch a contractor/ })
    .waitFor();
  await page.locator('.pa-ticker__live').getByText('Live').waitFor();

  const read: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame().name() === 'contractor') read.push(request.url());
  });
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  running.proxy.fail('POST /quotes', { kind: 'held', until: held });
  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
  // What is said while it is prepared is seen meanwhile.
  await page.locator('.pa-beat').getByText('POST /contractors').waitFor();
  expect(await page.locator('[data-status]').textContent()).toBe('Working…');
  running.proxy.clear();
  goOn();
  await operator(page).getByRole('heading', { name: 'The application is ready' }).waitFor();
  await contractor(page).getByRole('heading', { name: 'Check your details' }).waitFor();
  await page.getByText('POST /apply/sessions').waitFor();
  await fits(page);
  expect(read).toEqual([...new Set(read)]);

  await page.keyboard.press('ArrowRight');
  await operator(page)
    .getByRole('heading', { name: /is covered from/ })
    .waitFor();
  await contractor(page)
    .getByRole('heading', { name: /signed up for coverage/ })
    .waitFor();
  await page.locator('.pa-beat').first().getByText('Policy issued').waitFor();
  await page.keyboard.press('ArrowLeft');
  await operator(page).getByRole('heading', { level: 1, name: 'The application is complete' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await operator(page)
    .getByRole('heading', { name: /is covered from/ })
    .waitFor();

  const clock = await page.locator('.pa-stage__clock').textContent();
  await page.keyboard.press('d');
  await page
    .locator('.pa-stage__clock')
    .filter({ hasNotText: String(clock).slice(0, 11) })
    .waitFor();
  const status = page.locator('[data-status]');
  running.proxy.fail('POST /_sandbox/clock', { kind: 'answer', status: 500 });
  await page.keyboard.press('d');
  await status.getByText('The local sandbox refused POST /clock').waitFor();
  running.proxy.clear();
  await page.keyboard.press('t');
  await page.locator('[data-stage][data-large]').waitFor();
  expect(await status.textContent()).toBe('');
  await fits(page);
  await page.keyboard.press('t');
  await page.locator('[data-stage]:not([data-large])').waitFor();
  await page.keyboard.press('?');
  await page.getByText('one day on').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('one day on').waitFor({ state: 'hidden' });
  await page.keyboard.press('f');
  await until(() => page.evaluate<boolean>('document.fullscreenElement !== null'));
  await page.evaluate('document.exitFullscreen()');
});

test('a recording of it opens offline and on paper, and asks nobody for anything', async () => {
  const { page } = person;
  const coming = page.waitForEvent('download');
  await page.keyboard.press('r');
  const download = await coming;
  expect(download.suggestedFilename()).toBe('covered.html');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'recording-')), 'covered.html');
  await download.saveAs(file);
  const offline = await openBrowser({ offline: true, viewport: { width: 1280, height: 720 } });
  const asked: string[] = [];
  offline.context.on('request', (request) => void asked.push(request.url()));
  const reader = await offline.context.newPage();
  const problems: string[] = [];
  reader.on('console', (message) => void problems.push(message.text()));
  const address = pathToFileURL(file).href;
  await reader.goto(address);
  const shown = (part: string) => reader.locator('.pa-shot:visible').locator(part);
  const inWindow = (name: string) =>
    reader.locator('.pa-shot:visible').frameLocator(`iframe[title^="${name}"]`);
  await inWindow('Operator').getByRole('heading', { name: 'The application is ready' }).waitFor();
  await inWindow('Contractor').getByRole('heading', { name: 'Check your details' }).waitFor();
  expect(await shown('.pa-beat').count()).toBe(5);
  await reader.getByRole('link', { name: 'Next' }).click();
  // A day has passed since.
  await inWindow('Operator')
    .getByRole('heading', { name: /is covered$/ })
    .waitFor();
  await shown('.pa-beat').first().getByText('Policy issued').waitFor();
  expect(await reader.evaluate(FITS)).toEqual([]);
  await putOnPaper(reader);
  await inWindow('Contractor').getByText('successfully signed up').waitFor();
  expect(await faultsOnPaper(reader, 'recording')).toEqual([]);
  expect(
    asked.filter((url) => url !== address && !url.startsWith('data:') && url !== 'about:srcdoc'),
  ).toEqual([]);
  expect(problems).toEqual([]);
  await offline.close();
  rmSync(path.dirname(file), { recursive: true });
});

test('what the contractor does in their page is seen on the other side as it happens', async () => {
  const { page } = person;
  await page.keyboard.press('s');
  await page.getByRole('button', { name: /^Abandoned and resumed/ }).press('Enter');
  await contractor(page).getByRole('heading', { name: 'Read and sign' }).waitFor();
  const beats = await page.locator('.pa-beat').count();
  await contractor(page).getByLabel('Your full name').fill('Sofia Lindqvist');
  await contractor(page).getByLabel('I have read the sample document and agree to it').check();
  await contractor(page).getByRole('button', { name: 'Sign and continue' }).click();
  await contractor(page).getByLabel('Test card number').fill('4242 4242 4242 4242');
  await contractor(page).getByRole('button', { name: 'Use this test card' }).click();
  await contractor(page).getByRole('button', { name: 'Finish and get covered' }).click();
  await contractor(page).getByText('You can close this page.').waitFor();
  await page.locator('.pa-beat').getByText('Policy issued').waitFor();
  expect(await page.locator('.pa-beat').count()).toBeGreaterThan(beats);
});

test('it is good in both themes, narrow, and in large type', async () => {
  const { page } = person;
  // As after a long walk: the list of reads scrolls.
  await page.evaluate("document.querySelector('.pa-ticker__reads > ul').style.maxHeight = '2rem'");
  expect(await inspect(page, 'presenter')).toEqual([]);
  await page.locator('[data-key="t"]').press('Enter');
  await page.locator('[data-stage][data-large]').waitFor();
  expect(await findTooWide(page, 'presenter-large')).toEqual([]);
});

test('pages are in no frame after it was left', async () => {
  const { page } = person;
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto('/demo/present');
  await page.locator('.pa-ticker__live').getByText('Live').waitFor();
  // Something happens after it has ended, and before the next page is there.
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  running.proxy.fail('DELETE /_sandbox/framing', { kind: 'held', until: held });
  await page.keyboard.press('Escape');
  await until(() => running.proxy.calls.some(({ method }) => method === 'DELETE'));
  // Twice: before it looks again, the page has read the first answer.
  for (const type of ['application.started', 'application.complete']) {
    const look = page.waitForResponse(
      (answer) => answer.request().headers()['policy-app-part'] === 'content',
    );
    await control(running.sandbox, 'POST', '/trigger', { type });
    await look;
  }
  running.proxy.clear();
  goOn();
  await page.waitForURL((url) => !url.pathname.startsWith('/demo/present'));
  const answer = await page.request.get('/');
  expect(answer.headers()['x-frame-options']).toBe('DENY');
});

test('without a script its buttons do the same', async () => {
  const plain = await visit(running, { javaScriptEnabled: false });
  const { page } = plain;
  await page.goto('/demo/present');
  await button(page, 'Present').click();
  await page.locator('summary', { hasText: 'Scenario' }).click();
  await page.getByRole('button', { name: /^Covered in 60/ }).click();
  await operator(page).getByRole('heading', { name: 'The application is ready' }).waitFor();
  await contractor(page).getByRole('heading', { name: 'Check your details' }).waitFor();
  await page.getByRole('button', { name: /sign and pay$/ }).click();
  await operator(page)
    .getByRole('heading', { name: /is covered from/ })
    .waitFor();
  await contractor(page)
    .getByRole('heading', { name: /signed up for coverage/ })
    .waitFor();
  await page.getByText('Policy issued').waitFor();
  await page.getByRole('link', { name: 'Refresh' }).waitFor();
  await page.getByRole('button', { name: /Leave$/ }).click();
  await page.getByRole('heading', { name: /is covered from/ }).waitFor();
  await plain.leave();
});
