import type { Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/harness';
import { createContractor, openMore, startOnboarding } from './support/by-click';
import { handOver } from './support/hand-over';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
let release = () => undefined as void;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.stop());
beforeEach(async () => {
  person = await visit(running);
});
afterEach(async () => {
  release();
  running.proxy.clear();
  await person.leave();
  expect(person.problems).toEqual([]);
});

/** From now on the API takes its time for these calls: until `release` is called. */
function slow(call: string): void {
  running.proxy.fail(call, { kind: 'held', until: new Promise((resolve) => (release = resolve)) });
}

/** Counts what the browser sends to this path. */
function sentTo(page: Page, path: RegExp): () => number {
  let count = 0;
  page.on('request', (request) => void (count += path.test(new URL(request.url()).pathname) ? 1 : 0));
  return () => count;
}

/** What a page says, and where everything in it stands, that can be pressed or filled in. */
interface Look {
  shown: string[];
  said: string[];
  layout: string;
}

/** Runs in the page, in one go with what is done there: a browser answers no question once the next page is asked for. */
const LOOK = `const look = () => ({
  shown: [...document.querySelectorAll('[data-busy]')].map((place) => place.textContent),
  said: [...document.querySelectorAll('body > [role=status]')].map((place) => place.textContent).filter(Boolean),
  layout: JSON.stringify([...document.querySelectorAll('button, a, input, h1')].map((place) => {
    const { x, y, width, height } = place.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  })),
});
const named = (label) => [...document.querySelectorAll('button:not([aria-hidden]), a.pa-button')]
  .find((place) => place.textContent.trim() === label);`;

/** Looks before anything is done, and after each thing. */
async function looks(page: Page, ...acts: string[]): Promise<Look[]> {
  const done = acts.map((act) => `${act}; seen.push(look());`).join('\n');
  return page.evaluate<Look[]>(`(() => { ${LOOK} const seen = [look()]; ${done} return seen; })()`);
}

const press = (label: string) => `named('${label}').click()`;
const PRESS_AGAIN = `document.querySelector('[data-busy]').click()`;
const working = (label: string) => ({ shown: ['Working…'], said: [`${label}: Working…`] });
const AT_REST = { shown: [], said: [] };

describe('a button that was pressed', () => {
  it('says that it works, where it stood, and is not pressed twice', async () => {
    const { page } = person;
    await startOnboarding(page);
    const sent = sentTo(page, /\/contractor$/);
    slow('POST /contractors');
    await page.getByLabel('First name').fill('Maya');
    await page.getByLabel('Last name').fill('Okafor');
    await page.getByLabel('Email', { exact: true }).fill('maya.press@example.com');
    const enter = `document.querySelector('#first-name').form.requestSubmit()`;
    const [before, pressed, again] = await looks(page, press('Create and continue'), PRESS_AGAIN, enter);
    expect(before).toMatchObject(AT_REST);
    expect(pressed).toEqual({ ...working('Create and continue'), layout: before!.layout });
    expect(again).toEqual(pressed);
    release();
    await page.getByRole('heading', { name: 'Which company is the work for?' }).waitFor();
    expect(sent()).toBe(1);
  });

  it('says so as well when it was the Enter key that sent the form', async () => {
    const { page } = person;
    await startOnboarding(page);
    await createContractor(page);
    await page.getByLabel('Legal name').fill('Harbor Staffing, Inc');
    // As the key does: the first submit button of the form, which is not to be seen.
    const enter = `document.querySelector('#name').form.querySelector('button').click()`;
    const [, pressed] = await looks(page, enter);
    expect(pressed).toMatchObject(working('Create and continue'));
    await page.getByRole('heading', { name: 'What is the job?' }).waitFor();
  });

  it('can be pressed again by who comes back to the page, or stops waiting', async () => {
    const { page } = person;
    await startOnboarding(page);
    await openMore(page);
    const [before, pressed, back, again, stopped] = await looks(
      page,
      press('Add a row'),
      `window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`,
      press('Add a row'),
      `document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))`,
    );
    expect(pressed).toMatchObject(working('Add a row'));
    expect(back).toEqual(before);
    expect(again).toEqual(pressed);
    expect(stopped).toEqual(before);
    // What the button says to the server is not changed by what it says to people.
    await page.locator('#custom-metadata-1-key').waitFor();
  });

  it('is said of links that look like buttons too', async () => {
    const { page } = person;
    const { path } = await handOver(running);
    await page.goto(`${path}/application`);
    const sent = sentTo(page, /\/application\/open$/);
    const [before, pressed] = await looks(page, press('Open the application'), PRESS_AGAIN);
    expect(pressed).toEqual({ ...working('Open the application'), layout: before!.layout });
    await page.getByRole('heading', { name: 'Check your details' }).waitFor();
    expect(sent()).toBe(1);
  });

  it('says so in the hosted application too, where a page may take long', async () => {
    const { page } = person;
    const { hosted } = await handOver(running, { contractor: { last_name: 'Slow' } });
    await page.goto(hosted.href);
    await page.getByLabel('These details are correct and they are mine').check();
    const sent = sentTo(page, /\/verify_info$/);
    const [before, pressed] = await looks(page, press('Confirm and continue'), PRESS_AGAIN);
    expect(pressed).toEqual({ ...working('Confirm and continue'), layout: before!.layout });
    await page.getByRole('heading', { name: 'A few questions about your work' }).waitFor();
    expect(sent()).toBe(1);
  });
});
