import type { Page } from 'playwright-core';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';
import { visit, type Visit } from './support/visit';

const PHONES = [320, 360, 412];

let running: TestApp;
let person: Visit;
let contractor: string;
beforeAll(async () => {
  running = await startApp();
  const operator = new Person(running.url);
  const path = await walkTo(operator, 'application');
  await operator.submit(`${path}/application`);
  const row = await running.store.onboardings.find(path.split('/').pop() ?? '');
  contractor = row?.contractor_id ?? '';
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
  expect(person.problems).toEqual([]);
});

/** How far each button in the head of the page is from its left and its right edge, in whole pixels. */
async function gaps(page: Page): Promise<[string, number, number][]> {
  const head = page.locator('main .pa-page-head').first();
  const room = (await head.boundingBox())!;
  const buttons = await head.locator('.pa-button').all();
  return Promise.all(
    buttons.map(async (button) => {
      const { x, width } = (await button.boundingBox())!;
      const [left, right] = [x - room.x, room.x + room.width - x - width];
      const name = (await button.innerText()).trim().replaceAll(/\s+/g, ' ');
      return [name, Math.round(left), Math.round(right)] as [string, number, number];
    }),
  );
}

describe.each<[string, () => string, string[]]>([
  ['onboardings', () => '/', ['Start an onboarding']],
  ['compliance', () => '/compliance', ['Download as CSV', 'Ask the gate']],
  ['a contractor', () => `/contractors/${contractor}`, ['Make a portal link', 'New job for this contractor']],
])('the head of %s', (_name, path, names) => {
  it.each(PHONES)('has buttons as wide as the page at %i px', async (width) => {
    await person.page.setViewportSize({ width, height: 800 });
    await person.page.goto(path());
    expect(await gaps(person.page)).toEqual(names.map((name) => [name, 0, 0]));
  });

  it('has them at its end, one beside the other, where there is room', async () => {
    await person.page.setViewportSize({ width: 1280, height: 800 });
    await person.page.goto(path());
    const found = await gaps(person.page);
    expect(found.map(([name]) => name)).toEqual(names);
    expect(found.at(-1)?.[2]).toBe(0);
    for (const [, left] of found) expect(left).toBeGreaterThan(500);
  });
});
