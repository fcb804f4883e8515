import { createLogger } from '../src/logger';
import { startMaintenance } from '../src/maintenance';
import type { NewApiCall } from '../src/store/api-calls';
import { createStore, type Store } from '../src/store/store';
import { testDatabase, type TestDatabase } from './support/databases';
import { until } from './support/harness';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let made: TestDatabase;
let store: Store;
let now: number;
let log: string[];
let end = () => Promise.resolve();
beforeEach(async () => {
  made = await testDatabase();
  now = Date.UTC(2026, 10, 1);
  store = createStore(made.database, () => now);
  log = [];
});
afterEach(async () => {
  await end();
  jest.useRealTimers();
  await made.drop();
});

const logger = createLogger('warn', { write: (line) => void log.push(line) });
const start = (
  catchUp: () => Promise<void> = () => Promise.resolve(),
  sync: () => Promise<number> = () => Promise.resolve(0),
  syncEveryMs: number | null = null,
) => {
  end = startMaintenance({ onboarding: { catchUp, sync }, store, logger, now: () => now, syncEveryMs });
};

const call = (at: number, path: string): NewApiCall => ({
  subject: 'ob_1',
  at,
  method: 'GET',
  path,
  status: 200,
  duration_ms: 5,
  attempt: 1,
  request_id: null,
  idempotency_key: null,
  request_body: null,
  response_body: null,
  error: null,
});
const keptCalls = async () =>
  (await store.apiCalls.latest('ob_1', { changes: 10, reads: 10 })).map(({ path }) => path);

const keptSessions = async () => {
  const rows = await made.database.sql.selectFrom('sessions').select('key').execute();
  return rows.map(({ key }) => key);
};
const countedNetworks = async () => {
  const rows = await made.database.sql.selectFrom('sign_in_attempts').select('network').execute();
  return rows.map(({ network }) => network);
};

it('keeps API calls for fourteen days, sessions until they expire, and attempts to sign in while they count', async () => {
  await store.apiCalls.add([
    call(now - 14 * DAY - 1, '/too-old'),
    call(now - 14 * DAY, '/just-kept'),
    call(now, '/new'),
  ]);
  await store.sessions.start('expired', now);
  await store.sessions.start('kept', now + 1);
  await store.signInAttempts.add('over', 0);
  await store.signInAttempts.add('counted', 1);
  start();
  await until(async () => (await keptCalls()).length === 2 && (await countedNetworks()).length === 1);
  expect(await keptCalls()).toEqual(['/new', '/just-kept']);
  expect(await keptSessions()).toEqual(['kept']);
  expect(await countedNetworks()).toEqual(['counted']);
});

it('clears away more than it deletes at once', async () => {
  const old = Array.from({ length: 1100 }, (_, index) => call(now - 14 * DAY - 1, `/old/${index}`));
  await store.apiCalls.add([...old, call(now, '/new')]);
  start();
  await until(async () => (await store.apiCalls.latest('ob_1', { changes: 2000, reads: 2000 })).length === 1);
  expect(await keptCalls()).toEqual(['/new']);
});

it('tidies each hour until it is ended', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'Date'] });
  const addOld = () => store.apiCalls.add([call(now - 14 * DAY - 1, '/old')]);
  const isTidy = async () => (await keptCalls()).length === 0;
  await addOld();
  start();
  await until(isTidy);
  await addOld();
  // Long enough for what would have begun by now.
  const staysUntidy = async () => {
    for (let reads = 0; reads < 20; reads += 1) expect(await isTidy()).toBe(false);
  };
  jest.advanceTimersByTime(HOUR - 1);
  await staysUntidy();
  jest.advanceTimersByTime(1);
  await until(isTidy);
  await end();
  await addOld();
  jest.advanceTimersByTime(HOUR);
  await staysUntidy();
});

it('catches up at the start, and goes on trying, with its failures logged, until that works', async () => {
  let tries = 0;
  start(() => {
    tries += 1;
    return tries < 3 ? Promise.reject(new Error('no route')) : Promise.resolve();
  });
  await until(() => tries === 3);
  await end();
  expect(log.map((line) => JSON.parse(line) as object)).toMatchObject(
    [1, 2].map((times) => ({
      reason: 'no route',
      times,
      msg: 'missed events could not be read from the API; trying again',
    })),
  );
});

describe('missed events', () => {
  const MINUTE = 60_000;
  const faked = () =>
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date'] });

  it('are looked for every now and then once it has caught up, and not after the end', async () => {
    faked();
    const looks: string[] = [];
    const look = (what: string) => () => Promise.resolve(looks.push(what));
    start(async () => void (await look('caught up')()), look('synced'), 5 * MINUTE);
    await jest.advanceTimersByTimeAsync(5 * MINUTE - 1);
    expect(looks).toEqual(['caught up']);
    await jest.advanceTimersByTimeAsync(1);
    expect(looks).toEqual(['caught up', 'synced']);
    await jest.advanceTimersByTimeAsync(5 * MINUTE);
    expect(looks).toEqual(['caught up', 'synced', 'synced']);
    await end();
    await jest.advanceTimersByTimeAsync(60 * MINUTE);
    expect(looks).toHaveLength(3);
  });

  it('are looked for again soon after a failure, and one look never begins before the other is over', async () => {
    faked();
    let looks = 0;
    let finish = (_found: number) => undefined as void;
    const sync = () => {
      looks += 1;
      return looks === 1
        ? Promise.reject(new Error('no route'))
        : new Promise<number>((resolve) => (finish = resolve));
    };
    start(undefined, sync, 5 * MINUTE);
    await jest.advanceTimersByTimeAsync(5 * MINUTE);
    expect(looks).toBe(1);
    expect(log.map((line) => JSON.parse(line) as object)).toMatchObject([{ reason: 'no route', times: 1 }]);
    await jest.advanceTimersByTimeAsync(250);
    expect(looks).toBe(2);
    await jest.advanceTimersByTimeAsync(60 * MINUTE);
    expect(looks).toBe(2);
    finish(0);
    await jest.advanceTimersByTimeAsync(5 * MINUTE);
    expect(looks).toBe(3);
    finish(0);
  });

  it('are looked for at the start alone when the timer is off', async () => {
    faked();
    let looks = 0;
    start(undefined, () => Promise.resolve((looks += 1)), null);
    await jest.advanceTimersByTimeAsync(24 * HOUR);
    expect(looks).toBe(0);
  });
});

it('ends when what is under way is over', async () => {
  let finish = () => undefined as void;
  let begun = false;
  start(() => {
    begun = true;
    return new Promise((resolve) => (finish = resolve));
  });
  await until(() => begun);
  let ended = false;
  const ending = end().then(() => (ended = true));
  await until(async () => (await keptCalls()).length === 0);
  expect(ended).toBe(false);
  finish();
  await ending;
});
