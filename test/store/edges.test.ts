/** What each part of the store does at its limits, and leaves alone beyond them. */
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
const row = async (seq: number) => (await store.events.find(seq))!;

describe('onboardings that changed in the same millisecond', () => {
  it('are on one page each, in both directions', async () => {
    for (const id of ['ob_1', 'ob_2', 'ob_3']) await store.onboardings.create(id, `token_${id}`);
    const page = async (more: object) =>
      (await store.lists.page({ list: 'in_progress', limit: 5, ...more })).map(({ id }) => id);
    const at = { updatedAt: clock, id: 'ob_2' };
    expect(await page({})).toEqual(['ob_3', 'ob_2', 'ob_1']);
    expect([await page({ before: at }), await page({ after: at })]).toEqual([['ob_1'], ['ob_3']]);
  });

  it('are told apart by what live pages ask for', async () => {
    await store.onboardings.create('ob_1', 'token');
    await store.onboardings.create('ob_1', 'another');
    expect((await store.onboardings.findByReturnToken('token'))?.id).toBe('ob_1');
    expect(await store.onboardings.findByReturnToken('another')).toBeUndefined();
    const version = async () => (await store.changes.versions(['onboardings'])).get('onboardings');
    const before = await version();
    clock += 1;
    expect(await store.onboardings.update('ob_1', { contractor_name: 'Joe', done: 2 })).toBe(true);
    expect(await store.onboardings.update('ob_2', { contractor_name: 'Joe' })).toBe(false);
    expect(await version()).not.toBe(before);
    expect(await store.onboardings.changedAt(['ob_1', 'ob_2'])).toEqual(new Map([['ob_1', clock]]));
    expect(await store.onboardings.names(['ob_1', 'ob_2'])).toEqual(new Map([['ob_1', 'Joe']]));
    expect([await store.onboardings.changedAt([]), await store.onboardings.names([])]).toEqual([
      new Map(),
      new Map(),
    ]);
    expect(await store.lists.counts()).toMatchObject({ in_progress: 0, done: 0, refused: 1 });
  });

  it('keep what is said of their own session alone', async () => {
    await store.onboardings.create('ob_1', 'token');
    await store.onboardings.update('ob_1', { session_id: 'ias_1', session: 'old' });
    await store.onboardings.keepSession('ob_1', 'ias_0', 'wrong');
    expect((await store.onboardings.find('ob_1'))?.session).toBe('old');
    await store.onboardings.keepSession('ob_1', 'ias_1', 'new');
    expect((await store.onboardings.find('ob_1'))?.session).toBe('new');
  });

  it('are removed with what they noted, and with nothing of others', async () => {
    for (const id of ['ob_1', 'ob_2']) {
      await store.onboardings.create(id, `token_${id}`);
      await store.objects.link(id, [{ kind: 'contractor', id: 'cn_1' }]);
      await store.unclearCreates.keep(id, 'job', { idempotency_key: id, input_hash: 'x' });
    }
    const [mine = 0, theirs = 0] = await record(event('a'), event('b'));
    await store.pending.assign([mine], 'ob_1');
    await store.pending.assign([theirs], 'ob_2');
    expect(await store.onboardings.removeEmpty('ob_1')).toBe(false);
    expect(await store.onboardings.remove('ob_1')).toBe(true);
    expect(await store.onboardings.remove('ob_1')).toBe(false);
    expect(await store.onboardings.find('ob_1')).toBeUndefined();
    expect([(await row(mine)).onboarding_id, (await row(theirs)).onboarding_id]).toEqual([null, 'ob_2']);
    expect(await store.unclearCreates.find('ob_1', 'job')).toBeUndefined();
    expect(await store.unclearCreates.find('ob_2', 'job')).toMatchObject({ idempotency_key: 'ob_2' });
    expect(await store.objects.used(['cn_1', 'cn_2'])).toEqual(new Set(['cn_1']));
    await store.onboardings.create('ob_3', 'token_3');
    expect(await store.onboardings.removeEmpty('ob_3')).toBe(true);
  });
});

describe('a claim', () => {
  it('is held until it is ended by its holder, or its time is over', async () => {
    const { claims } = store;
    expect(await claims.take('ob_1', 'mine', 1000)).toBe(true);
    expect(await claims.take('ob_1', 'theirs', 1000)).toBe(false);
    expect(await claims.take('ob_2', 'theirs', 1000)).toBe(true);
    expect(await claims.end(['ob_1'], 'theirs')).toBe(false);
    clock += 999;
    expect(await claims.take('ob_1', 'theirs', 1000)).toBe(false);
    clock += 1;
    expect(await claims.take('ob_1', 'theirs', 1000)).toBe(true);
    expect(await claims.end(['ob_1'], 'mine')).toBe(false);
    expect(await claims.end(['ob_1', 'ob_2', 'ob_3'], 'theirs')).toBe(false);
    expect(await claims.take('ob_1', 'mine', 1000)).toBe(true);
    expect(await claims.end(['ob_1'], 'mine')).toBe(true);
  });
});

it('a call that told nothing is noted once for each kind, and forgotten', async () => {
  const { unclearCreates } = store;
  await unclearCreates.keep('ob_1', 'job', { idempotency_key: 'k1', input_hash: 'h1' });
  await unclearCreates.keep('ob_1', 'job', { idempotency_key: 'k2', input_hash: 'h2' });
  await unclearCreates.keep('ob_1', 'entity', { idempotency_key: 'k3', input_hash: 'h3' });
  await unclearCreates.keep('ob_2', 'job', { idempotency_key: 'k4', input_hash: 'h4' });
  expect(await unclearCreates.find('ob_1', 'job')).toEqual({ idempotency_key: 'k2', input_hash: 'h2' });
  await unclearCreates.forget('ob_1', 'job');
  expect(await unclearCreates.find('ob_1', 'job')).toBeUndefined();
  expect(await unclearCreates.find('ob_1', 'entity')).toMatchObject({ idempotency_key: 'k3' });
  expect(await unclearCreates.find('ob_2', 'job')).toMatchObject({ idempotency_key: 'k4' });
});

it('a setting is the last that was set', async () => {
  expect(await store.settings.get('a')).toBeUndefined();
  for (const value of ['1', '2']) await store.settings.set('a', value);
  await store.settings.set('b', '3');
  expect([await store.settings.get('a'), await store.settings.get('b')]).toEqual(['2', '3']);
});

describe('what has expired', () => {
  it('goes, however much there is of it, and nothing else does', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `s${index}`);
    for (const id of ids) await store.sessions.start(id, clock);
    await store.sessions.start('kept', clock + 1);
    for (const id of ids.slice(0, 2)) await store.signInAttempts.add(id, 0);
    await store.signInAttempts.add('kept', 1);
    await store.sessions.deleteExpired();
    await store.signInAttempts.deleteExpired();
    const { sql } = made.database;
    expect(await sql.selectFrom('sessions').select('key').execute()).toEqual([{ key: 'kept' }]);
    expect(await sql.selectFrom('sign_in_attempts').select('network').execute()).toEqual([
      { network: 'kept' },
    ]);
  });
});
