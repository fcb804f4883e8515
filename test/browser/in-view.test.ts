import type { Page } from 'playwright-core';
import { startApp, until, type TestApp } from '../support/harness';
import { Person } from '../support/browser-like';
import { ENTITY, finishApplication, walkTo } from '../support/walk';
import { button, link, openMore } from './support/by-click';
import { handOver } from './support/hand-over';
import { visit, type Visit } from './support/visit';

/** A small screen: what is not brought into view is out of it. */
const SCREEN = { width: 390, height: 500 };

let running: TestApp;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.stop());

/** What has the keyboard, and whether it is in sight. Asked of the browser, also where pages run no script. */
async function focused(page: Page): Promise<{ what: string; inSight: boolean }> {
  const place = page.locator(':focus');
  await place.waitFor();
  const what = (await place.getAttribute('id')) ?? (await place.getAttribute('class')) ?? '';
  const box = await place.boundingBox();
  return { what, inSight: box !== null && box.y >= -1 && box.y < SCREEN.height - 20 };
}

describe.each([true, false])('with JavaScript %s', (javaScriptEnabled) => {
  let person: Visit;
  let page: Page;
  beforeAll(async () => {
    person = await visit(running, { javaScriptEnabled, viewport: SCREEN });
    ({ page } = person);
  });
  afterAll(async () => {
    await person.leave();
    expect(person.problems).toEqual([]);
  });
  const isAt = async (what: string) => expect(await focused(page)).toEqual({ what, inSight: true });

  describe('the job', () => {
    let path: string;
    beforeAll(async () => {
      path = await walkTo(new Person(running.url), 'job');
    });
    beforeEach(() => page.goto(`${path}/job`));

    it.each([
      ['the button', () => button(page, 'Search').click()],
      ['the Enter key', () => page.getByLabel('Search the category codes').press('Enter')],
    ])('goes on at the codes that a search found, by %s', async (_by, search) => {
      await page.getByLabel('Name of the role').fill('Field technician');
      await page.getByLabel('Search the category codes').fill('install');
      await search();
      await page.getByText(/^\d+ of \d+ fits?$/).waitFor();
      await isAt('category-code');
      expect(await page.getByLabel('Name of the role').inputValue()).toBe('Field technician');
    });

    it('is saved by the Enter key once nothing new was typed into the search', async () => {
      await page.getByLabel('Search the category codes').press('Enter');
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
      await isAt('pa-error-summary');
    });

    it('goes on at the row that was added', async () => {
      await openMore(page);
      await page.getByLabel('Key of row 1').fill('team');
      await button(page, 'Add a row').click();
      await page.getByLabel('Key of row 4').waitFor();
      await isAt('custom-metadata-1-key');
    });
  });

  it('the next page of a list of what is there already begins in view', async () => {
    const operator = new Person(running.url);
    for (let count = 0; count < 11; count += 1) {
      const path = await walkTo(operator, 'entity');
      await operator.submit(`${path}/entity`, { ...ENTITY, name: `Company ${count}` });
    }
    const path = await walkTo(operator, 'entity');
    await page.goto(`${path}/entity`);
    await page.getByRole('navigation', { name: 'Pages of entities' }).getByRole('link').last().click();
    await page.waitForURL(/after=/);
    await isAt('use-existing');
  });

  it('a quote is read before all else', async () => {
    const path = await walkTo(new Person(running.url), 'quote');
    await page.goto(`${path}/quote`);
    await button(page, 'Fetch a quote').click();
    await page.getByRole('heading', { name: 'Quote', exact: true }).waitFor();
    await isAt('quote');
  });

  it('what became of a press is said where the keyboard is', async () => {
    const path = await walkTo(new Person(running.url), 'contractor');
    await page.goto(path);
    await button(page, 'Check for missed events').click();
    await page.getByText('No event was missed.').waitFor();
    await isAt('pa-notice pa-notice--info');
  });

  it('the events that a filter lets through are in view', async () => {
    const { hosted } = await handOver(running);
    await finishApplication(new Person(hosted.origin), hosted.pathname);
    await until(async () => (await running.store.events.page({ limit: 1 })).length > 0);
    await page.goto('/events');
    await button(page, 'Filter').click();
    await page.waitForURL(/\?type=/);
    await isAt('list');
  });

  it('in the sandbox, the log of deliveries stays in view when it is narrowed down', async () => {
    await page.goto(`${running.sandbox.url}/deliveries`);
    await link(page, 'Pending').click();
    await page.waitForURL(/state=pending/);
    await isAt('log');
  });

  it('in the sandbox, what became of a press is said where the keyboard is', async () => {
    await page.goto(`${running.sandbox.url}/faults`);
    await button(page, 'Set the variants').click();
    await page.getByText('The variants are set.').waitFor();
    await isAt('notice');
  });
});
