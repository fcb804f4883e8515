import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { ApiCall } from '../../src/policy-api/calls';
import { createOnce } from '../../src/policy-api/create-once';
import { CLIENT_WORDS } from '../../src/policy-api/words';
import { until } from '../support/harness';
import { apiErrorOf } from './support/errors';
import { FakeApi, TEST_KEY } from './support/fake-api';

const contractor = { id: 'cn_Ehb3bYa', email: 'joe@example.com', first_name: 'Joe', last_name: 'Parker' };
const newContractor = { email: 'joe@example.com', first_name: 'Joe', last_name: 'Parker' };

function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('PolicyApi', () => {
  let fake: FakeApi;
  beforeEach(async () => {
    fake = await FakeApi.start();
  });
  afterEach(() => fake.stop());

  it('sends key, environment, idempotency key and JSON with a POST', async () => {
    fake.json(201, contractor);
    const created = await fake.client({ environment: 'production' }).createContractor(newContractor, 'key-1');
    expect(created.id).toBe('cn_Ehb3bYa');
    const [call] = fake.received;
    expect(call).toMatchObject({ method: 'POST', url: '/api/v1/contractors' });
    expect(call?.headers).toMatchObject({
      authorization: `Bearer ${TEST_KEY}`,
      'ten99policy-environment': 'production',
      'ten99policy-idempotent-key': 'key-1',
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': expect.stringMatching(/^1099policy-onboarding-example\//),
    });
    expect(JSON.parse(call?.body ?? '')).toEqual(newContractor);
  });

  it('sends no idempotency key and no body with GET and DELETE, and a body with PUT', async () => {
    fake.json(200, contractor);
    const client = fake.client();
    await client.getContractor('cn_1');
    await client.deleteContractor('cn_1');
    await client.updateContractor('cn_1', { phone: '415-474-9088' });
    expect(fake.received.map(({ method, body }) => [method, body])).toEqual([
      ['GET', ''],
      ['DELETE', ''],
      ['PUT', '{"phone":"415-474-9088"}'],
    ]);
    expect(fake.received.every(({ headers }) => !('ten99policy-idempotent-key' in headers))).toBe(true);
  });

  it.each([
    ['', '/api/v1/contractors/cn_1'],
    ['/', '/api/v1/contractors/cn_1'],
    ['/api', '/api/v1/contractors/cn_1'],
    ['/api/v1', '/api/v1/contractors/cn_1'],
    ['/api/v1/', '/api/v1/contractors/cn_1'],
    ['/behind/a/proxy/api/v1', '/behind/a/proxy/api/v1/contractors/cn_1'],
  ])('takes a base URL that ends in "%s"', async (ending, url) => {
    fake.json(200, contractor);
    await fake.client({ baseUrl: fake.origin + ending }).getContractor('cn_1');
    expect(fake.received[0]?.url).toBe(url);
  });

  it.each(['api.1099policy.com', 'ftp://api.1099policy.com', ''])('refuses the base URL "%s"', (baseUrl) => {
    expect(() => fake.client({ baseUrl })).toThrow(/must look like https/);
  });

  it.each(['?a=1', '/api/v1?key=canary', '/api/v1/#canary'])(
    'refuses a base URL that ends in "%s"',
    (ending) => {
      const make = () => fake.client({ baseUrl: fake.origin + ending });
      expect(make).toThrow(/^The base URL of the API must end with its path: it has a query/);
      expect(make).not.toThrow(/canary/);
    },
  );

  it.each<[string, unknown, RegExp]>([
    ...[undefined, null, 7, '', ' \n', 'undefined', 'null'].map((key): [string, unknown, RegExp] => [
      'apiKey',
      key,
      /^The API key is missing: set apiKey of createPolicyApi\.$/,
    ]),
    ...['canary\n', ' canary', 'Bearer canary', 'canary\u2026', 'canary\xA0'].map(
      (key): [string, string, RegExp] => [
        'apiKey',
        key,
        /^The API key holds what no key does, .* set apiKey of createPolicyApi to the key alone\.$/,
      ],
    ),
    ...[undefined, null, '', 'Sandbox', 'prod\n'].map((environment): [string, unknown, RegExp] => [
      'environment',
      environment,
      /^The environment must be sandbox or production: set environment of createPolicyApi\.$/,
    ]),
    ...['joe:canary@host:1', 'socks5://joe:canary@host:1', 'host'].map((proxy): [string, string, RegExp] => [
      'proxy',
      proxy,
      /^The proxy must look like .*: set proxy of createPolicyApi\.$/,
    ]),
    ...[0, -1, NaN, Infinity, 2 ** 31, '500'].map((ms): [string, unknown, RegExp] => [
      'timeoutMs',
      ms,
      /^timeoutMs must be milliseconds, more than 0 and at most 2147483647\.$/,
    ]),
    ['baseUrl', undefined, /must look like https/],
  ])('is not made with the %s %j', (name, value, message) => {
    const error = thrownBy(() => fake.client({ [name]: value }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(message);
    expect(inspect(error)).not.toContain('canary');
  });

  it('is named by the settings of its program where it cannot be made', () => {
    const make = () => fake.client({ apiKey: '', words: { ...CLIENT_WORDS, apiKey: 'SETTING' } });
    expect(make).toThrow('The API key is missing: set SETTING.');
  });

  it('keeps an id inside its path segment', async () => {
    fake.json(200, contractor);
    await fake.client().getContractor('../jobs/x?y=1#z');
    expect(fake.received[0]?.url).toBe('/api/v1/contractors/..%2Fjobs%2Fx%3Fy%3D1%23z');
  });

  it.each(['', '.', '..', ' ', '\n', '\uD800', undefined as never, null as never, 7 as never])(
    'refuses %j as an id without calling',
    async (id) => {
      fake.json(200, []);
      await expect(fake.client().deleteContractor(id)).rejects.toThrow(TypeError);
      await expect(fake.client().expireApplicationSession(id)).rejects.toThrow(TypeError);
      await expect(fake.client().listContractorPolicies(id)).rejects.toThrow(TypeError);
      await expect(fake.client().createLoginLink(id, 'k')).rejects.toThrow(TypeError);
      await expect(fake.client().cancelPaymentSession(id, 'k')).rejects.toThrow(TypeError);
      expect(fake.received).toHaveLength(0);
    },
  );

  it.each([
    ['a\nb', 'it holds U+000A'],
    ['job 5 – 1', 'it holds U+2013'],
    ['\u{1F511}', 'it holds U+1F511'],
    ['\x7F', 'it holds U+007F'],
    ['', 'it is empty'],
    ['key ', 'it begins or ends with a blank'],
    [' key', 'it begins or ends with a blank'],
    ['é', 'it holds U+00E9'],
    [5 as never, 'it is of type number'],
    [null as never, 'it is null'],
  ])('refuses %j as an idempotency key without calling', async (key, problem) => {
    fake.json(201, contractor);
    const api = fake.client();
    const alike = () => api.listContractors();
    const create = (sent: string) => api.createContractor(newContractor, sent);
    for (const call of [
      create(key),
      api.expireApplicationSession('ias_1', key),
      createOnce({ create, alike }, { key, repeat: true }),
    ]) {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(
        /^An idempotency key must be text of letters, digits and signs/,
      );
      expect((error as Error).message).toContain(`: ${problem}.`);
    }
    expect(fake.received).toHaveLength(0);
  });

  it.each(['order 5/a?#', 'd9YozBtG5R', '~'])('sends "%s" as an idempotency key', async (key) => {
    fake.json(201, contractor);
    await fake.client().createContractor(newContractor, key);
    expect(fake.received[0]?.headers['ten99policy-idempotent-key']).toBe(key);
  });

  it('pages and filters by the documented parameters', async () => {
    fake.json(200, []);
    const client = fake.client();
    await client.listContractors({ limit: 25, startingAfter: 'cn_1', email: 'a+b@example.com' });
    await client.listPolicies({ endingBefore: 'pl_9', quote: 'qt_1' });
    await client.listEvents({ limit: 5 });
    await client.listContractorPolicies('cn_1', { limit: 1 });
    await client.listJobs();
    expect(fake.received.map(({ url }) => url.slice('/api/v1'.length))).toEqual([
      '/contractors?limit=25&starting_after=cn_1&email=a%2Bb%40example.com',
      '/policies?ending_before=pl_9&quote=qt_1',
      '/events?limit=5',
      '/contractors/cn_1/policies?limit=1',
      '/jobs',
    ]);
  });

  it('reaches every operation at its documented place', async () => {
    fake.json(200, { id: 'x', type: 'policy.active', data: [] });
    const api = fake.client();
    const quote = { contractor: 'cn_1', job: 'jb_1', coverage_type: ['general'] };
    const job = {
      name: 'n',
      description: 'd',
      entity: 'e',
      category_code: 'c',
      wage: 100,
      wage_type: 'hourly',
    };
    await api.createEntity({ name: 'Apple, Inc' }, 'k');
    await api.getEntity('x');
    await api.updateEntity('x', { name: 'y' });
    await api.deleteEntity('x');
    await api.listEntities();
    await api.createJob(job, 'k');
    await api.getJob('x');
    await api.updateJob('x', { wage: 200 });
    await api.deleteJob('x');
    await api.listCategoryCodes();
    await api.createQuote(quote, 'k');
    await api.getQuote('x');
    await api.updateQuote('x', quote);
    await api.listQuotes();
    await api.createApplicationSession({ quote: 'x' }, 'k');
    await api.getApplicationSession('x');
    await api.updateApplicationSession('x', { success_url: 'https://example.com/' });
    await api.expireApplicationSession('x', 'k');
    await api.listApplicationSessions({ limit: 1 });
    await api.createPolicy({ quote: 'x' }, 'k');
    await api.getPolicy('x');
    await api.updatePolicy('x', { is_active: false });
    await api.deletePolicy('x');
    await api.listPolicies();
    await api.listEvents();
    await api.getEvent('x');
    await api.createWebhookEndpoint({ url: 'https://example.com/hook', events: ['policy.active'] }, 'k');
    await api.getWebhookEndpoint('x');
    await api.listWebhookEndpoints();
    await api.updateWebhookEndpoint('x', { description: 'd' });
    await api.deleteWebhookEndpoint('x');
    expect(fake.received.map(({ method, url }) => `${method} ${url.slice('/api/v1'.length)}`))
      .toMatchInlineSnapshot(`
     [
       "POST /entities",
       "GET /entities/x",
       "PUT /entities/x",
       "DELETE /entities/x",
       "GET /entities",
       "POST /jobs",
       "GET /jobs/x",
       "PUT /jobs/x",
       "DELETE /jobs/x",
       "GET /category_codes",
       "POST /quotes",
       "GET /quotes/x",
       "PUT /quotes/x",
       "GET /quotes",
       "POST /apply/sessions",
       "GET /apply/sessions/x",
       "PUT /apply/sessions/x",
       "POST /apply/sessions/x/expire",
       "GET /apply/sessions?limit=1",
       "POST /policies",
       "GET /policies/x",
       "PUT /policies/x",
       "DELETE /policies/x",
       "GET /policies",
       "GET /events",
       "GET /events/x",
       "POST /webhook_endpoints",
       "GET /webhook_endpoints/x",
       "GET /webhook_endpoints",
       "PUT /webhook_endpoints/x",
       "DELETE /webhook_endpoints/x",
     ]
    `);
    const posts = fake.received.filter(({ method }) => method === 'POST');
    expect(posts.every(({ headers }) => headers['ten99policy-idempotent-key'] === 'k')).toBe(true);
  });

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['utf-8', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ])('reads an answer whose encoding is called %s', async (encoding, pack) => {
    const body = pack(JSON.stringify({ id: 'jb_1', name: 'Technicienne diplômée' }));
    fake.answer((_req, res) => res.writeHead(200, { 'content-encoding': encoding }).end(body));
    expect(await fake.client().getJob('jb_1')).toMatchObject({ name: 'Technicienne diplômée' });
    expect(fake.received[0]?.headers['accept-encoding']).toBe('gzip, br');
  });

  it('tells the length of what it sends in bytes', async () => {
    fake.json(200, { id: 'jb_1' });
    await fake.client().updateJob('jb_1', { name: 'Électricienne' });
    const [{ headers, body } = { headers: {}, body: '' }] = fake.received;
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(headers['transfer-encoding']).toBeUndefined();
  });

  it('uses one connection for calls that follow each other, also those of an observed client', async () => {
    fake.json(200, contractor);
    const client = fake.client();
    await client.getContractor('cn_1');
    await client.observedBy(() => undefined).getContractor('cn_1');
    await client.getContractor('cn_1');
    expect(fake.connections).toBe(1);
    client.close();
    await until(() => fake.openConnections === 0);
  });

  it('has other connections on request, which are closed with its own', async () => {
    fake.json(200, contractor);
    const client = fake.client();
    await client.getContractor('cn_1');
    await client.apart().getContractor('cn_1');
    expect(fake.connections).toBe(2);
    client.close();
    await until(() => fake.openConnections === 0);
  });

  it('goes past the proxy of the environment', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    fake.json(200, contractor);
    try {
      await expect(fake.client().getContractor('cn_1')).resolves.toMatchObject({ id: 'cn_Ehb3bYa' });
    } finally {
      delete process.env['http_proxy'];
    }
  });

  it('shows each attempt to all observers, and survives one that throws', async () => {
    fake.json(500, { error_code: 'general_error', message: 'Sorry.' }, { 'request-id': 'req_1' });
    fake.json(201, contractor, { 'x-request-id': 'req_2' });
    const first: ApiCall[] = [];
    const second: ApiCall[] = [];
    const client = fake.client({ onCall: (call) => first.push(call), now: () => 1_700_000_000_000 });
    const throwing = client.observedBy(() => {
      throw new Error('observer');
    });
    await throwing.observedBy((call) => second.push(call)).createContractor(newContractor, 'key-1');
    expect(first).toEqual(second);
    expect(first[0]).toEqual({
      method: 'POST',
      path: '/api/v1/contractors',
      url: `${fake.origin}/api/v1/contractors`,
      status: 500,
      durationMs: expect.any(Number),
      attempt: 1,
      startedAt: 1_700_000_000_000,
      apiTime: expect.any(Number),
      requestId: 'req_1',
      idempotencyKey: 'key-1',
      requestBody: newContractor,
      responseBody: { error_code: 'general_error', message: 'Sorry.' },
      error: 'Sorry.',
    });
    expect(first[1]).toMatchObject({ status: 201, attempt: 2, requestId: 'req_2', error: null });
    first.length = 0;
    await client.getContractor('cn_1');
    expect([first.length, second.length]).toEqual([1, 2]);
  });

  it('never lets out key, tax id or webhook secret', async () => {
    const taxId = '12-3456789';
    const secret = 'whsec_abcdefghijklmnop';
    fake.json(400, {
      message: { tax_identification: `${taxId} (123456789) is wrong for ${TEST_KEY}` },
      sent: `{'tax_identification': '${taxId}', 'secret': '${secret}'}`,
    });
    fake.json(201, { id: 'whe_1', url: 'https://example.com', secret });
    const calls: ApiCall[] = [];
    const client = fake.client({ onCall: (call) => calls.push(call) });
    const error = await apiErrorOf(
      client.createContractor({ ...newContractor, tax_identification: taxId }, 'k'),
    );
    const endpoint = await client.createWebhookEndpoint({ url: 'https://example.com' }, 'k');
    expect(endpoint.secret).toBe(secret);
    expect(fake.received[0]?.body).toContain(taxId);
    expect(error.message).toBe('tax_identification: [redacted] ([redacted]) is wrong for [redacted]');
    expect(error.fields).toEqual({ tax_identification: '[redacted] ([redacted]) is wrong for [redacted]' });
    const shown = [client, error, error.stack, error.cause, calls]
      .flatMap((value) => [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value)])
      .join('\n');
    for (const hidden of [TEST_KEY, taxId, '123456789', secret]) expect(shown).not.toContain(hidden);
    expect(calls[0]?.requestBody).toMatchObject({
      tax_identification: '[redacted]',
      email: 'joe@example.com',
    });
    expect(calls[1]?.responseBody).toMatchObject({ id: 'whe_1', secret: '[redacted]' });
  });

  it('cuts a long message without leaving half a tax id', async () => {
    fake.json(400, { message: `${'x'.repeat(995)} 12-3456789 is wrong` });
    const error = await apiErrorOf(
      fake.client().createContractor({ ...newContractor, tax_identification: '12-3456789' }, 'k'),
    );
    expect(error.message).toBe(`${'x'.repeat(995)} [red`);
  });

  it('keeps a key of an unknown form out too', async () => {
    fake.json(
      401,
      { error_code: 'invalid_api_key', message: 'No such key: plain-old-key' },
      { 'request-id': 'plain-old-key' },
    );
    const error = await apiErrorOf(fake.client({ apiKey: 'plain-old-key' }).getJob('jb_1'));
    expect(error).toMatchObject({ message: 'No such key: [redacted]', requestId: '[redacted]' });
  });
});
