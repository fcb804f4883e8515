import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { control } from '../../sandbox/test/support/control';
import { checkReceiver } from '../../scripts/webhook-check/check';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { openBrowser, type OpenBrowser } from '../browser/support/chromium';
import { button, link, walkToApplication } from '../browser/support/by-click';
import { completeApplication, openApplication } from '../browser/support/hosted';
import { inspect } from '../browser/support/inspect';
import { watch } from '../browser/support/watch';
import { Example, freePort } from './support/example';

const PASSWORD = 'a long pass phrase';

describe('express5-platform', () => {
  let example: Example;
  let browser: OpenBrowser;
  let problems: string[];
  let page: Page;
  let url: string;
  beforeAll(async () => {
    example = await Example.make('express5-platform');
    const { sandbox } = example;
    const port = await freePort();
    url = await example.start('server.ts', {
      API_BASE: `${sandbox.url}/api/v1`,
      API_KEY: sandbox.sandbox.apiKey,
      HOSTS: new URL(sandbox.url).host,
      DATA: mkdtempSync(path.join(tmpdir(), 'platform-')),
      PASSWORD,
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    });
    browser = await openBrowser({ baseURL: url });
    ({ problems } = await watch(browser.context, [url, sandbox.url]));
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await example.end();
  });

  it('has under a hundred lines of its own, and compiles strictly with what it took', () => {
    expect(example.linesOf('server.ts')).toBeLessThan(100);
    expect(example.npm('run', 'types', '--silent')).toBe('');
  });

  it('shows the pages for operators behind its own login alone', async () => {
    const open = async (where: string) => (await fetch(url + where, { redirect: 'manual' })).status;
    expect(await Promise.all(['/insurance/', '/insurance/events', '/insurance/nothing'].map(open))).toEqual([
      303, 303, 303,
    ]);
    expect(await open('/insurance/assets/styles/base.css')).toBe(200);
    expect(await open('/insurance/return/unknown/success')).toBe(404);
  });

  it('walks the journey in its own layout, until it is told that the contractor is covered', async () => {
    await page.goto('/insurance/');
    await page.getByLabel('Password').fill(PASSWORD);
    await button(page, 'Go').click();
    await page.getByText('No onboarding in progress').waitFor();
    const path = await walkToApplication(page);
    expect(path).toMatch(/^\/insurance\/onboardings\//);
    expect(await page.title()).toMatch(/ \| Shiftwork$/);

    const overview = await browser.context.newPage();
    await overview.goto(path);
    await overview.getByText('Live: this page follows changes by itself.').waitFor();
    await openApplication(page);
    await completeApplication(page);
    await page.getByRole('heading', { name: 'You will be covered from' }).waitFor();
    await overview.getByText('Covered from').first().waitFor();
    await overview.getByText('policy.active').first().waitFor();

    await link(overview, 'Workers').click();
    await overview.getByText(/^cn_\w+: The policy pl_\w+ /).waitFor();
    expect(problems).toEqual([]);
  });

  it('passes the twenty cases', async () => {
    const { body } = await control(example.sandbox, 'GET', '/export');
    const { objects } = body as { objects: { kind: string; data: { secret: string } }[] };
    const { secret } = objects.find(({ kind }) => kind === 'webhook_endpoint')!.data;
    const where = `${url}/insurance/webhooks/1099policy`;
    const results = await checkReceiver({ url: where, secrets: [secret], scheme: timestamped() });
    expect([results.length, results.filter(({ passed }) => !passed)]).toEqual([20, []]);
  });

  it('keeps what is not found below its path, and all the rest of the site to itself', async () => {
    await page.goto('/insurance/nothing');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    expect((await page.request.get('/nothing')).status()).toBe(404);
    expect(await (await page.request.get('/nothing')).text()).toContain('Cannot GET /nothing');
  });

  it('has its own look, and the pages theirs', async () => {
    await page.goto('/insurance/');
    const look = (selector: string, property: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}'))['${property}']`);
    expect(await look('body > .site-header', 'backgroundColor')).toBe('rgb(11, 61, 46)');
    expect(await look('body', 'fontFamily')).toContain('Georgia');
    expect(await look('.policy-app h1', 'fontFamily')).not.toContain('Georgia');
    expect(await look('.policy-app .pa-button', 'textTransform')).toBe('none');
    expect(await inspect(page, 'in another site')).toEqual([]);
  });
});
