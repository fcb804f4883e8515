import { migrate } from '../../src/store/migrate';
import { openPostgres } from '../../src/store/postgres';
import type { NewEvent } from '../../src/webhooks/event';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';

let made: TestDatabase;
let store: Store;
let clock = 1_800_000_000_000;

beforeEach(async () => {
  made = await testDatabase();
  store = createStore(made.database, () => clock);
});
afterEach(() => made.drop());

function event(key: string, more: Partial<NewEvent> = {}): NewEvent {
  return newEvent(key, { objectId: 'pl_1', quoteId: 'qt_1', policyId: 'pl_1', receivedAt: clock, ...more });
}

describe('events', () => {
  it('keeps an event once and counts its deliveries, also within one group', async () => {
    expect(await store.events.record([event('a'), event('b'), event('a')])).toEqual([
      'new',
      'new',
      'duplicate',
    ]);
    expect(
      await store.events.record([event('a', { body: '{"changed":true}', receivedAt: clock + 5 })]),
    ).toEqual(['duplicate']);
    const [, first] = await store.events.page({ limit: 10 });
    expect(first).toMatchObject({ event_key: 'a', deliveries: 3, last_received_at: clock + 5 });
    expect((await store.events.find(first!.seq))?.body).toBe('{}');
  });

  it('says that an event is new once, read from the API or delivered, and counts deliveries only', async () => {
    const read = event('a', { delivered: false });
    expect(await store.events.record([read, read])).toEqual(['new', 'duplicate']);
    expect(await store.events.record([read])).toEqual(['duplicate']);
    expect(await store.events.record([event('a')])).toEqual(['duplicate']);
    expect(await store.events.record([event('b')])).toEqual(['new']);
    expect(await store.events.record([event('b', { delivered: false })])).toEqual(['duplicate']);
    const rows = await store.events.page({ limit: 10 });
    expect(rows.map(({ event_key, deliveries }) => [event_key, deliveries])).toEqual([
      ['b', 1],
      ['a', 1],
    ]);
  });

  it('says that exactly one of many deliveries at once is new', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.events.record([event('same')])));
    expect(answers.flat().filter((answer) => answer === 'new')).toHaveLength(1);
    expect((await store.events.page({ limit: 10 }))[0]?.deliveries).toBe(20);
  });

  it('pages newest first, both ways, and filters by type', async () => {
    for (let n = 1; n <= 7; n += 1) {
      await store.events.record([event(`e${n}`, { type: n % 2 ? 'policy.active' : 'application.complete' })]);
    }
    const keys = (rows: { event_key: string }[]) => rows.map((row) => row.event_key);
    const first = await store.events.page({ limit: 3 });
    expect(keys(first)).toEqual(['e7', 'e6', 'e5']);
    const second = await store.events.page({ limit: 3, before: first[2]!.seq });
    expect(keys(second)).toEqual(['e4', 'e3', 'e2']);
    expect(keys(await store.events.page({ limit: 3, after: second[0]!.seq }))).toEqual(['e7', 'e6', 'e5']);
    expect(keys(await store.events.page({ limit: 10, type: 'application.complete' }))).toEqual([
      'e6',
      'e4',
      'e2',
    ]);
    expect(await store.events.types()).toEqual(['application.complete', 'policy.active']);
  });

  it('finds each type once, however many events are of it', async () => {
    for (const type of ['b', 'a', 'b', 'c', 'a'])
      await store.events.record([event(`${type}${(clock += 1)}`, { type })]);
    expect(await store.events.types()).toEqual(['a', 'b', 'c']);
  });

  it('has no type at first', async () => {
    expect(await store.events.types()).toEqual([]);
  });

  it('holds what was recorded when the database is opened again', async () => {
    await store.events.record([event('kept')]);
    const second = made.again();
    await migrate(second);
    expect(await createStore(second, () => clock).events.page({ limit: 5 })).toHaveLength(1);
    await second.close();
  });

  it('is set up beside another program in the same PostgreSQL database', async () => {
    // An embedded file is of one program alone.
    if (made.url === null) return;
    await store.events.record([event('ours')]);
    const theirs = openPostgres(made.url, { schema: 'theirs' });
    await migrate(theirs);
    expect(await createStore(theirs, () => clock).events.page({ limit: 5 })).toEqual([]);
    await theirs.close();
  });

  it('takes an event up again when its object becomes known', async () => {
    await store.events.record([event('early')]);
    const due = () => store.pending.due(10, clock);
    const [row] = await due();
    await store.pending.markUnmatched([row!.seq]);
    expect(await due()).toEqual([]);
    await store.pending.reopenUnmatched(['qt_1']);
    expect(await due()).toHaveLength(1);
  });
});

describe('onboardings', () => {
  it('lists by last change in pages, both ways', async () => {
    for (let n = 1; n <= 5; n += 1) {
      clock += 1000;
      await store.onboardings.create(`ob_${n}`, `token_${n}`);
    }
    const ids = (rows: { id: string }[]) => rows.map((row) => row.id);
    const first = await store.lists.page({ list: 'in_progress', limit: 2 });
    expect(ids(first)).toEqual(['ob_5', 'ob_4']);
    const cursor = (row: (typeof first)[number]) => ({ updatedAt: row.updated_at, id: row.id });
    const second = await store.lists.page({ list: 'in_progress', limit: 2, before: cursor(first[1]!) });
    expect(ids(second)).toEqual(['ob_3', 'ob_2']);
    expect(ids(await store.lists.page({ list: 'in_progress', limit: 2, after: cursor(second[0]!) }))).toEqual(
      ['ob_5', 'ob_4'],
    );
    await store.onboardings.update('ob_1', { done: 1 });
    expect(await store.lists.counts()).toMatchObject({ in_progress: 4, done: 1, refused: 0 });
  });

  it('are counted in their lists while many move at once', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `ob_${index}`);
    await Promise.all(ids.map((id) => store.onboardings.create(id, `token_${id}`)));
    for (const turn of [1, 2, 0, 2])
      await Promise.all(ids.map((id, index) => store.onboardings.update(id, { done: (turn + index) % 3 })));
    expect(await store.lists.counts()).toMatchObject({ in_progress: 7, done: 6, refused: 7 });
  });

  it('matches events to the onboarding that used their object', async () => {
    await store.onboardings.create('ob_1', 'token');
    const quote = { kind: 'quote', id: 'qt_1', createdWithKey: 'key-1' } as const;
    expect(await store.objects.link('ob_1', [{ kind: 'entity', id: 'en_1' }, quote])).toHaveLength(2);
    expect(await store.objects.link('ob_1', [quote, { kind: 'session', id: 'ias_1' }])).toEqual(['ias_1']);
    const bySession = { object_id: 'ias_9', quote_id: 'qt_1', policy_id: null, shared_id: null };
    const unknown = { object_id: 'pl_9', quote_id: null, policy_id: null, shared_id: 'en_1' };
    const matches = await store.objects.match([bySession, unknown]);
    expect([matches.get(bySession), matches.get(unknown)]).toEqual(['ob_1', undefined]);
    expect(await store.objects.createdWith('ob_1', 'key-1')).toBe('qt_1');
    expect(await store.objects.createdWith('ob_1', 'key-2')).toBeUndefined();
  });

  it('matches what several onboardings use to the one that used it first, also within one millisecond', async () => {
    const shared = { kind: 'contractor', id: 'cn_1' } as const;
    const event = { object_id: 'ce_1', quote_id: null, policy_id: null, shared_id: 'cn_1' };
    for (const id of ['ob_1', 'ob_2', 'ob_3']) await store.onboardings.create(id, `token_${id}`);
    await store.objects.link('ob_3', [shared]);
    clock += 1;
    await store.objects.link('ob_2', [shared]);
    await store.objects.link('ob_1', [shared]);
    expect((await store.objects.match([event])).get(event)).toBe('ob_3');
  });

  it('undoes a group of changes that fails half way', async () => {
    await store.onboardings.create('ob_1', 'token');
    const work = store.exclusively('ob_1', async ({ onboardings }) => {
      await onboardings.update('ob_1', { job_name: 'half done' });
      throw new Error('stop here');
    });
    await expect(work).rejects.toThrow('stop here');
    expect((await store.onboardings.find('ob_1'))?.job_name).toBeNull();
  });
});

describe('sessions', () => {
  it('last until they expire or are ended', async () => {
    await store.sessions.start('s1', clock + 1000);
    await store.sessions.start('s2', clock + 1000);
    expect(await store.sessions.expiry('s1')).toBe(clock + 1000);
    await store.sessions.end('s2');
    expect(await store.sessions.expiry('s2')).toBeUndefined();
    clock += 1000;
    expect(await store.sessions.expiry('s1')).toBeUndefined();
    await store.sessions.deleteExpired();
    clock -= 1000;
    expect(await store.sessions.expiry('s1')).toBeUndefined();
  });

  it('are extended, but never brought back', async () => {
    await store.sessions.start('s1', clock + 1000);
    await store.sessions.extend('s1', clock + 5000);
    expect(await store.sessions.expiry('s1')).toBe(clock + 5000);
    await store.sessions.end('s1');
    await store.sessions.extend('s1', clock + 5000);
    expect(await store.sessions.expiry('s1')).toBeUndefined();
  });
});

describe('attempts to sign in', () => {
  const add = () => store.signInAttempts.add('203.0.113.7', 1000);

  it('are counted from the first of them until its time is over', async () => {
    const began = clock;
    expect(await add()).toEqual({ count: 1, endsAt: began + 1000 });
    clock += 999;
    expect(await add()).toEqual({ count: 2, endsAt: began + 1000 });
    clock += 1;
    expect(await add()).toEqual({ count: 1, endsAt: began + 2000 });
    expect((await store.signInAttempts.add('203.0.113.8', 1000)).count).toBe(1);
    await store.signInAttempts.forget('203.0.113.7');
    expect((await add()).count).toBe(1);
  });

  it('are each counted when many come at once', async () => {
    const counts = await Promise.all(Array.from({ length: 20 }, async () => (await add()).count));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
