import { control } from './support/control';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';
import { contractorFields, jobFields, makeBasics } from './support/objects';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('keys', () => {
  const get = (authorization: string, headers: Record<string, string> = {}) =>
    sandbox.call('GET', '/contractors', undefined, { authorization, ...headers });
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test.each([
    ['bearer', (key: string) => `Bearer ${key}`],
    ['basic', (key: string) => `Basic ${base64(`${key}:`)}`],
    ['basic with the bare key', (key: string) => `Basic ${key}`],
    ['the bare key', (key: string) => key],
  ])('are taken as %s', async (_name, header) => {
    expect((await get(header(sandbox.apiKey))).status).toBe(200);
    expect((await get(header('t9sk_test_8c6b2f0e-4a51-4f3f-9d3c-1f6f5b1c2d3e'))).status).toBe(200);
    const refused = await get(header('nonsense'));
    expect(refused.status).toBe(401);
    expect(refused.body.error_code).toBe('invalid_api_key');
  });

  test('a live key and no key are refused with their reason', async () => {
    const live = await get('Bearer t9k_live_abcdefghijklmnopqrstu');
    expect(live.status).toBe(401);
    expect(live.body.message).toMatch(/live key/);
    expect((await get('')).body.message).toMatch(/No API key/);
  });

  test('the key decides the environment, and an answer warns of a header that says otherwise', async () => {
    const sent = (environment: string) =>
      get(`Bearer ${sandbox.apiKey}`, { 'Ten99Policy-Environment': environment });
    const fits = await sent('sandbox');
    expect([fits.status, fits.headers.get('sandbox-warning')]).toEqual([200, null]);
    const production = await sent('production');
    expect(production.status).toBe(200);
    expect(production.headers.get('sandbox-warning')).toMatch(/Ten99Policy-Environment.*test key/);
    expect((await sent('staging')).body.error_code).toBe('bad_request');

    await control(sandbox, 'PUT', '/variants', { strict_environment: true });
    expect((await sent('sandbox')).status).toBe(200);
    const refused = await sent(' Production ');
    expect([refused.status, refused.body.error_code]).toEqual([403, 'insufficient_permissions']);
    expect(refused.body.message).toMatch(/Ten99Policy-Environment: sandbox/);
    expect(refused.body.message).toMatch(/Node SDK/);
    await control(sandbox, 'DELETE', '/variants');
  });
});

describe('test keys', () => {
  const call = async (method: string, key: string) => {
    const answer = await sandbox.call(method, '/entities', method === 'GET' ? undefined : { name: 'A' }, {
      authorization: `Bearer ${key}`,
    });
    return [answer.status, answer.body.error_code as string | undefined];
  };

  test('lead to the other refusals of keys', async () => {
    expect(await call('GET', 't9k_test_expired')).toEqual([401, 'auth_token_expired']);
    expect(await call('GET', 't9k_test_no_tenant')).toEqual([403, 'no_tenant_found']);
    expect(await call('GET', 't9k_test_read_only')).toEqual([200, undefined]);
    expect(await call('POST', 't9k_test_read_only')).toEqual([403, 'insufficient_permissions']);
  });
});

describe('a foreign client', () => {
  test.each([
    ['/contractors', 404],
    ['/v1/contractors', 404],
    ['/api/contractors', 404],
    ['/api/v2/contractors', 404],
  ])('with the base URL of %s gets the documented error', async (path, status) => {
    const headers = { authorization: `Bearer ${sandbox.apiKey}` };
    const response = await fetch(sandbox.url + path, { headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error_code: 'resource_not_found' });
  });

  test('may send a body with GET and DELETE, a slash at the end, and null for what it leaves out', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const headers = { authorization: sandbox.apiKey, 'content-type': 'text/plain', 'content-length': 3 };
      request(`${sandbox.url}/api/v1/contractors/`, { headers }, (res) =>
        resolve(res.resume().statusCode),
      ).end('x=1');
    });
    expect(status).toBe(200);
    const { id } = (await sandbox.call('POST', '/entities/', { name: 'A', required_coverage: null })).body;
    const deleted = await sandbox.call('DELETE', `/entities/${id}`, { entity: id });
    expect(deleted.body).toMatchObject({ id, object: 'entity', deleted: true });
    const nulls = {
      phone: null,
      company_name: null,
      address: null,
      custom_metadata: null,
      withhold_premium: null,
    };
    const contractor = await sandbox.call('POST', '/contractors', { ...contractorFields(), ...nulls });
    expect(contractor.body).toMatchObject({ address: null, custom_metadata: {}, withhold_premium: false });
  });

  test('is told when a filter cannot be read, rather than given everything', async () => {
    const answer = await sandbox.call('GET', '/contractors?email=a&email=b');
    expect([answer.status, answer.body.message]).toEqual([400, { email: expect.any(String) }]);
  });

  test('finds a blocked contractor', async () => {
    const body = { ...contractorFields(), last_name: 'Blocked' };
    const { id } = (await sandbox.call('POST', '/contractors', body)).body;
    for (const method of ['PUT', 'DELETE']) {
      const answer = await sandbox.call(method, `/contractors/${id}`, method === 'PUT' ? {} : undefined);
      expect([answer.status, answer.body.error_code]).toEqual([400, 'contractor_blocked_for_writes']);
    }
  });
});

describe('errors', () => {
  test.each([
    ['an unknown route', 'GET', '/nothing', undefined, {}, 404, 'resource_not_found'],
    [
      'a method that does not exist',
      'PATCH',
      '/contractors/cn_1234567890',
      undefined,
      {},
      404,
      'resource_not_found',
    ],
    [
      'deleting what cannot be deleted',
      'DELETE',
      '/quotes/qt_1234567890',
      undefined,
      {},
      404,
      'resource_not_found',
    ],
    [
      'asking for options of an unknown address',
      'OPTIONS',
      '/nowhere',
      undefined,
      {},
      404,
      'resource_not_found',
    ],
    ['an unknown object', 'GET', '/contractors/cn_1234567890', undefined, {}, 404, 'resource_not_found'],
    ['a broken address', 'GET', '/contractors/%E0%A4%A', undefined, {}, 400, 'bad_request'],
    [
      'malformed JSON',
      'POST',
      '/contractors',
      '{"email":',
      { 'content-type': 'application/json' },
      400,
      'bad_request',
    ],
    [
      'a JSON list',
      'POST',
      '/contractors',
      '[1]',
      { 'content-type': 'application/json' },
      400,
      'bad_request',
    ],
    [
      'a JSON null',
      'POST',
      '/contractors',
      'null',
      { 'content-type': 'application/json' },
      400,
      'invalid_input',
    ],
    [
      'another content type',
      'POST',
      '/contractors',
      '<a/>',
      { 'content-type': 'text/xml' },
      400,
      'bad_request',
    ],
    ['no body', 'POST', '/contractors', undefined, {}, 400, 'invalid_input'],
    [
      'too large a body',
      'POST',
      '/contractors',
      `{"a":"${'x'.repeat(1_100_000)}"}`,
      { 'content-type': 'application/json' },
      400,
      'bad_request',
    ],
    ['an unknown method on the root', 'GET', '/', undefined, {}, 404, 'resource_not_found'],
  ])('%s', async (_name, method, path, body, headers, status, code) => {
    const answer = await sandbox.call(method, path, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body.error_code).toBe(code);
    expect(Object.keys(answer.body).sort()).toEqual(['error_code', 'message']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('request-id')).toBeTruthy();
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*\.ts/);
  });

  test('name each wrong field', async () => {
    const body = { email: 'joe', first_name: 3, address: { region: 'XX' }, withhold_premium: 'true' };
    const answer = await sandbox.call('POST', '/contractors', body);
    expect(answer.body.error_code).toBe('invalid_input');
    expect(Object.keys(answer.body.message).sort()).toEqual([
      ...['address.region', 'email', 'first_name', 'last_name', 'withhold_premium'],
    ]);
  });
});

describe('bodies', () => {
  test('may be form-encoded, nested and with lists', async () => {
    const body = 'email=form%40example.com&first_name=F&last_name=L&address[region]=TX&withhold_premium=true';
    const answer = await sandbox.call('POST', '/contractors', `${body}&custom_metadata[team]=red`, form);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ withhold_premium: true, custom_metadata: { team: 'red' } });
    const endpoint = await sandbox.call(
      ...(['POST', '/webhook_endpoints', 'url=http://127.0.0.1:9/x&events[]=policy.active', form] as const),
    );
    expect(endpoint.body.events).toEqual(['policy.active']);
  });

  test.each([
    ['true', true],
    ['True', true],
    ['1', true],
    ['false', false],
    ['FALSE', false],
    ['0', false],
  ])('have %s for a boolean in a form', async (sent, withhold_premium) => {
    const { email } = contractorFields();
    const body = new URLSearchParams({ email, first_name: 'F', last_name: 'L', withhold_premium: sent });
    const answer = await sandbox.call('POST', '/contractors', body.toString(), form);
    expect(answer.body).toMatchObject({ withhold_premium });
  });

  test('have no other words for a boolean, and none in JSON', async () => {
    const body = 'email=yes%40example.com&first_name=F&last_name=L&withhold_premium=yes';
    const refused = await sandbox.call('POST', '/contractors', body, form);
    expect(refused.body.message).toEqual({ withhold_premium: expect.any(String) });
    const json = await sandbox.call('POST', '/contractors', { ...contractorFields(), withhold_premium: 1 });
    expect(json.body.message).toEqual({ withhold_premium: expect.any(String) });
  });

  test.each([
    ['application/json', '{"url":"http://127.0.0.1:9/x","description":"Caf\xe9"}'],
    ['application/x-www-form-urlencoded', 'url=http://127.0.0.1:9/x&description=Caf\xe9'],
  ])('of %s have to be UTF-8', async (type, latin1) => {
    const send = async (body: Buffer) => {
      const headers = { authorization: sandbox.apiKey, 'content-type': type };
      const response = await fetch(`${sandbox.url}/api/v1/webhook_endpoints`, {
        method: 'POST',
        headers,
        body,
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect(await send(Buffer.from(latin1, 'latin1'))).toEqual({
      status: 400,
      body: { error_code: 'bad_request', message: expect.stringContaining('UTF-8') },
    });
    expect(await send(Buffer.from(latin1))).toMatchObject({ status: 201, body: { description: 'Caf\xe9' } });
  });

  test('fields that are not known are ignored', async () => {
    const answer = await sandbox.call('POST', '/contractors', { ...contractorFields(), surprise: { a: 1 } });
    expect(answer.status).toBe(201);
    expect(answer.body).not.toHaveProperty('surprise');
  });
});

describe('lists', () => {
  test('are bare arrays, newest first, in pages without gaps or repeats while objects are added and deleted', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 13; i += 1) {
      ids.push((await sandbox.call('POST', '/entities', { name: `E${i}` })).body.id);
    }
    const newest = [...ids].reverse();
    const idsOf = async (query: string) => {
      const entities: { id: string }[] = (await sandbox.call('GET', `/entities?${query}`)).body;
      return entities.map((entity) => entity.id);
    };
    expect(await idsOf('')).toEqual(newest.slice(0, 10));
    const first = await idsOf('limit=5');
    await sandbox.call('POST', '/entities', { name: 'later' });
    const second = await idsOf(`limit=5&starting_after=${first.at(-1)}`);
    await sandbox.call('DELETE', `/entities/${second.at(-1)}`);
    const third = await idsOf(`limit=5&starting_after=${second.at(-1)}`);
    expect([...first, ...second, ...third]).toEqual(newest);
    expect(await idsOf(`limit=2&ending_before=${third[0]}`)).toEqual(second.slice(2, 4));
    expect(await idsOf(`starting_after=${third.at(-1)}`)).toEqual([]);
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=1.5',
    'starting_after=en_nothing000',
    'ending_before=x',
  ])('refuse %s', async (query) => {
    const answer = await sandbox.call('GET', `/entities?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.error_code).toBe('invalid_input');
  });
});

describe('idempotency', () => {
  const invoiceOf = (contractor: string) => ({
    contractor,
    job: 'jb_0000000000',
    gross_pay: 1000,
    paycycle_startdate: 1767225600,
    paycycle_enddate: 1768435200,
  });
  const withKey = (key: string) => ({ 'Ten99Policy-Idempotent-Key': key });

  test('a repeat gets the first answer and makes nothing', async () => {
    const body = contractorFields();
    const twins = await Promise.all(
      [1, 2, 3].map(() => sandbox.call('POST', '/contractors', body, withKey('twin'))),
    );
    expect(new Set(twins.map((twin) => JSON.stringify(twin.body))).size).toBe(1);
    expect(twins.map((twin) => twin.status)).toEqual([201, 201, 201]);
    expect(twins[1]?.headers.get('ten99policy-idempotent-key')).toBe('twin');
    const email = encodeURIComponent(body.email);
    expect((await sandbox.call('GET', `/contractors?email=${email}`)).body).toHaveLength(1);
  });

  test('a failure after validation is repeated, a failed validation is not', async () => {
    const body = contractorFields();
    const first = await sandbox.call('POST', '/contractors', body);
    expect((await sandbox.call('POST', '/contractors', body, withKey('taken'))).status).toBe(400);
    await sandbox.call('DELETE', `/contractors/${first.body.id}`);
    const again = await sandbox.call('POST', '/contractors', body, withKey('taken'));
    expect(again.body.error_code).toBe('duplicate_email');
    expect((await sandbox.call('POST', '/contractors', { ...body, email: 1 }, withKey('fixed'))).status).toBe(
      400,
    );
    expect((await sandbox.call('POST', '/contractors', body, withKey('fixed'))).status).toBe(201);
  });

  test.each([
    ['an unknown contractor', '/invoices', invoiceOf('cn_0000000000')],
    ['an unknown quote', '/policies', { quote: 'qt_0000000000' }],
    ['an unknown category code', '/jobs', { ...jobFields('en_0000000000'), category_code: 'jc_0000000000' }],
    ['a file that is missing', '/files/certificates', { contractor: 'cn_0000000000' }],
  ])('%s is a failed validation too, so the key can be used again', async (_name, path, body) => {
    const key = withKey(`again ${path}`);
    expect((await sandbox.call('POST', path, body, key)).status).toBe(400);
    // Another body with the key of an answer that was kept would be refused with the text about keys.
    const other = await sandbox.call('POST', path, { ...body, more: 1 }, key);
    expect([other.status, JSON.stringify(other.body)]).toEqual([400, expect.not.stringContaining('key')]);
  });

  test('a refusal by the state of things is repeated, though the state has changed', async () => {
    const { contractor, job } = await makeBasics(sandbox.call);
    const assign = () => sandbox.call('POST', '/assignments', { contractor, job }, withKey('no policy'));
    expect((await assign()).body.error_code).toBe('no_active_policy');
    const quoted = { contractor, job, coverage_type: ['general'] };
    const quote = await sandbox.call('POST', '/quotes', quoted);
    await sandbox.call('POST', '/policies', { quote: quote.body.id });
    expect((await assign()).body.error_code).toBe('no_active_policy');
  });

  test('the same key with another body or path is refused', async () => {
    const body = contractorFields();
    expect((await sandbox.call('POST', '/contractors', body, withKey('mixed'))).status).toBe(201);
    const { email, ...rest } = body;
    const reordered = await sandbox.call('POST', '/contractors', { ...rest, email }, withKey('mixed'));
    expect(reordered.status).toBe(201);
    const other = await sandbox.call('POST', '/contractors', { ...body, phone: '1' }, withKey('mixed'));
    expect(other.status).toBe(400);
    expect((await sandbox.call('POST', '/entities', body, withKey('mixed'))).status).toBe(400);
  });

  test('a key is new again after 24 hours', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const own = await runSandbox({ now: () => now });
    const first = await own.call('POST', '/entities', { name: 'A' }, withKey('day'));
    now += 24 * 3600_000 - 1000;
    expect((await own.call('POST', '/entities', { name: 'A' }, withKey('day'))).body).toEqual(first.body);
    now += 1000;
    expect((await own.call('POST', '/entities', { name: 'A' }, withKey('day'))).body.id).not.toBe(
      first.body.id,
    );
    await own.close();
  });
});
