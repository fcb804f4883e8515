import http from 'node:http';
import net from 'node:net';
import { Person } from '../support/browser-like';
import { startSandbox, until } from '../support/harness';
import { faultyProxy } from '../support/proxy';
import { firstCategory, JOB, walkTo } from '../support/walk';
import { newFolder, serverCommand, startServer, tidyUp } from './support/process';

afterAll(tidyUp);

const refuses = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

/** A server whose calls of the API can be broken, and an onboarding that waits for its job. */
async function startBehindProxy() {
  const sandbox = await startSandbox();
  const proxy = await faultyProxy(sandbox.url);

  const server = startServer({
    DATA_DIR: newFolder(),
    TEN99POLICY_API_KEY: sandbox.sandbox.apiKey,
    TEN99POLICY_API_BASE: `${proxy.url}/api/v1`,
  });
  const url = await server.url;
  const operator = new Person(url);
  const onboarding = await walkTo(operator, 'job');
  const form = operator.formBody(`${onboarding}/job`, { ...JOB, category_code: firstCategory(operator) });
  const isAsked = () => proxy.calls.some(({ method, path: at }) => `${method} ${at}` === 'POST /jobs');
  const end = async () => {
    await proxy.close();
    await sandbox.stop();
  };
  return { server, url, proxy, form, isAsked, operator, end };
}

/** Opens a connection and sends what is given; resolves when the server has ended it. */
async function connection(url: string, sent: string): Promise<{ ended: Promise<void> }> {
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(sent);
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined).resume();
  return { ended };
}

it('finishes the request in flight on SIGTERM, ends live pages, and exits with 0', async () => {
  const { server, url, proxy, form, isAsked, operator, end } = await startBehindProxy();
  const live = await fetch(`${url}/changes?page=onboardings@`);
  const liveEnded = live.text();
  let release: () => void = () => undefined;
  proxy.fail('POST /jobs', { kind: 'held', until: new Promise((resolve) => (release = resolve)) });
  const answer = operator.post(form).then((response) => response);
  await until(isAsked);
  server.child.kill('SIGTERM');
  expect(await liveEnded).toContain('retry:');
  release();
  const { status, headers } = await answer;
  expect([status, headers.connection]).toEqual([303, 'close']);
  expect(headers.location).toContain('/quote');
  expect(await server.ended).toBe(0);
  expect(server.said.err).toBe('');
  await end();
});

it('waits for no idle connection, no half request and no API, and exits with 0', async () => {
  const { server, url, proxy, form, isAsked, operator, end } = await startBehindProxy();
  const idle = await connection(url, 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const half = await connection(url, 'GET /health/live HTTP/1.1\r\nHost: local');
  const body = await connection(
    url,
    'POST /webhooks/1099policy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
  );
  proxy.fail('POST /jobs', { kind: 'silence' });
  const answer = operator.post(form).then((response) => response);
  await until(isAsked);
  server.child.kill('SIGTERM');
  const { status, headers, text } = await answer;
  expect([status, headers.connection]).toEqual([504, 'close']);
  expect(text).toContain('was not waited for');
  // Were it to wait for any of them, it would give up after ten seconds, with 1.
  expect(await server.ended).toBe(0);
  await Promise.all([idle.ended, half.ended, body.ended]);
  await end();
});

it('cuts off nobody who keeps a connection and goes on asking', async () => {
  const server = startServer({ DATA_DIR: newFolder() });
  const url = await server.url;
  const cut: string[] = [];
  let answered = 0;
  const ask = (agent: http.Agent) =>
    new Promise<boolean>((resolve) => {
      const request = http.get(`${url}/health/live`, { agent }, (res) => {
        answered += 1;
        res.resume().on('end', () => resolve(res.headers.connection !== 'close'));
      });
      request.on('error', (error) => {
        cut.push(error.message);
        resolve(false);
      });
    });
  const clients = Array.from({ length: 20 }, async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (await ask(agent));
    agent.destroy();
  });
  await until(() => answered > 200);
  server.child.kill('SIGTERM');
  await Promise.all(clients);
  expect(cut).toEqual([]);
  expect(await server.ended).toBe(0);
});

it('ends with the shell of an npm script, which passes no signal on', async () => {
  const command = `${serverCommand.map((word) => `"${word}"`).join(' ')}; true`;
  const env = { DATA_DIR: newFolder(), npm_lifecycle_event: 'start' };
  const server = startServer(env, ['sh', '-c', command]);
  const url = await server.url;
  server.child.kill('SIGTERM');
  await until(() => refuses(`${url}/health/live`));
});
