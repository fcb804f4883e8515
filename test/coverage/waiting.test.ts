/** Many events wait to be applied, on a store alone. */
import { CoverageUpdater } from '../../src/coverage/updater';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

const MANY = 200;
let made: TestDatabase;
let store: Store;
beforeEach(async () => {
  made = await testDatabase();
  store = createStore(made.database, Date.now);
  await store.events.record(Array.from({ length: MANY }, (_, index) => newEvent(`ev_${index}`)));
});
const updaters: CoverageUpdater[] = [];
afterEach(async () => {
  await Promise.all(updaters.map((one) => one.stop()));
  await made.drop();
});

const updater = (learn: () => Promise<void>) => {
  const one = new CoverageUpdater({
    store,
    learn,
    logger: { error: fail, warn: fail },
    now: Date.now,
  });
  updaters.push(one);
  return one;
};
const fail = () => {
  throw new Error('nothing should fail');
};
const waiting = async () => (await store.pending.due(2 * MANY, Date.now())).length;

it('are applied in groups, and others have their turn between them', async () => {
  let turns = 0;
  let groups = 0;
  const turn = () => void (turns += 1);
  await updater(() => {
    groups += 1;
    setImmediate(turn);
    return Promise.resolve();
  }).applyAll();
  expect(await waiting()).toBe(0);
  expect(groups).toBeGreaterThan(5);
  expect(turns).toBe(groups);
});

it('wait in the database when the app stops meanwhile, and are applied by the next', async () => {
  const first = updater(() => {
    void first.stop();
    return Promise.resolve();
  });
  await first.applyAll();
  const left = await waiting();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(MANY);
  await updater(() => Promise.resolve()).applyAll();
  expect(await waiting()).toBe(0);
});
