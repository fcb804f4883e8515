/** The versions of what live pages show. */
import type { Changed } from '../../src/store/changes';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

let made: TestDatabase;
let store: Store;
let now: number;
afterEach(() => made.drop());

async function open(place: { tablePrefix?: string } = {}): Promise<void> {
  now = 1_800_000_000_000;
  made = await testDatabase(place);
  store = createStore(made.database, () => now);
}

const versionOf = async (name: Changed) => (await store.changes.versions([name])).get(name) ?? 0;

it.each([{}, { tablePrefix: 'insurance_' }])(
  'grow with each change, also while the clock goes back: %j',
  async (place) => {
    await open(place);
    const versions = [await versionOf('events')];
    for (const at of [5, 5, 0, 9]) {
      now = 1_800_000_000_000 + at;
      await store.events.record([newEvent('a')]);
      versions.push(await versionOf('events'));
    }
    expect([...new Set(versions)].sort((a, b) => a - b)).toEqual(versions);
    expect(await versionOf('rejected_deliveries')).toBe(await versionOf('rejected_deliveries'));
  },
);

it('stay while nothing is committed', async () => {
  await open();
  await store.onboardings.create('ob_1', 'token');
  const before = await versionOf('onboardings');
  const failing = store.together(async ({ onboardings, events }) => {
    await onboardings.update('ob_1', { contractor_name: 'Joe' });
    await events.record([newEvent('a', { contractorId: 'cn_1' })]);
    throw new Error('taken back');
  });
  await expect(failing).rejects.toThrow('taken back');
  expect([await versionOf('onboardings'), await versionOf('cn:cn_1')]).toEqual([before, 0]);
  await store.together(({ onboardings }) => onboardings.update('ob_1', { contractor_name: 'Joe' }));
  expect(await versionOf('onboardings')).toBeGreaterThan(before);
});

it('are those of whom an event concerns too, each time it comes, and once it is found', async () => {
  await open();
  await store.events.record([newEvent('named', { contractorId: 'cn_1' }), newEvent('nameless')]);
  expect(await versionOf('cn:cn_1')).toBeGreaterThan(0);
  const [nameless] = await store.events.page({ limit: 1 });
  await store.pending.assign([nameless!.seq], 'ob_1');
  expect([await versionOf('ob_1'), await versionOf('cn:cn_2')]).toEqual([0, 0]);
  await store.events.record([newEvent('nameless')]);
  expect(await versionOf('ob_1')).toBeGreaterThan(0);
  const [policy] = await store.knownObjects.take([{ kind: 'policy', id: 'pl_nameless' }]);
  await store.knownObjects.put([{ ...policy!, contractor_id: 'cn_2' }]);
  await store.pending.giveContractors([nameless!.seq]);
  expect(await versionOf('cn:cn_2')).toBeGreaterThan(0);
});

it('are given of nothing when nothing is asked for', async () => {
  await open();
  expect(await store.changes.versions([])).toEqual(new Map());
});
