import { sql, type Kysely } from 'kysely';
import type { Schema } from '../../src/store/schema';
import { createStore, type Store } from '../../src/store/store';
import { withoutWaiting } from '../../src/store/without-waiting';
import { testDatabase, type TestDatabase } from '../support/databases';

let made: TestDatabase;
let store: Store;
beforeAll(async () => {
  made = await testDatabase();
  store = createStore(made.database, Date.now);
});
afterAll(() => made.drop());

/** Whether a commit waits for the disk. */
async function isWaitedFor(db: Kysely<Schema>): Promise<boolean> {
  const asked =
    made.database.engine === 'sqlite'
      ? sql<{ now: number }>`select synchronous = 2 as now from pragma_synchronous`
      : sql<{ now: boolean }>`select current_setting('synchronous_commit') = 'on' as now`;
  const { rows } = await asked.execute(db);
  return Boolean(rows[0]?.now);
}

it('waits for the disk at each commit but those of what can be worked out anew', async () => {
  const { database } = made;
  expect(await isWaitedFor(database.sql)).toBe(true);
  expect(await withoutWaiting(database, isWaitedFor)).toBe(false);
  expect(await isWaitedFor(database.sql)).toBe(true);
});

it('waits again, and has kept nothing, after such work has failed', async () => {
  const failing = store.withoutWaiting(async ({ settings }) => {
    await settings.set('kept', 'no');
    throw new Error('It does not fit');
  });
  await expect(failing).rejects.toThrow('It does not fit');
  expect(await isWaitedFor(made.database.sql)).toBe(true);
  expect(await store.settings.get('kept')).toBeUndefined();
  await store.withoutWaiting(({ settings }) => settings.set('kept', 'yes'));
  expect(await store.settings.get('kept')).toBe('yes');
});
