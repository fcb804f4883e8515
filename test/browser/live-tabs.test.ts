import type { BrowserContext, Page } from 'playwright-core';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication } from '../support/walk';
import { handOver, type HandedOver } from './support/hand-over';
import { visit, type Visit } from './support/visit';

const LIVE = 'Live: this page follows changes by itself.';
const TABS = 10;

let running: TestApp;
let person: Visit;
let made: HandedOver;
beforeAll(async () => {
  running = await startApp({ liveBeatMs: 300 });
});
afterAll(() => running.stop());
beforeEach(async () => {
  person = await visit(running);
  made = await handOver(running);
});
afterEach(async () => {
  await person.leave();
  expect(person.problems).toEqual([]);
});

/** How many streams the tabs of a browser have open. */
function streamsOf(context: BrowserContext): () => number {
  const open = new Set<object>();
  const isStream = (url: string) => new URL(url).pathname === '/changes';
  context.on('request', (request) => isStream(request.url()) && open.add(request));
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return () => open.size;
}

/** What a browser does with a tab that another one covers. Without a screen, it takes all of them for visible. */
async function show(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate(`(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' });
    document.dispatchEvent(new Event('visibilitychange'));
  })()`);
}

const finish = () => finishApplication(new Person(made.hosted.origin), made.hosted.pathname);
const isLive = (page: Page) => page.getByText(LIVE).waitFor();
const isCovered = (page: Page) =>
  page.locator('.pa-tag--success', { hasText: 'Covered from' }).first().waitFor();

describe('many tabs of one onboarding', () => {
  it('all load and all follow, by one stream', async () => {
    const streams = streamsOf(person.page.context());
    const tabs: Page[] = [];
    for (let count = 0; count < TABS; count += 1) tabs.push(await person.tab(made.path));
    await Promise.all(tabs.map(isLive));
    await until(() => streams() === 1);
    await finish();
    await Promise.all(tabs.map(isCovered));
    // The tab that holds the stream goes away; another takes over.
    await tabs.shift()?.close();
    await until(() => streams() === 1);
    const [first] = tabs;
    await first?.reload();
    await Promise.all(tabs.map(isLive));
    await until(() => streams() === 1);
  });

  it('follow each a stream of their own, while in sight, where the browser has no locks', async () => {
    const context = person.page.context();
    await context.addInitScript(`delete Navigator.prototype.locks`);
    const streams = streamsOf(context);
    // The first page has a stream too, which it may open again when a busy machine is late.
    await show(person.page, 'hidden');
    const tabs: Page[] = [];
    for (let count = 0; count < TABS; count += 1) {
      for (const other of tabs) await show(other, 'hidden');
      tabs.push(await person.tab(made.path));
    }
    const seen = tabs.at(-1)!;
    await isLive(seen);
    await until(() => streams() === 1);
    await finish();
    await isCovered(seen);
    const [hidden] = tabs as [Page];
    expect(await hidden.locator('.pa-tag', { hasText: 'Covered from' }).count()).toBe(0);
    await show(hidden, 'visible');
    await isCovered(hidden);
  });

  it('give the stream up while hidden, and bring the page up to date when seen', async () => {
    const streams = streamsOf(person.page.context());
    const { page: second } = person;
    const first = await person.tab(made.path);
    await Promise.all([first, second].map(isLive));
    await show(first, 'hidden');
    await isLive(second);
    await until(() => streams() === 1);
    await show(second, 'hidden');
    await until(() => streams() === 0);
    await finish();
    await until(async () => (await running.store.onboardings.find(made.id))?.coverage_state === 'active');
    await show(first, 'visible');
    await isCovered(first);
    await isLive(first);
    expect(await second.locator('.pa-tag', { hasText: 'Covered from' }).count()).toBe(0);
    await show(second, 'visible');
    await second.getByText('No onboarding in progress').or(second.getByText('Done 1')).first().waitFor();
    await until(() => streams() === 1);
  });
});

describe('a page that hears nothing', () => {
  it('takes the stream over from a tab that passes nothing on', async () => {
    const streams = streamsOf(person.page.context());
    await person.page.goto(made.path);
    await isLive(person.page);
    const other = await person.tab(made.path);
    await isLive(other);
    const taken = other.waitForRequest('**/changes?*');
    await person.page.evaluate('BroadcastChannel.prototype.postMessage = () => undefined');
    await taken;
    await isLive(other);
    await until(() => streams() === 1);
    await finish();
    await Promise.all([isCovered(other), isCovered(person.page)]);
  });

  it('says since when, tries again, and is live again when bytes come', async () => {
    const { page } = person;
    await page.goto(made.path);
    await isLive(page);
    // From now on the stream is open, and nothing comes by it.
    await page.context().route('**/changes?*', () => undefined);
    running.app.endStreams();
    await page.getByText(/^Nothing heard since \d\d:\d\d:\d\d UTC\. Trying again\.$/).waitFor();
    expect(await page.getByText(LIVE).count()).toBe(0);
    await page.context().unroute('**/changes?*');
    await isLive(page);
  });
});
