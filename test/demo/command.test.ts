/** What `npm run demo` says of an app that runs, and when it says that nothing was loaded. */
import { loadDemo } from '../../scripts/support/load-demo';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
});
afterAll(() => running.stop());

test('an app with a key, and one whose sandbox does not answer, are told apart', async () => {
  const keyed = await startApp({ beside: running, unregistered: true });
  await expect(loadDemo(keyed.url, 5)).rejects.toThrow('needs the local sandbox, so no API key');
  await keyed.stop();
  running.proxy.fail('GET /_sandbox/clock', { kind: 'reset' });
  const said = loadDemo(running.url, 5);
  await expect(said).rejects.toThrow('offers no demo set now. The local sandbox does not answer.');
  await expect(said).rejects.not.toThrow('API key');
  running.proxy.clear();
});

test('a set that is not loaded in time, or cannot be, is not called loaded', async () => {
  let goOn = (): void => undefined;
  running.proxy.fail('POST /contractors', {
    kind: 'held',
    until: new Promise((resolve) => (goOn = resolve)),
  });
  running.proxy.fail('POST /entities', { kind: 'answer', status: 500 });
  await expect(loadDemo(running.url, 0)).rejects.toThrow('The demo set is not loaded after 0 s.');
  goOn();
  await until(() => running.log.some((line) => line.includes('could not be loaded to its end')));
  const other = await startApp({ ownsSandbox: true, maxRetries: 0 });
  other.proxy.fail('POST /contractors', { kind: 'answer', status: 500 });
  await expect(loadDemo(other.url, 60)).rejects.toThrow(/is not loaded\. .+could not be loaded to its end/);
  await other.stop();
});

test('an app that ended meanwhile is named, and what is left of the set', async () => {
  const other = await startApp({ ownsSandbox: true, maxRetries: 0 });
  const never = new Promise<void>(() => undefined);
  other.proxy.fail('POST /entities', { kind: 'held', until: never });
  const said = loadDemo(other.url, 60).catch(String);
  await until(() => other.proxy.calls.some(({ method, path }) => method === 'POST' && path === '/entities'));
  await other.stop();
  expect(await said).toMatch(/does not answer any more \(\w+\)\. Start it again with npm start/);
});
