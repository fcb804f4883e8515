/** Inside another site: its styles, in no layer, and ours change nothing of one another. */
import express from 'express';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../lib/project-root';
import { createOnboarding } from '../../src/onboarding/create-onboarding';
import { hostedHere } from '../../src/own-host';
import { startApp, type TestApp } from '../support/harness';
import { openBrowser } from './support/chromium';

const STYLES = path.join(PROJECT_ROOT, 'public', 'styles');
/** What our classes are called without our prefix, such as button and panel: names that sites have too. */
const NAMES = [
  ...new Set(
    readdirSync(STYLES)
      .map((file) => readFileSync(path.join(STYLES, file), 'utf8'))
      .flatMap((css) => [...css.matchAll(/\.pa-([a-z][\w-]*)/g)].map(([, name]) => name!)),
  ),
];
const LOUD = `${NAMES.map((name) => `.${name}`).join()} {
  display: inline-block; padding: 30px; margin: 9px; border: 5px solid red; background: red; text-transform: uppercase; }`;
const THEIRS = `<div id="theirs">${NAMES.map((name) => `<p class="${name}">${name}</p>`).join('')}
  <form><button class="button">Book</button></form></div>`;

let running: TestApp;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;
let still: Page;

beforeAll(async () => {
  running = await startApp({ unregistered: true });
  await running.store.onboardings.create('ob_1', 'token');
  const layout = (head: string, body: string, styles: string) =>
    `<!doctype html><title>A site</title><style>${styles}</style>${head}<main>${body}</main>${THEIRS}`;
  const mounted = createOnboarding({
    ...hostedHere(running.deps),
    basePath: '/insurance',
    csrf: { field: 'token', token: () => 'token' },
    session: () => ({}),
    user: () => ({ name: 'Dana' }),
    render: (req, res, { head, body }) =>
      void res.send(layout(head, body, req.query.loud === undefined ? '' : LOUD)),
  });
  const site = express();
  site.get('/', (_req, res) => void res.send(layout('', '', LOUD)));
  site.use('/insurance', mounted.contractor, mounted.operator);
  running.serve({ ...running.app, express: site });
  browser = await openBrowser({ baseURL: running.url });
  page = await browser.context.newPage();
  still = await browser.context.newPage();
  await still.route('**/*.js', (route) => route.abort());
});
afterAll(async () => {
  await browser.close();
  await running.stop();
});

const PROPERTIES = [
  ...[
    'display',
    'position',
    'color',
    'background-color',
    'font-family',
    'font-size',
    'font-weight',
    'line-height',
  ],
  ...['text-transform', 'padding-top', 'padding-left', 'margin-top', 'border-top-width', 'border-top-color'],
  ...['border-top-left-radius', 'box-sizing', 'text-decoration', 'list-style-type'],
];

/**
 * How each element there looks, a line each. Without scripts, which show and hide parts as time goes on. Of the calls
 * under the hood, only the first of a list: each visit may add some.
 */
async function looksOf(url: string, region: string): Promise<Set<string>> {
  await still.goto(url);
  const lines = await still.evaluate<
    string[]
  >(`[...document.querySelectorAll('${region} *:not(.pa-hood__list li ~ li, .pa-hood__list li ~ li *)')].map((element, index) => {
    const style = getComputedStyle(element);
    const looks = ${JSON.stringify(PROPERTIES)}.map((name) => name + ': ' + style.getPropertyValue(name));
    return [index, element.tagName, element.getAttribute('class'), ...looks].join('; ');
  })`);
  return new Set(lines);
}

const changed = (before: Set<string>, after: Set<string>) => [...after].filter((line) => !before.has(line));

it.each(['', 'events', 'onboardings/ob_1', 'onboardings/ob_1/contractor'])(
  'no rule of the site changes ours on /%s',
  async (ours) => {
    const alone = await looksOf(`/insurance/${ours}`, '.policy-app');
    const beside = await looksOf(`/insurance/${ours}?loud`, '.policy-app');
    expect([beside.size, changed(alone, beside)]).toEqual([alone.size, []]);
    expect(alone.size).toBeGreaterThan(20);
  },
);

it('no rule of ours changes the site’s', async () => {
  expect(NAMES.length).toBeGreaterThan(100);
  const alone = await looksOf('/', '#theirs');
  const beside = await looksOf('/insurance/?loud', '#theirs');
  expect([beside.size, changed(alone, beside)]).toEqual([alone.size, []]);
});

it('no script of ours shows anything there, or takes what is pressed for its own', async () => {
  await page.goto('/insurance/?loud');
  expect(await page.evaluate(`[...document.body.children].map((element) => element.tagName)`)).toEqual([
    'MAIN',
    'DIV',
  ]);
  // The site takes care of its form after all other listeners.
  await page.evaluate(`addEventListener('submit', (event) => event.preventDefault())`);
  const button = page.locator('#theirs button');
  await button.click();
  expect(await button.textContent()).toBe('Book');
});
