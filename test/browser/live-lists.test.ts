import type { Page } from 'playwright-core';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';
import { inspect } from './support/inspect';
import { handOver } from './support/hand-over';
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
afterEach(() => expect(person.problems.splice(0)).toEqual([]));

async function open(path: string): Promise<void> {
  await person.page.goto(path);
  await person.page.getByText('Live: this page follows changes by itself.').waitFor();
}

const rowOf = (page: Page, name: string) => page.getByRole('row', { name });
const named = (name: string) => ({ contractor: { first_name: name, last_name: 'Live' } });
const finish = ({ hosted }: Awaited<ReturnType<typeof handOver>>) =>
  finishApplication(new Person(hosted.origin), hosted.pathname);

describe('the list of onboardings', () => {
  it('follows coverage, tab by tab, and tells it politely', async () => {
    const { page } = person;
    const made = await handOver(running, named('Ada'));
    await open('/');
    await rowOf(page, 'Ada Live').getByText('Applying').waitFor();
    await finish(made);
    await rowOf(page, 'Ada Live').waitFor({ state: 'detached' });
    await page.getByRole('status').getByText('This page has been updated.').waitFor();
    await page
      .getByRole('navigation', { name: 'Which onboardings' })
      .getByRole('link', { name: /^Done/ })
      .click();
    await rowOf(page, 'Ada Live').getByText('Covered from').waitFor();
  });

  it('leaves the keyboard and what is in sight where they are', async () => {
    const { page } = person;
    const colleague = new Person(running.url);
    for (let count = 0; count < 12; count += 1) await walkTo(colleague, 'contractor');
    await handOver(running, named('Grace'));
    for (let count = 0; count < 8; count += 1) await walkTo(colleague, 'contractor');
    await page.setViewportSize({ width: 1280, height: 500 });
    await open('/');
    const place = page.getByRole('link', { name: 'Grace Live', exact: true });
    await place.focus();
    await place.scrollIntoViewIfNeeded();
    const top = async () => (await place.boundingBox())?.y ?? NaN;
    const before = await top();
    const newest = await walkTo(colleague, 'contractor');
    await page.locator(`a[href="${newest}"]`).waitFor({ state: 'attached' });
    expect(await place.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    expect(Math.abs((await top()) - before)).toBeLessThan(1);
  });

  it('keeps its times true while it stays open, and moves what is chosen on it at once', async () => {
    const { page } = person;
    const path = await walkTo(new Person(running.url), 'entity', named('Abe'));
    const id = path.split('/').pop()!;
    await running.store.onboardings.update(id, { done: 2 });
    await page.clock.install();
    await page.goto('/?show=refused');
    const row = rowOf(page, 'Abe Live');
    await row.getByText(/^just now$|s ago$/).waitFor();
    await page.clock.fastForward('03:05:00');
    await row.getByText('3 h ago').waitFor();
    const every = page.getByLabel('All on this page');
    await every.check();
    expect(await row.getByRole('checkbox').isChecked()).toBe(true);
    await row.getByRole('checkbox').uncheck();
    expect(await every.isChecked()).toBe(false);
    await every.check();
    await page.getByRole('link', { name: 'Archive all 1' }).click();
    await page.getByRole('heading', { name: 'Archive all 1?' }).waitFor();
    expect(await inspect(page, 'archive-all')).toEqual([]);
    await page.getByRole('button', { name: 'Archive all 1' }).click();
    await page.getByText('1 onboarding was moved').waitFor();
  });
});

describe('the log of events', () => {
  it('follows what arrives, and shows only what its filter and its page let through', async () => {
    const { page } = person;
    await finish(await handOver(running));
    await open('/events?type=application.started');
    const types = () => page.locator('tbody th .pa-table__under').allInnerTexts();
    const before = await types();
    await finish(await handOver(running));
    await page.locator(`tbody tr:nth-child(${before.length + 1})`).waitFor();
    expect(new Set(await types())).toEqual(new Set(['application.started']));
    expect(new URL(page.url()).search).toBe('?type=application.started');
  });
});
