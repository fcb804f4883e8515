import { CoverageTeller } from '../../src/onboarding/coverage-change';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { until } from '../support/harness';

let made: TestDatabase;
let store: Store;
beforeEach(async () => {
  made = await testDatabase();
  store = createStore(made.database, Date.now);
});
afterEach(() => made.drop());

it('tells once more where another process told what is newer in the meantime', async () => {
  const told: string[] = [];
  const ignore = () => undefined;
  let goOn: () => void = ignore;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let isHeld = false;
  const teller = (before: (state: string) => Promise<void> | void) =>
    new CoverageTeller({
      store,
      knowledge: { of: () => Promise.resolve(null) },
      apiNow: Date.now,
      tell: async ({ coverage: { state } }) => {
        await before(state);
        told.push(state);
      },
      logger: { warn: ignore, error: ignore },
      now: Date.now,
    });
  const slow = teller((state) => {
    if (state !== 'in_review') return;
    isHeld = true;
    return held;
  });
  const quick = teller(ignore);
  await store.onboardings.create('ob_1', 'one');
  const change = async (state: 'in_review' | 'refused') => {
    await store.onboardings.update('ob_1', { session_id: 'as_1', coverage_state: state });
    await store.coverageNews.note(['ob_1'], Date.now());
  };
  await change('in_review');
  slow.soon();
  await until(() => isHeld);
  await change('refused');
  quick.soon();
  await until(() => told.length === 1);
  goOn();
  await until(async () => told.length > 2 && (await store.coverageNews.nextDue()) === null);
  expect(told).toEqual(['refused', 'in_review', 'refused']);
  await Promise.all([slow.stop(), quick.stop()]);
});
