import { sql } from 'kysely';
import { inGroups, padded } from '../../src/store/few-shapes';
import { preparedName } from '../../src/store/prepared';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

let made: TestDatabase;
let store: Store;
const asked = new Set<string>();
beforeAll(async () => {
  made = await testDatabase({ onQuery: ({ sql }) => void asked.add(sql) });
  store = createStore(made.database, Date.now);
});
afterAll(() => made.drop());

const keys = (count: number, from: string) => Array.from({ length: count }, (_, n) => `${from}_${n}`);

it('pads to the next power of two, and groups by powers of two', () => {
  expect(padded([])).toEqual([]);
  expect(padded([1])).toEqual([1]);
  expect(padded([1, 2])).toEqual([1, 2]);
  expect(padded([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5, 5, 5, 5]);
  expect(inGroups([])).toEqual([]);
  expect(inGroups([1, 2, 3, 4, 5, 6, 7])).toEqual([[1, 2, 3, 4], [5, 6], [7]]);
  expect(inGroups(keys(300, 'a')).map(({ length }) => length)).toEqual([128, 128, 32, 8, 4]);
});

it('asks in few statements, whatever the number of events', async () => {
  asked.clear();
  for (let count = 1; count <= 64; count += 1) {
    const these = keys(count, `ev_${count}`);
    const answers = await store.events.record(these.map((key) => newEvent(key)));
    expect(answers).toEqual(these.map(() => 'new'));
    expect((await store.events.unknownKeys([...these, 'ev_none'])).size).toBe(1);
    const due = await store.pending.due(100, Date.now());
    expect(due).toHaveLength(count);
    expect((await store.objects.match(due)).size).toBe(0);
    await store.pending.markUnmatched(due.map(({ seq }) => seq));
  }
  expect(asked.size).toBeLessThan(40);
  const preparable = [...asked].filter(
    (text) => text.includes('"events"') && preparedName(text) !== undefined,
  );
  expect(preparable).toEqual([expect.stringContaining('returning event_key')]);
  if (made.url === null) return;
  const prepared = sql`select 1 from pg_prepared_statements where name = ${preparedName(preparable[0]!)}`;
  expect((await prepared.execute(made.database.receiving)).rows).toHaveLength(1);
});

it('keeps a group of events whole or not at all', async () => {
  const bad = { ...newEvent('bad'), type: null as unknown as string };
  await expect(store.events.record([newEvent('good_1'), newEvent('good_2'), bad])).rejects.toThrow();
  expect((await store.events.unknownKeys(['good_1', 'good_2', 'bad'])).size).toBe(3);
});
