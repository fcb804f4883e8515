import { startApp, type TestApp } from '../support/harness';
import { handOver } from './support/hand-over';
import { TOO_WIDE } from './support/inspect';
import { BROKEN_WORDS } from './support/words';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
let onboarding: string;
beforeAll(async () => {
  running = await startApp();
  await fetch(`${running.sandbox.url}/_sandbox/state/seed`, { method: 'POST' });
  onboarding = (await handOver(running)).path;
  person = await visit(running);
  await person.page.emulateMedia({ media: 'print' });
  // A sheet of Letter or A4 between its margins.
  await person.page.setViewportSize({ width: 718, height: 1000 });
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});

/** What can only be pressed, or leads to another page of a program. */
const FOR_THE_SCREEN = `[...document.querySelectorAll('button, .pa-button, nav a, .pa-summary-list__action, .pa-skip-link, .skip')]
  .filter((element) => !element.closest('.pa-steps, [aria-hidden]') && !element.matches('[aria-current]') && element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => element.getBoundingClientRect().width > 1)
  .map((element) => element.textContent.trim())`;
const pages = (sandbox: string): [name: string, url: string][] => [
  ['onboarding', onboarding],
  ...['contractor', 'entity', 'job', 'quote', 'application'].map((step): [string, string] => [
    step,
    `${onboarding}/${step}`,
  ]),
  ...[['home', '/'] as [string, string], ['events', '/events'] as [string, string]],
  ...['', 'events', 'deliveries', 'clock', 'objects/contractor', 'objects/session'].map(
    (path): [string, string] => [`sandbox/${path}`, `${sandbox}/${path}`],
  ),
];

test('on paper there is what is shown, and nothing to press', async () => {
  const { page } = person;
  const faults: string[] = [];
  for (const [name, url] of pages(running.sandbox.url)) {
    await page.goto(url);
    for (const look of [FOR_THE_SCREEN, BROKEN_WORDS, TOO_WIDE])
      faults.push(...(await page.evaluate<string[]>(look)).map((fault) => `${name}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

test('the steps have their names on paper, and their marks', async () => {
  const { page } = person;
  await page.goto(`${onboarding}/quote`);
  for (const name of ['Contractor', 'Entity', 'Job', 'Quote', 'Application']) {
    expect(await page.locator('.pa-steps__list .pa-step__title', { hasText: name }).isVisible()).toBe(true);
  }
  const marks = await page.evaluate<boolean[]>(
    `[...document.querySelectorAll('.pa-step__marker')].map((mark) => mark.offsetWidth > 0 && mark.innerHTML.trim() !== '')`,
  );
  expect(marks).toEqual([true, true, true, true, true]);
  expect(
    await page.evaluate(`getComputedStyle(document.querySelector('.pa-step__marker')).printColorAdjust`),
  ).toBe('exact');
});
