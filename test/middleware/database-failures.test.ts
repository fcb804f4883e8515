import { sql } from 'kysely';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
let person: Person;
beforeEach(async () => {
  running = await startApp();
  person = new Person(running.url);
  await person.open('/');
});
afterEach(() => running.stop());

/** No room for another page of the file; or what PostgreSQL says then. */
async function fillDisk(): Promise<void> {
  const { folder, database } = running.made;
  if (folder === null) {
    running.store.onboardings.create = () =>
      Promise.reject(Object.assign(new Error('could not extend file'), { code: '53100' }));
    return;
  }
  const filler = sql`create table filler as with recursive n (i) as (select 1 union all select i + 1 from n where i < 200)
    select i, hex(randomblob(400)) as text from n`;
  await sql`pragma max_page_count = 1`.execute(database.sql);
  await filler.execute(database.sql).catch(() => undefined);
}

it('a full disk is named on the page, and how to go on', async () => {
  await fillDisk();
  let page = await person.submit('/onboardings');
  // What fits into pages of the file that are begun is still kept.
  for (let more = 0; more < 200 && page.status === 200; more += 1) {
    await person.open('/');
    page = await person.submit('/onboardings');
  }
  expect(page.status).toBe(503);
  expect(person.text).toContain('The database cannot be used just now Its disk is full.');
  expect(person.text).toContain('Make room on that disk, then try again.');
});

it('a database that is away is named on the page, and how to go on', async () => {
  await running.made.database.close();
  const page = await person.submit('/onboardings');
  expect(page.status).toBe(503);
  expect(person.text).toContain(
    'It cannot be reached, read or written to. What was saved before is still there.',
  );
  expect(person.text).toContain('look for the request id below in the log');
});

it('a database that is away is named where it has to be known who asks', async () => {
  await running.stop();
  running = await startApp({ env: { OPERATOR_PASSWORD: 'a long pass phrase' }, unregistered: true });
  const operator = new Person(running.url);
  await operator.open('/');
  await running.made.database.close();
  const page = await operator.submit('/sign-in', { password: 'a long pass phrase' });
  expect(page.status).toBe(503);
  expect(operator.text).toContain('The database cannot be used just now');
});
