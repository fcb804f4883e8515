import { sql } from 'kysely';
import { Client } from 'pg';
import type { Database } from '../../src/store/database';
import { openPostgres } from '../../src/store/postgres';
import { kindOfFailure } from '../../src/store/failures';
import { createStore } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { until } from '../support/harness';
import { newEvent } from '../support/new-event';

describe('a connection to PostgreSQL that is cut', () => {
  let made: TestDatabase;
  let database: Database;
  let lost: Error[];
  beforeEach(async () => {
    made = await testDatabase();
    lost = [];
    database = openPostgres(made.url!, { onLost: (error) => lost.push(error) });
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  /** As a restart of the server does. */
  async function cutAll(): Promise<void> {
    const other = new Client({ connectionString: process.env.TEST_DATABASE_URL });
    await other.connect();
    await other.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      new URL(made.url!).pathname.slice(1),
    ]);
    await other.end();
  }
  const answers = async () => (await sql`select 1 as one`.execute(database.sql)).rows;

  it('while a statement runs fails that statement alone', async () => {
    const running = sql`select pg_sleep(60)`.execute(database.sql).catch((error: unknown) => error);
    await until(async () => {
      const { rows } = await sql`select 1 from pg_stat_activity where query like 'select pg_sleep%'
        and datname = current_database()`.execute(made.database.sql);
      return rows.length > 0;
    });
    await cutAll();
    expect(kindOfFailure(await running)).toBe('unavailable');
    await until(() => lost.length > 0);
    expect(await answers()).toEqual([{ one: 1 }]);
  });

  it('between the statements of a transaction fails the transaction with its first failure', async () => {
    const work = database.sql.transaction().execute(async (transaction) => {
      await sql`create table half_done (x integer)`.execute(transaction);
      await cutAll();
      await until(() => lost.length > 0);
      await sql`select 'next'`.execute(transaction);
    });
    const failure = await work.catch((error: unknown) => error);
    expect(kindOfFailure(failure)).toBe('unavailable');
    expect(String(failure)).toContain('not queryable');
    const { rows } = await sql`select to_regclass('half_done') as name`.execute(database.sql);
    expect(rows).toEqual([{ name: null }]);
  });

  it('while nothing runs is not noticed by anybody', async () => {
    await answers();
    await cutAll();
    await until(() => lost.length > 0);
    expect(await answers()).toEqual([{ one: 1 }]);
  });
});

test('an event is kept while pages wait for every other connection', async () => {
  const made = await testDatabase();
  const store = createStore(made.database, Date.now);
  let busy = 0;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  // More than there are, so that some wait in line.
  const pages = Array.from({ length: 30 }, () =>
    store.together(async ({ settings }) => {
      await settings.get('any');
      busy += 1;
      await ended;
    }),
  );
  try {
    await until(() => busy === 10);
    expect(await store.events.record([newEvent('one')])).toEqual(['new']);
    expect(busy).toBe(10);
  } finally {
    end();
    await Promise.all(pages);
    await store.close();
    await made.drop();
  }
});
