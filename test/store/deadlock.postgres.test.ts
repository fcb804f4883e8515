import { createStore, type Store } from '../../src/store/store';
import { createRecorder } from '../../src/webhooks/recorder';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

let made: TestDatabase;
let store: Store;
beforeAll(async () => {
  made = await testDatabase();
  store = createStore(made.database, Date.now);
});
afterAll(() => made.drop());

it('runs work anew that waits for other work, which waits for it', async () => {
  await store.settings.set('one', '');
  await store.settings.set('other', '');
  const reached: (() => void)[] = [];
  const both = [0, 1].map(() => new Promise<void>((resolve) => reached.push(resolve)));
  let runs = 0;
  const inOrder = (names: readonly [string, string], index: number) =>
    store.together(async ({ settings }) => {
      runs += 1;
      await settings.set(names[0], String(index));
      reached[index]?.();
      // Each has one of the rows before it asks for the other.
      await Promise.all(both);
      await settings.set(names[1], String(index));
    });
  await Promise.all([inOrder(['one', 'other'], 0), inOrder(['other', 'one'], 1)]);
  expect(runs).toBe(3);
  expect(await store.settings.get('one')).toBe(await store.settings.get('other'));
});

it('forgets what is being learned once it is learned', async () => {
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let began: () => void = () => undefined;
  const isLearning = new Promise<void>((resolve) => (began = resolve));
  const learning = store.together(async ({ knownObjects }) => {
    await knownObjects.alone();
    const rows = await knownObjects.take([{ kind: 'job', id: 'jb_1' }]);
    began();
    await held;
    await knownObjects.put(rows);
  });
  // What is learned after everything was forgotten stays.
  await isLearning;
  const forgotten = store.forgetAll({ name: 'one', value: 'forgotten' });
  goOn();
  await Promise.all([learning, forgotten]);
  expect((await store.knownObjects.find('job', ['jb_1'])).size).toBe(0);
});

it('keeps groups of the same events that come in another order at two processes', async () => {
  const other = made.again();
  const [here, there] = [store, createStore(other, Date.now)].map(({ events }) =>
    createRecorder(events, () => undefined),
  );
  for (let round = 0; round < 5; round += 1) {
    const keys = Array.from({ length: 100 }, (_, index) => `${round}_${index}`);
    const kept = [
      ...keys.map((key) => here!(newEvent(key))),
      ...[...keys].reverse().map((key) => there!(newEvent(key))),
    ];
    expect((await Promise.all(kept)).filter((outcome) => outcome === 'new')).toHaveLength(100);
  }
  await other.close();
});
