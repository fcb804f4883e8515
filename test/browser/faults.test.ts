import { startApp, type TestApp } from '../support/harness';
import { control } from '../../sandbox/test/support/control';
import { inspect } from './support/inspect';
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

/** The selects that are narrower than the longest of their texts. */
const CUT_OFF = `[...document.querySelectorAll('select')].filter((select) => {
  const { width } = select.getBoundingClientRect();
  select.style.setProperty('max-width', 'none', 'important');
  select.style.setProperty('width', 'max-content', 'important');
  const needed = select.getBoundingClientRect().width;
  select.removeAttribute('style');
  return needed > width + 0.5;
}).map(({ id }) => id)`;

test.each(['/faults', '/deliveries'])(
  'the texts of selects are whole on %s, on a phone too',
  async (path) => {
    const { page } = person;
    await page.goto(`${running.sandbox.url}${path}`);
    await page.locator('select').first().waitFor();
    for (const width of [1280, 820, 390, 360, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect([width, await page.evaluate(CUT_OFF)]).toEqual([width, []]);
    }
  },
);

test('the page of faults looks finished, and does what it says', async () => {
  const { page } = person;
  await page.goto(`${running.sandbox.url}/faults`);
  expect(await inspect(page, 'sandbox-faults-off')).toEqual([]);

  await page.selectOption('#error-operation', 'createQuote');
  await page.fill('#error-rate', '20 %');
  await page.getByRole('button', { name: 'Add the error' }).click();
  expect(await page.locator('.errors:focus').count()).toBe(1);
  expect(await page.inputValue('#error-rate')).toBe('20 %');
  expect(await page.inputValue('#error-operation')).toBe('createQuote');
  expect(await inspect(page, 'sandbox-faults-error')).toEqual([]);

  await page.fill('#error-rate', '0.2');
  await page.getByRole('button', { name: 'Add the error' }).click();
  await page.getByRole('status').getByText('The fault is on.').waitFor();
  await page.check('#variants-iso_dates');
  await page.getByRole('button', { name: 'Set the variants' }).click();
  await page.getByText('On: API faults, variants.').waitFor();
  expect(await inspect(page, 'sandbox-faults-on')).toEqual([]);

  await page.getByRole('button', { name: 'Switch all off' }).click();
  await page.getByText('Nothing is on').waitFor();
  expect((await control(running.sandbox, 'GET', '/api-faults')).body).toEqual([]);
  expect(person.problems).toEqual([]);
});
