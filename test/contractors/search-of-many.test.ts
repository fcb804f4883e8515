/** A search that finds more than it lists says so, on each page that has one; the file of the board has all. */
import { Person } from '../support/browser-like';
import { fillStore } from '../support/fill-store';
import { startApp, type TestApp } from '../support/harness';

const MORE = 'More is found than is listed here.';
const MANY = 450;

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({ unregistered: true });
  operator = new Person(running.url);
  await fillStore(running.made.database, { onboardings: MANY, events: 0 });
});
afterAll(() => running.stop());

/** How many rows its pages have. */
async function countOf(path: string, rows: string): Promise<number> {
  await operator.open(path);
  let count = operator.page.$(rows).length;
  while (operator.page.$('a[rel=next]').length > 0) {
    await operator.open(operator.page.$('a[rel=next]').attr('href')!);
    count += operator.page.$(rows).length;
  }
  return count;
}

it.each([
  ['onboardings', '/?search=', '.pa-onboardings tbody th[scope=row]'],
  ['contractors', '/contractors?search=', '#list tbody tr'],
])('is said in the list of %s, on each of its pages', async (_list, path, rows) => {
  expect(await countOf(`${path}okafor`, rows)).toBe(200);
  expect(operator.text).toContain(MORE);
  // 1, 10 to 19, and 100 to 199.
  expect(await countOf(`${path}maya1`, rows)).toBe(111);
  expect(operator.text).not.toContain(MORE);
  expect(await countOf(`${path}okafor+maya7x`, rows)).toBe(1);
  expect(operator.text).not.toContain(MORE);
});

it('is not taken for all there is, where none of those listed is of a state', async () => {
  for (const path of ['/contractors?search=okafor&state=cancelled', '/compliance?q=okafor&state=cancelled']) {
    await operator.open(path);
    expect(operator.text).toContain('None of those listed is of this state. There may be others');
  }
});

it('is said on the board, and its file has all', async () => {
  expect(await countOf('/compliance?q=okafor', '#board tbody tr')).toBe(200);
  expect(operator.text).toContain(MORE);
  expect(await countOf('/compliance?q=n7x', '#board tbody tr')).toBe(1);
  expect(operator.text).not.toContain(MORE);
  const lines = async (query: string) => {
    const response = await fetch(`${running.url}/compliance.csv?${query}`);
    return (await response.text()).trimEnd().split('\n').slice(1);
  };
  expect(await lines('q=okafor')).toHaveLength(MANY);
  expect(await lines('q=okafor&state=covered')).toHaveLength(MANY / 2);
  expect(await lines('q=n7x')).toHaveLength(1);
});
