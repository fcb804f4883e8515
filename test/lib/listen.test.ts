import { Agent, get } from 'node:http';
import { listen } from '../../lib/listen';

it('closes once its last request is answered, however long connections are kept', async () => {
  let answer = () => undefined as unknown;
  const asked = new Promise<void>((resolve) => {
    answer = () => resolve();
  });
  let finish = () => undefined as unknown;
  const listening = await listen(
    (_req, res) => {
      finish = () => res.end('answered');
      answer();
    },
    0,
    '127.0.0.1',
    'PORT',
  );
  // Far longer than the test may take.
  listening.server.keepAliveTimeout = 600_000;
  const agent = new Agent({ keepAlive: true });
  const body = new Promise<string>((resolve, reject) => {
    get({ port: listening.port, agent }, (res) => {
      res.setEncoding('utf8').on('data', resolve);
    }).on('error', reject);
  });
  await asked;
  const closed = listening.close();
  finish();
  expect(await body).toBe('answered');
  await closed;
  agent.destroy();
});

it('keeps idle connections longer than the 60 seconds of proxies, and waits longer still for headers', async () => {
  const listening = await listen((_req, res) => void res.end(), 0, '127.0.0.1', 'PORT');
  const { keepAliveTimeout, headersTimeout } = listening.server;
  expect(keepAliveTimeout).toBeGreaterThan(60_000);
  expect(headersTimeout).toBeGreaterThan(keepAliveTimeout);
  await listening.close();
});

it('goes on when a connection cannot be accepted', async () => {
  const listening = await listen((_req, res) => void res.end('here'), 0, '127.0.0.1', 'PORT');
  // What Node does when the system has no room for one more.
  listening.server.emit('error', Object.assign(new Error('accept ENOBUFS'), { code: 'ENOBUFS' }));
  expect(await (await fetch(`http://127.0.0.1:${listening.port}`)).text()).toBe('here');
  await listening.close();
});
