import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
let person: Person;
beforeEach(async () => {
  sandbox = await runSandbox();
  person = new Person(sandbox.url);
});
afterEach(() => sandbox.close());

const texts = (selector: string) =>
  person.page
    .$(selector)
    .toArray()
    .map((found) => person.page.$(found).text().replace(/\s+/g, ' ').trim());

test('what the sandbox holds is counted in words that fit 0, 1 and 2', async () => {
  await person.open('/');
  expect(texts('.kinds a').slice(0, 5)).toEqual([
    ...['0 Contractors', '0 Entities', '0 Jobs', '0 Quotes', '0 Application sessions'],
  ]);
  await makeSession(sandbox.call);
  for (const page of ['/', '/objects']) {
    await person.open(page);
    expect(texts('.kinds a').slice(0, 6)).toEqual([
      ...['1 Contractor', '1 Entity', '1 Job', '1 Quote', '1 Application session', '0 Policies'],
    ]);
  }
  await makeSession(sandbox.call);
  await person.open('/');
  expect(texts('.kinds a').slice(0, 5)).toEqual([
    ...['2 Contractors', '2 Entities', '2 Jobs', '2 Quotes', '2 Application sessions'],
  ]);
});

test.each([
  [0, 'Nothing fell due.'],
  [1, '1 thing fell due and was done.'],
  [2, '2 things fell due and were done.'],
])('the clock says how many things fell due: %i', async (amount, said) => {
  for (let made = 0; made < amount; made += 1) await makeSession(sandbox.call);
  await person.open('/clock');
  await person.submit('/clock', { advance: '52w' });
  expect(texts('.notice').join()).toContain(said);
});

test('a limit of one call in one second is said in the singular', async () => {
  await control(sandbox, 'POST', '/api-faults', { fault: 'rate_limit', calls: 1, seconds: 1 });
  await person.open('/faults');
  expect(texts('main').join()).toContain('beyond 1 call in 1 second, for each key');
  const answers = await Promise.all(['', '', ''].map(() => sandbox.call('GET', '/contractors')));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body.message).toBe('Too many requests. Try again in 1 second.');
});
