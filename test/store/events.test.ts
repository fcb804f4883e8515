/** Which events are due, given up, matched and listed, and which are left alone. */
import type { NewEvent } from '../../src/webhooks/event';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

let made: TestDatabase;
let store: Store;
let clock: number;
beforeEach(async () => {
  made = await testDatabase();
  clock = 1_800_000_000_000;
  store = createStore(made.database, () => clock);
});
afterEach(() => made.drop());

const event = (key: string, more: Partial<NewEvent> = {}) => newEvent(key, { receivedAt: clock, ...more });

/** Keeps events and gives back their numbers, in the order given. */
async function record(...events: NewEvent[]): Promise<number[]> {
  for (const one of events) await store.events.record([one]);
  return (await store.events.page({ limit: 1000 })).map(({ seq }) => seq).reverse();
}
const seqs = (rows: readonly { seq: number }[]) => rows.map(({ seq }) => seq);
const row = async (seq: number) => (await store.events.find(seq))!;

describe('an event that waits', () => {
  it('is due at its time, after those of an earlier one', async () => {
    const [first = 0, second = 0, third = 0] = await record(event('a'), event('b'), event('c'));
    await store.pending.putAside(first, 1, 'no route', clock + 1000);
    await store.pending.putAside(second, 1, 'no route', clock + 500);
    expect(seqs(await store.pending.due(10, clock + 499))).toEqual([third]);
    expect(seqs(await store.pending.due(10, clock + 500))).toEqual([third, second]);
    expect(seqs(await store.pending.due(10, clock + 1000))).toEqual([third, second, first]);
    expect(seqs(await store.pending.due(2, clock + 1000))).toEqual([third, second]);
    expect(await store.pending.nextDue()).toBe(0);
    await store.pending.markApplied([third]);
    expect(await store.pending.nextDue()).toBe(clock + 500);
    await store.pending.markApplied([first, second]);
    expect(await store.pending.nextDue()).toBeNull();
    expect(await row(first)).toMatchObject({ applied: 1, failure: null, failures: 1 });
  });

  it('is given up, and taken up anew with no failure counted', async () => {
    const [seq = 0, other = 0] = await record(event('a'), event('b'));
    await store.pending.putAside(seq, 4, 'no route', null);
    await store.pending.markApplied([other]);
    expect(await row(seq)).toMatchObject({ applied: 2, failures: 4, failure: 'no route' });
    expect(await store.pending.due(10, clock)).toEqual([]);
    await store.pending.reopenGivenUp();
    expect(await row(seq)).toMatchObject({ applied: 0, failures: 0, apply_after: 0 });
    expect(await row(other)).toMatchObject({ applied: 1 });
  });

  it('belongs to the onboarding that it was given to first', async () => {
    const [seq = 0, other = 0] = await record(event('a'), event('b'));
    await store.pending.assign([seq], 'ob_1');
    await store.pending.assign([seq], 'ob_2');
    expect([(await row(seq)).onboarding_id, (await row(other)).onboarding_id]).toEqual(['ob_1', null]);
  });

  it.each([
    ['its object', { objectId: 'x_1' }],
    ['its quote', { quoteId: 'x_1' }],
    ['its policy', { policyId: 'x_1' }],
    ['what several use', { sharedId: 'x_1' }],
  ])('is unmatched until %s is known', async (_what, ids) => {
    await store.onboardings.create('ob_1', 'token');
    const [seq = 0, other = 0] = await record(event('a', ids), event('b'));
    await store.pending.markUnmatched([]);
    await store.objects.link('ob_1', [{ kind: 'entity', id: 'x_1' }]);
    await store.pending.markUnmatched([seq]);
    expect((await row(seq)).applied).toBe(1);
    expect((await row(other)).applied).toBe(0);
    await store.pending.reopenUnmatched([]);
    await store.pending.reopenUnmatched(['x_2', 'x_1']);
    expect((await row(seq)).applied).toBe(0);
    await store.objects.link('ob_1', [{ kind: 'quote', id: 'x_2' }]);
    await store.pending.markUnmatched([seq]);
    expect((await row(seq)).applied).toBe(1);
  });

  it('stays waiting when its object is known by now', async () => {
    await store.onboardings.create('ob_1', 'token');
    await store.objects.link('ob_1', [{ kind: 'policy', id: 'pl_a' }]);
    const [seq = 0] = await record(event('a'));
    await store.pending.markUnmatched([seq]);
    expect((await row(seq)).applied).toBe(0);
  });

  it('that has an onboarding is not taken up again', async () => {
    const [seq = 0] = await record(event('a'));
    await store.pending.assign([seq], 'ob_1');
    await store.pending.markApplied([seq]);
    await store.pending.reopenUnmatched(['pl_a']);
    expect((await row(seq)).applied).toBe(1);
  });
});

describe('the log of events', () => {
  it('is that of a type and of an onboarding, in both directions', async () => {
    const types = ['policy.active', 'policy.cancelled'];
    const [a = 0, b = 0, c = 0, d = 0] = await record(
      ...['a', 'b', 'c', 'd'].map((key, index) => event(key, { type: types[index % 2]! })),
    );
    await store.pending.assign([a, c, d], 'ob_1');
    const page = async (filter: object) => seqs(await store.events.page({ limit: 10, ...filter }));
    expect(await page({ onboarding: 'ob_1' })).toEqual([d, c, a]);
    expect(await page({ onboarding: 'ob_1', type: 'policy.active' })).toEqual([c, a]);
    expect(await page({ type: 'policy.active', before: c })).toEqual([a]);
    expect(await page({ type: 'policy.active', after: a })).toEqual([c]);
    expect(await page({ after: a, limit: 2 })).toEqual([c, b]);
    expect(seqs(await store.events.ofTypes('ob_1', ['policy.cancelled', 'policy.active']))).toEqual([
      a,
      c,
      d,
    ]);
    expect(seqs(await store.events.ofTypes('ob_1', ['policy.cancelled']))).toEqual([d]);
    expect(seqs(await store.events.withSeqs([b, d])).sort()).toEqual([b, d]);
  });

  it('is empty at first', async () => {
    expect(await store.events.unknownKeys([])).toEqual(new Set());
  });

  it('knows its keys, and takes what comes without an id for what it has with one', async () => {
    await record(event('a', { objectId: 'pl_1' }));
    expect(await store.events.unknownKeys(['a', 'b'])).toEqual(new Set(['b']));
    const nameless = { id: null, objectId: 'pl_1' };
    const twins = [event('n1', nameless), event('n2', { ...nameless, type: 'policy.cancelled' })];
    expect(await store.events.record(twins)).toEqual(['duplicate', 'new']);
    expect(await store.events.record([event('n3', { ...nameless, created: 1 })])).toEqual(['new']);
    expect(await store.events.record([event('n4', { ...nameless, objectId: 'pl_2' })])).toEqual(['new']);
    expect(await store.events.record([event('n5', { ...nameless, objectId: null })])).toEqual(['new']);
  });

  it('shows two hundred types at most', async () => {
    await store.events.record(
      Array.from({ length: 205 }, (_, index) => event(`e${index}`, { type: `t${1000 + index}` })),
    );
    expect(await store.events.types()).toHaveLength(200);
  });
});
