import http from 'node:http';
import { readSandboxSettings } from '../src/settings';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox({ otherHosts: ['host.docker.internal', 'policy.test:80'] });
  await sandbox.call('POST', '/webhook_endpoints', { url: 'http://127.0.0.1:9/hook' });
});
afterAll(() => sandbox.close());

interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

function ask(where: string, headers: Record<string, string>, method = 'GET'): Promise<Got> {
  const { hostname, port } = new URL(sandbox.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: where, method, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
    });
    request.on('error', reject).end();
  });
}

const authorization = 'Bearer t9k_test_invented';
const secrets = '/api/v1/webhook_endpoints';

test.each([
  'evil.example',
  'evil.example:4010',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '1.2.3.4.evil.example',
  '@',
])('the host name %s is refused by the API, the control API and the pages', async (host) => {
  for (const where of [secrets, '/_sandbox/export']) {
    const { status, text } = await ask(where, { host, authorization });
    expect([where, status]).toEqual([where, 403]);
    expect(JSON.parse(text)).toEqual({
      error_code: 'insufficient_permissions',
      message: expect.stringContaining('SANDBOX_HOSTS'),
    });
  }
  for (const where of ['/', '/health/', '/_assets/sandbox.css']) {
    expect((await ask(where, { host })).status).toBe(403);
  }
});

test.each([
  'localhost',
  'LOCALHOST:1',
  '127.0.0.1',
  '[::1]:4010',
  'app.localhost',
  'HOST.docker.internal:4010',
  'policy.test',
  // Nobody else can have an address for a name.
  '172.17.0.2:4010',
  '[2001:db8::7]',
])('the host name %s is served', async (host) => {
  expect((await ask(secrets, { host, authorization })).text).toContain('whsec_');
  expect((await ask('/_sandbox/clock', { host })).status).toBe(200);
});

test('no page of another origin on this machine may read an answer', async () => {
  const origin = 'http://localhost:8080';
  const sent = { authorization, origin, 'sec-fetch-site': 'same-site' };
  const preflight = { ...sent, 'access-control-request-method': 'GET' };
  const answers = [
    await ask(secrets, sent),
    await ask('/_sandbox/export', sent),
    await ask(secrets, { ...preflight, 'access-control-request-headers': 'authorization' }, 'OPTIONS'),
  ];
  for (const { headers } of answers) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  }
});

test('health is answered under any name, and tells nothing else', async () => {
  for (const host of ['10.1.2.3:4010', 'pod-7.cluster.internal', 'evil.example', '']) {
    for (const where of ['/health', '/health?verbose=1']) {
      const { status, text, headers } = await ask(where, { host });
      expect([status, text]).toEqual([200, '{"status":"ok"}']);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': /json/ });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect((await ask('/health', { host }, 'HEAD')).status).toBe(200);
    expect((await ask('/health', { host }, 'POST')).status).not.toBe(200);
  }
});

test('the setting is read, or refused with an example', () => {
  const read = (SANDBOX_HOSTS: string) => readSandboxSettings({ SANDBOX_HOSTS }).otherHosts;
  expect(read('')).toEqual([]);
  expect(read('a.test, b.test:4010')).toEqual(['a.test', 'b.test:4010']);
  expect(() => read('http://a.test')).toThrow(/^SANDBOX_HOSTS is .*host names.*host\.docker\.internal/);
});
