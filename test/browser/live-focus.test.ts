import type { Locator, Page } from 'playwright-core';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { CONTRACTOR, finishApplication, uniqueEmail, walkTo } from '../support/walk';
import { button, link } from './support/by-click';
import { handOver, type HandedOver } from './support/hand-over';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
let made: HandedOver;
beforeAll(async () => {
  running = await startApp();
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});
beforeEach(async () => {
  made = await handOver(running);
  await person.page.goto(made.path);
  await person.page.getByText('Live: this page follows changes by itself.').waitFor();
});
afterEach(() => expect(person.problems.splice(0)).toEqual([]));

const isFocused = (place: Locator) =>
  place.evaluate((element) => element === element.ownerDocument.activeElement);

/** The contractor begins; the open page takes notice by itself. */
async function letEventArrive(page: Page): Promise<void> {
  const hosted = new Person(made.hosted.origin);
  await hosted.open(made.hosted.pathname);
  await hosted.submit(hosted.page.$('main form').attr('action') ?? '', { confirmed: 'yes' });
  await page.locator('.pa-timeline__title', { hasText: 'Application started' }).waitFor();
}

describe('an open onboarding that changes', () => {
  it.each<[string, (page: Page) => Locator]>([
    ['a button', (page) => button(page, 'Check for missed events')],
    ['a link', (page) => link(page, 'Change the job')],
    ['a button to copy an id', (page) => page.getByRole('button', { name: /^Copy jb_/ })],
    ['a panel whose count changes', (page) => page.locator('.pa-hood > summary')],
  ])('leaves the keyboard where it is: %s', async (_what, placeOn) => {
    const { page } = person;
    await page.locator('[data-keep=step-job] > summary').click();
    const place = placeOn(page);
    await place.focus();
    await page.evaluate(`document.querySelector('#live').firstElementChild.id = 'before'`);
    await letEventArrive(page);
    // The content really was replaced.
    expect(await page.locator('#before').count()).toBe(0);
    expect(await isFocused(place)).toBe(true);
    await page.getByText('Live: this page follows changes by itself.').waitFor();
  });

  it('takes the keyboard to another link of the same place when its own is gone', async () => {
    const { page } = person;
    await link(page, 'Go to the application').focus();
    await finishApplication(new Person(made.hosted.origin), made.hosted.pathname);
    await page.locator('.pa-cover .pa-tag--success', { hasText: 'Covered from' }).waitFor();
    expect(await link(page, 'Go to the application').count()).toBe(0);
    expect(await page.locator(':focus').getAttribute('href')).toBe(`${made.path}/application`);
  });

  it('takes the keyboard to the content when its place is gone for good', async () => {
    const { page } = person;
    const colleague = new Person(running.url);
    const path = await walkTo(colleague, 'contractor');
    await page.goto(path);
    await page.getByText('Live: this page follows changes by itself.').waitFor();
    await button(page, 'Remove this onboarding').focus();
    await colleague.submit(`${path}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    await page.getByRole('heading', { name: 'Maya Okafor' }).waitFor();
    expect(await button(page, 'Remove this onboarding').count()).toBe(0);
    expect(await isFocused(page.locator('main'))).toBe(true);
  });

  it('leaves the call that is being read under the hood, and adds what came in', async () => {
    const { page } = person;
    await page.keyboard.press('h');
    await page.locator('.pa-hood__call', { hasText: 'POST /jobs' }).click();
    const call = page.locator('[data-call-detail]');
    // The drawer shows another call by itself as it opens.
    await page.locator('.pa-hood__call[aria-current]', { hasText: 'POST /jobs' }).waitFor();
    await call.evaluate((element) => void (element.id = 'read'));
    await letEventArrive(page);
    await page.locator('.pa-hood__list').getByText('application.started').waitFor();
    expect(await page.locator('#read').count()).toBe(1);
    expect(await page.locator('.pa-hood__call[aria-current]').textContent()).toContain('/jobs');
    await page.keyboard.press('h');
  });

  it('does not take a keyboard that is elsewhere', async () => {
    const { page } = person;
    await link(page, 'Events').focus();
    await letEventArrive(page);
    expect(await isFocused(link(page, 'Events'))).toBe(true);
  });
});
