import { RecentCalls } from '../../src/under-the-hood/recent-calls';
import type { NewApiCall } from '../../src/store/api-calls';
import { createStore, type Store } from '../../src/store/store';
import { testDatabase, type TestDatabase } from '../support/databases';
import { until } from '../support/harness';

let made: TestDatabase;
let store: Store;
beforeAll(async () => {
  made = await testDatabase();
  store = createStore(made.database, Date.now);
});
afterAll(() => made.drop());

const call = (onboarding: string, path: string): NewApiCall => ({
  subject: onboarding,
  at: 1,
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
const silent = { warn: () => undefined };
const LIMITS = { changes: 10, reads: 10 };
const pathsOf = (calls: readonly { path: string }[]) => calls.map(({ path }) => path);

it('shows calls at once, newest first, and each once while they are written', async () => {
  const calls = new RecentCalls(store, silent);
  calls.add([call('a', '/1'), call('a', '/2'), call('b', '/other')]);
  expect(pathsOf(await calls.latest('a', LIMITS))).toEqual(['/2', '/1']);
  expect(await store.apiCalls.latest('a', LIMITS)).toEqual([]);
  const writing = calls.keep();
  calls.add([call('a', '/3')]);
  expect(pathsOf(await calls.latest('a', LIMITS))).toEqual(['/3', '/2', '/1']);
  await writing;
  expect(pathsOf(await calls.latest('a', { changes: 1, reads: 2 }))).toEqual(['/3', '/2']);
  expect(await calls.latest('c', LIMITS)).toEqual([]);
  await calls.keep();
  expect(pathsOf(await store.apiCalls.latest('a', LIMITS))).toEqual(['/3', '/2', '/1']);
});

it('writes each once when two writes meet', async () => {
  const calls = new RecentCalls(store, silent);
  calls.add([call('e', '/1')]);
  await Promise.all([calls.keep(), calls.keep()]);
  expect(pathsOf(await store.apiCalls.latest('e', LIMITS))).toEqual(['/1']);
});

it('writes them by itself, and lets nobody wait for the disk', async () => {
  const written = jest.spyOn(store.apiCalls, 'add');
  const calls = new RecentCalls(store, silent);
  calls.add([call('c', '/1')]);
  await until(async () => (await store.apiCalls.latest('c', LIMITS)).length === 1);
  expect(written).not.toHaveBeenCalled();
});

it('goes on after a failure, which is logged', async () => {
  const logged: string[] = [];
  const withoutWaiting = () => Promise.reject(new Error('disk full'));
  const calls = new RecentCalls(Object.assign({}, store, { withoutWaiting }), {
    warn: (_fields: unknown, text?: string) => void logged.push(text ?? ''),
  });
  calls.add([call('d', '/1')]);
  await calls.keep();
  expect(logged).toEqual(['API calls could not be kept']);
  expect(await calls.latest('d', LIMITS)).toEqual([]);
});
