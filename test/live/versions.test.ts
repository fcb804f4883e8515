import { versionsOf } from '../../src/live/topics';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

let made: TestDatabase;
let store: Store;
let now = 1_800_000_000_000;
beforeEach(async () => {
  made = await testDatabase();
  store = createStore(made.database, () => (now += 10));
});
afterEach(() => made.drop());

const versionOf = async (topic: 'events' | 'onboardings') => (await versionsOf([topic], store)).get(topic);

it.each([
  ['put aside', () => store.pending.putAside(1, 1, 'it failed', now + 1000)],
  ['given up', () => store.pending.putAside(1, 5, 'it failed', null)],
  ['found to be of nobody', () => store.pending.markUnmatched([1])],
])('the log is another once an event is %s', async (_what, change) => {
  await store.events.record([newEvent('a')]);
  const before = await versionOf('events');
  await change();
  expect(await versionOf('events')).not.toBe(before);
});

it('the list is another once an onboarding is removed that is not its newest', async () => {
  for (const id of ['ob_1', 'ob_2']) await store.onboardings.create(id, id);
  const before = await versionOf('onboardings');
  await store.onboardings.remove('ob_1');
  expect(await versionOf('onboardings')).not.toBe(before);
});
