import { isCatchingUp, syncEvents, type SyncDeps } from '../../src/coverage/sync';
import { PolicyApiError } from '../../src/policy-api/errors';
import { normalizeEvent } from '../../src/policy-api/normalize/event';
import { createStore, type Store } from '../../src/store/store';
import { createRecorder } from '../../src/webhooks/recorder';
import { toNewEvent } from '../../src/webhooks/event';
import { control } from '../../sandbox/test/support/control';
import { testDatabase, type TestDatabase } from '../support/databases';
import { startApp } from '../support/harness';

describe('missed events of the local sandbox', () => {
  it('are picked up page by page, and afterwards by one call', async () => {
    const running = await startApp({ unregistered: true });
    const trigger = () => control(running.sandbox, 'POST', '/trigger', { type: 'category_code.added' });
    for (let n = 0; n < 230; n += 1) expect((await trigger()).status).toBeLessThan(300);
    const calls = () => running.proxy.calls.filter(({ path }) => path.includes('/events')).length;
    const before = calls();
    expect(await running.app.sync()).toBe(230);
    expect(calls() - before).toBe(4);
    expect(await running.app.sync()).toBe(0);
    expect(calls() - before).toBe(5);
    await trigger();
    expect(await running.app.sync()).toBe(1);
    const ids = (await running.store.events.page({ limit: 300 })).map(({ event_id: id }) => id);
    expect(new Set(ids).size).toBe(231);
    await running.stop();
  });
});

describe('however the API turns its pages', () => {
  let made: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    made = await testDatabase();
    store = createStore(made.database, Date.now);
  });
  afterEach(() => made.drop());

  /** An API that has so many events, ev_1 the oldest. */
  const apiOf = (count: number) => {
    const asked: (string | undefined)[] = [];
    const events = Array.from({ length: count }, (_, index) => {
      const raw = {
        id: `ev_${count - index}`,
        type: 'policy.active',
        created: count - index,
        data: { id: 'pl_1' },
      };
      return normalizeEvent(raw)!;
    });
    const pageAfter = (id: string | undefined, limit: number) => {
      asked.push(id);
      const start = id === undefined ? 0 : events.findIndex((event) => event.id === id) + 1;
      return events.slice(start, start + limit);
    };
    type List = SyncDeps['api']['listEvents'];
    const list: List = ({ limit = 10, startingAfter } = {}) =>
      Promise.resolve(pageAfter(startingAfter, limit));
    return { asked, events, list };
  };
  const sync = (listEvents: SyncDeps['api']['listEvents']) =>
    syncEvents(
      {
        api: { listEvents },
        store,
        record: createRecorder(store.events, () => undefined),
        logger: { warn: () => undefined },
      },
      Date.now,
    );

  it('takes the latest hundred where there is no cursor, and asks no more than twice', async () => {
    const { asked, list } = apiOf(250);
    expect(await sync(({ limit } = {}) => list({ limit }))).toBe(100);
    expect(asked).toHaveLength(2);
  });

  it('takes the latest hundred where the cursor is refused', async () => {
    const { list } = apiOf(250);
    const details = {
      kind: 'answer',
      message: 'Unknown parameter',
      method: 'GET',
      path: '/events',
    } as const;
    const refused = (status: number) => Promise.reject(new PolicyApiError({ ...details, status }));
    const answering =
      (status: number): SyncDeps['api']['listEvents'] =>
      (page) =>
        page?.startingAfter === undefined ? list(page) : refused(status);
    await expect(sync(answering(503))).rejects.toThrow('Unknown parameter');
    expect(await sync(answering(400))).toBe(100);
  });

  it('finds a gap behind events that were delivered since the last look', async () => {
    await sync(apiOf(10).list);
    const { asked, events, list } = apiOf(400);
    // The latest 150 were delivered; what came between was not.
    const delivered = events.slice(0, 150).map((event) => toNewEvent(event, '{}', 'signature', 1));
    await store.events.record(delivered);
    expect(await sync(list)).toBe(240);
    expect(asked).toHaveLength(4);
  });

  it('leaves out none of two that differ by their ids alone, where one was delivered without it', async () => {
    const { events, list } = apiOf(2);
    const [late, early] = events.map(({ raw }) => normalizeEvent({ ...(raw as object), created: 5 })!);
    const nameless = normalizeEvent({ ...(early!.raw as object), id: undefined })!;
    await store.events.record([toNewEvent(nameless, '{}', 'signature', 1)]);
    await sync(() => Promise.resolve([late!, early!]));
    expect([...(await store.events.unknownKeys(['ev_1', 'ev_2']))]).toEqual([]);
    expect(await sync(list)).toBe(0);
  });

  it('comes to an end, however many there are', async () => {
    const { asked, list } = apiOf(6000);
    expect(await sync(list)).toBe(5000);
    expect(asked).toHaveLength(50);
    expect(await sync(list)).toBe(0);
    expect(asked).toHaveLength(51);
  });
});

it('goes on, look by look, where more came between two than one reads, and leaves nothing out', async () => {
  const settings = new Map<string, string>();
  const kept = new Set<string>();
  let newest = 40;
  let pages = 0;
  const eventAt = (n: number) =>
    normalizeEvent({ id: `ev_${n}`, type: 'policy.active', created: n, data: { id: 'pl_1' } })!;
  const store = {
    events: {
      unknownKeys: (keys: readonly string[]) =>
        Promise.resolve(new Set(keys.filter((key) => !kept.has(key)))),
    },
    settings: {
      get: (name: string) => Promise.resolve(settings.get(name)),
      set: (name: string, value: string) => Promise.resolve(void settings.set(name, value)),
    },
  };
  const look = async () => {
    pages = 0;
    const listEvents: SyncDeps['api']['listEvents'] = ({ limit = 10, startingAfter } = {}) => {
      pages += 1;
      const from = startingAfter === undefined ? newest : Number(startingAfter.slice(3)) - 1;
      return Promise.resolve(Array.from({ length: Math.min(limit, from) }, (_none, n) => eventAt(from - n)));
    };
    const record: SyncDeps['record'] = (event) => {
      kept.add(event.key);
      return Promise.resolve('new');
    };
    await syncEvents({ api: { listEvents }, store, record, logger: { warn: () => undefined } }, Date.now);
  };
  await look();
  newest += 11_300;
  await look();
  expect([kept.size, await isCatchingUp(store.settings)]).toEqual([40 + 5_000, true]);
  newest += 7_000;
  for (let looks = 0; looks < 9 && (await isCatchingUp(store.settings)); looks += 1) await look();
  expect([kept.size, await isCatchingUp(store.settings)]).toEqual([newest, false]);
  await look();
  expect(pages).toBe(1);
});
