import http from 'node:http';
import { readSandboxSettings } from '../src/settings';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const ORIGIN = 'http://localhost:5173';
const KEY = { authorization: 'Bearer t9k_test_invented' };
const running: RunningSandbox[] = [];
afterAll(() => Promise.all(running.map((sandbox) => sandbox.close())));

/** Asks as a browser would; `fetch` of Node would not let a test say where it comes from. */
async function askerOf(cors?: readonly string[]) {
  const sandbox = await runSandbox(cors && { cors });
  running.push(sandbox);
  return (where: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>((resolve, reject) => {
      const request = http.request(`${sandbox.url}${where}`, { method, headers }, (res) => {
        let body = '';
        res.setEncoding('utf8').on('data', (part: string) => (body += part));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }));
      });
      request.on('error', reject).end();
    });
}

const ofCors = (headers: http.IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

const preflight = (method: string, origin = ORIGIN) => ({
  origin,
  'access-control-request-method': method,
  'access-control-request-headers': 'authorization,content-type,ten99policy-idempotent-key',
});

describe('a sandbox that names an origin', () => {
  let ask: Awaited<ReturnType<typeof askerOf>>;
  beforeAll(async () => {
    ask = await askerOf([ORIGIN, 'https://app.example']);
  });

  it('lets its pages ask, call and read, refusals too', async () => {
    const before = await ask('/api/v1/contractors', preflight('POST'), 'OPTIONS');
    expect(before.status).toBe(204);
    expect(ofCors(before.headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization,content-type,ten99policy-idempotent-key',
    });
    for (const [headers, status] of [
      [KEY, 200],
      [{}, 401],
    ] as const) {
      const answer = await ask('/api/v1/contractors', { ...headers, origin: ORIGIN });
      expect([answer.status, answer.headers['vary']]).toEqual([status, 'Origin']);
      expect(ofCors(answer.headers)).toEqual({
        'access-control-allow-origin': ORIGIN,
        'access-control-expose-headers': expect.stringContaining('request-id'),
      });
    }
  });

  it('allows no cookies', async () => {
    const headers = { ...KEY, origin: ORIGIN, cookie: 'a=b' };
    const answers = [
      await ask('/api/v1/contractors', headers),
      await ask('/api/v1/contractors', preflight('GET'), 'OPTIONS'),
    ];
    for (const answer of answers)
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each(['http://localhost:5174', 'https://localhost:5173', 'http://localhost:5173.evil.example', 'null'])(
    'lets pages of %s do nothing',
    async (origin) => {
      const answer = await ask('/api/v1/contractors', { ...KEY, origin });
      expect([ofCors(answer.headers), answer.headers['vary']]).toEqual([{}, 'Origin']);
      const before = await ask('/api/v1/contractors', preflight('POST', origin), 'OPTIONS');
      expect(ofCors(before.headers)).toEqual({});
    },
  );

  it.each(['/_sandbox/export', '/_sandbox/clock', '/', '/objects', '/health', '/openapi.json', '/api/v2'])(
    'keeps them off %s',
    async (where) => {
      const json = { 'content-type': 'application/json' };
      for (const [method, headers] of [
        ['GET', { origin: ORIGIN }],
        ['OPTIONS', preflight('POST')],
        ['POST', { origin: ORIGIN, ...json, 'content-length': '0' }],
      ] as const) {
        const answer = await ask(where, headers, method);
        expect([method, ofCors(answer.headers)]).toEqual([method, {}]);
        if (method === 'POST') expect(answer.status).toBeGreaterThanOrEqual(400);
      }
    },
  );
});

test('a star lets every page in, and a call of no page is answered as ever', async () => {
  const ask = await askerOf(['*']);
  for (const origin of [ORIGIN, 'null', 'https://anything.example']) {
    const { headers } = await ask('/api/v1/contractors', { ...KEY, origin });
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(headers).not.toHaveProperty('vary');
  }
  expect(ofCors((await ask('/api/v1/contractors', KEY)).headers)).toEqual({});
});

test('without the setting no page is let in', async () => {
  const ask = await askerOf();
  const before = await ask('/api/v1/contractors', preflight('POST'), 'OPTIONS');
  expect([before.status, ofCors(before.headers)]).toEqual([204, {}]);
  expect(ofCors((await ask('/api/v1/contractors', { ...KEY, origin: ORIGIN })).headers)).toEqual({});
});

test('the setting takes origins as browsers write them, or a star', () => {
  expect(readSandboxSettings({}).cors).toEqual([]);
  const text = 'http://localhost:5173, https://app.example *';
  expect(readSandboxSettings({ SANDBOX_CORS: text }).cors).toEqual([ORIGIN, 'https://app.example', '*']);
});
