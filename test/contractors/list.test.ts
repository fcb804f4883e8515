import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp();
  operator = new Person(running.url);
});
afterAll(() => running.stop());

const shown = () =>
  operator.page
    .$('tbody th a')
    .toArray()
    .map((link) => operator.page.$(link).text());

/** Contractors as an import of many would leave them: known, and nothing more. */
async function know(names: readonly string[]): Promise<void> {
  await running.store.together(async ({ contractors }) => {
    const ids = names.map((_name, index) => `cn_${index}`);
    const rows = await contractors.take(ids, running.deps.newToken);
    const learned = names.map((name, index) => {
      const was = rows.find(({ id }) => id === `cn_${index}`)!;
      const email = `mailbox${index}@example.com`;
      return { was, asIs: { ...was, name, sort_name: name.toLowerCase(), email } };
    });
    await contractors.put(learned);
  });
}

it('says what comes here while nobody is known', async () => {
  await operator.open('/contractors');
  expect(operator.page.$('h1').text()).toBe('Contractors');
  expect(operator.text).toContain('No contractors yet');
  expect(operator.page.$('nav[aria-label=Main] a[aria-current]').text()).toBe('Contractors');
});

it('has whoever an onboarding has chosen, with where their coverage stands', async () => {
  await walkTo(operator, 'quote');
  await operator.open('/contractors');
  expect(shown()).toEqual(['Maya Okafor']);
  const { email } = (await running.store.contractors.page({ limit: 1 }))[0]!;
  expect(email).toContain('@example.com');
  expect(operator.text).toContain(email);
  expect(operator.text).toContain('Not started');
});

it('is searched by the beginnings of words, whatever their case and accents, and by state', async () => {
  await know(['José Álvarez', 'Joan Parker', 'Bo Jones']);
  const found = async (query: string) => {
    await operator.open(`/contractors?${query}`);
    return shown();
  };
  expect(await found('search=JO')).toEqual(['Bo Jones', 'Joan Parker', 'José Álvarez']);
  expect(await found('search=alvarez+jose')).toEqual(['José Álvarez']);
  expect(await found('search=okafor')).toEqual(['Maya Okafor']);
  expect(await found('search=mailbox2%40example.com')).toEqual(['Bo Jones']);
  expect(await found('search=electric')).toEqual(['Maya Okafor']);
  expect(await found('state=not_started')).toHaveLength(4);
  expect(await found('state=covered&search=jo')).toEqual([]);
  expect(operator.text).toContain('No contractor found');
  // What cannot be meant asks for nothing.
  expect(await found('state=none&search=%20')).toHaveLength(4);
  expect(await found('search=%22%27%25_')).toEqual([]);
});

it('has those without a name after all others', async () => {
  // Otherwise the API says, sooner or later, that there is nobody with this id.
  running.proxy.fail('GET /contractors/cn_Z', { kind: 'answer', status: 500 });
  await running.app.knowledge.learn([
    { kind: 'quote', id: 'qt_1', fields: { contractorId: [1, 0, 'cn_Z'] } },
  ]);
  await operator.open('/contractors');
  expect(shown().at(-1)).toBe('cn_Z');
  await operator.open('/contractors?after=%5B%22%5Cu0000%22%2C%22a%22%5D');
  expect(operator.page.status).toBe(200);
});

it('goes on from page to page and back', async () => {
  await know(Array.from({ length: 60 }, (_none, index) => `Person ${String(index).padStart(2, '0')}`));
  await operator.open('/contractors?search=person');
  const pages = [shown()];
  for (let next = 0; next < 2; next += 1) {
    await operator.open(operator.page.$('a[rel=next]').attr('href')!);
    pages.push(shown());
  }
  expect(pages.map((names) => names.length)).toEqual([25, 25, 10]);
  expect(new Set(pages.flat()).size).toBe(60);
  expect(operator.page.$('a[rel=next]').length).toBe(0);
  await operator.open(operator.page.$('a[rel=prev]').attr('href')!);
  expect(shown()).toEqual(pages[1]);
  await operator.open('/contractors?after=%5B%22rubbish');
  expect(shown()).toHaveLength(25);
});
