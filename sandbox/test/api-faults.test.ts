import { request } from 'node:http';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { SandboxOptions } from '../src/options';
import { openDatabase } from '../src/database';
import { operations } from '../src/openapi/operation-index';
import { seeded } from '../../test/support/seeded';
import { control } from './support/control';
import { MovableClock } from './support/movable-clock';
import { contractorFields, makeBasics, makeSession } from './support/objects';
import { runSandbox, until, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
const run = async (options: Partial<SandboxOptions> = {}) => void (sandbox = await runSandbox(options));
afterEach(async () => {
  await sandbox.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

const set = (...faults: object[]) => control(sandbox, 'PUT', '/api-faults', faults);
const shown = async () => (await control(sandbox, 'GET', '/api-faults')).body as Record<string, unknown>[];

/** Random numbers that are given, over and over. */
function cycle(...numbers: number[]): () => number {
  let at = 0;
  return () => numbers[at++ % numbers.length]!;
}

interface Raw {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  /** Why the answer broke off, if it did. */
  broken: string | null;
}

/** A call of which everything that arrives is seen, however it ends. */
function raw(method: string, path: string, body?: object, headers: object = {}): Promise<Raw> {
  return new Promise((resolve) => {
    const seen: Raw = { status: 0, headers: {}, text: '', broken: null };
    const broke = (error: Error) => resolve({ ...seen, broken: error.message });
    const sent = request(`${sandbox.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json', ...headers },
    });
    sent.on('error', broke);
    sent.on('response', (response) => {
      Object.assign(seen, { status: response.statusCode, headers: response.headers });
      response.on('data', (chunk: Buffer) => (seen.text += chunk.toString()));
      response.on('error', broke);
      response.on('end', () => resolve(seen));
    });
    sent.end(body && JSON.stringify(body));
  });
}

const contractors = async () => ((await sandbox.call('GET', '/contractors')).body as unknown[]).length;
const withKey = (key: string) => ({ 'Ten99Policy-Idempotent-Key': key });

describe('the faults of the API', () => {
  beforeEach(() => run());

  it('are off at first, replaced by PUT, added to by POST, ended by DELETE, and kept over a restart', async () => {
    expect(await shown()).toEqual([]);
    const error = { fault: 'error', operation: '*', rate: 0.5, when: 'before' };
    expect((await set({ fault: 'error', rate: 0.5 })).body).toEqual([error]);
    const drop = { fault: 'drop', operation: 'createQuote', times: 2 };
    const both = [error, { ...drop, rate: 1, when: 'before' }];
    expect((await control(sandbox, 'POST', '/api-faults', drop)).body).toEqual(both);
    await sandbox.stop();
    sandbox = await runSandbox({ dataDir: sandbox.dataDir });
    expect(await shown()).toEqual(both);
    expect((await set({ fault: 'empty' })).body).toEqual([{ fault: 'empty', operation: '*', rate: 1 }]);
    expect((await control(sandbox, 'DELETE', '/api-faults')).body).toEqual([]);
    expect((await sandbox.call('GET', '/contractors')).status).toBe(200);
  });

  it.each([
    ['0.fault', { fault: 'flood' }],
    ['0.fault', {}],
    ['0.operation', { fault: 'error', operation: 'makeQuote' }],
    ['0.operation', { fault: 'error', operation: 'POST /quote' }],
    ['0.operation', { fault: 'error', operation: 'PATCH *' }],
    ['0.rate', { fault: 'error', rate: 20 }],
    ['0.times', { fault: 'error', times: 0 }],
    ['0.status', { fault: 'error', status: 302 }],
    ['0.error_code', { fault: 'error', error_code: 'oops' }],
    ['0.when', { fault: 'drop', when: 'later' }],
    ['0.when', { fault: 'drop', when: 'inside' }],
    ['0.when', { fault: 'error', when: 'later' }],
    ['0.when', { fault: 'truncated', when: 'before' }],
    ['0.ms', { fault: 'latency' }],
    ['0.ms', { fault: 'latency', ms: 3_600_000 }],
    ['0.calls', { fault: 'rate_limit', seconds: 1 }],
    ['0.seconds', { fault: 'rate_limit', calls: 1, seconds: 0 }],
    ['0.rate', { fault: 'rate_limit', calls: 1, seconds: 1, rate: 0.5 }],
  ])('are refused with the field %s named: %j', async (field, fault) => {
    await set({ fault: 'empty' });
    const answer = await set(fault);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.message)).toEqual([field]);
    expect(await shown()).toHaveLength(1);
  });

  it('are a list of at most a hundred', async () => {
    expect((await control(sandbox, 'PUT', '/api-faults', { fault: 'error' })).status).toBe(400);
    const many = Array.from({ length: 100 }, () => ({ fault: 'latency', ms: 0 }));
    expect((await set(...many, ...many)).status).toBe(400);
    await set(...many);
    expect((await control(sandbox, 'POST', '/api-faults', { fault: 'empty' })).status).toBe(400);
    expect(await shown()).toHaveLength(100);
  });

  it('never touch pages, the control API, or calls without a key', async () => {
    await set({ fault: 'drop' });
    for (const path of ['/', '/health', '/docs', '/openapi.json', '/_sandbox/clock']) {
      expect([path, (await fetch(sandbox.url + path)).status]).toEqual([path, 200]);
    }
    expect((await raw('GET', '/contractors', undefined, { authorization: 'nonsense' })).status).toBe(401);
    expect((await raw('GET', '/contractors')).broken).not.toBeNull();
  });

  it('that do not fit, as an older version wrote them, count as off', async () => {
    await set({ fault: 'drop' });
    await control(sandbox, 'PUT', '/webhook-faults', { drop_rate: 1 });
    await sandbox.stop();
    const database = openDatabase(path.join(sandbox.dataDir, 'sandbox.sqlite'));
    database.run(`UPDATE settings SET value = '[{"fault":"gone"}]' WHERE name = 'api_faults'`);
    database.run(`UPDATE settings SET value = '{"gone":true}' WHERE name = 'webhook_faults'`);
    database.close();
    sandbox = await runSandbox({ dataDir: sandbox.dataDir });
    expect(await shown()).toEqual([]);
    expect((await control(sandbox, 'GET', '/webhook-faults')).body).toMatchObject({ drop_rate: 0 });
    expect((await sandbox.call('GET', '/contractors')).status).toBe(200);
  });
});

describe('the operation of a fault', () => {
  beforeEach(() => run());
  const fails = async (method: string, path: string) =>
    (await raw(method, path)).headers['sandbox-fault'] === 'error';

  it.each([
    ['listQuotes', 'GET', '/quotes'],
    ['retrieveQuote', 'GET', '/quotes/qt_1'],
    ['GET /quotes/{quote}', 'GET', '/quotes/qt_1'],
    ['GET /quotes/{id}', 'GET', '/quotes/qt_1'],
    ['get /api/v1/quotes/*', 'GET', '/quotes/qt_1/'],
    ['POST /apply/sessions/*/expire', 'POST', '/apply/sessions/ias_1/expire'],
    ['POST /assignments/cancel', 'POST', '/assignments/cancel'],
    ['POST *', 'POST', '/jobs'],
    ['*', 'GET', '/nothing'],
  ])('%s is hit by %s %s, and others are not', async (operation, method, path) => {
    await set({ fault: 'error', operation });
    expect(await fails(method, path)).toBe(true);
    expect(await fails('DELETE', '/invoices/in_1')).toBe(operation === '*');
  });

  it('can be each of the document', async () => {
    for (const { id, method, path } of operations()) {
      await set({ fault: 'error', operation: id });
      expect([id, await fails(method, path.replaceAll(/\{\w+\}/g, 'x_1'))]).toEqual([id, true]);
    }
  });
});

describe('an injected error', () => {
  it('is 500 general_error when nothing else is said, in the documented form', async () => {
    await run();
    await set({ fault: 'error' });
    const { status, body, headers } = await sandbox.call('GET', '/contractors');
    expect([status, body.error_code]).toEqual([500, 'general_error']);
    expect(headers.get('request-id')).toMatch(/^req_/);
    expect(headers.get('sandbox-fault')).toBe('error');
  });

  it.each([
    [{ error_code: 'duplicate_email' }, 400, 'duplicate_email'],
    [{ error_code: 'invalid_api_key' }, 401, 'invalid_api_key'],
    [{ status: 403 }, 403, 'insufficient_permissions'],
    [{ status: 429, retry_after: 7 }, 429, 'general_error'],
    [{ status: 500, error_code: 'database_operational_error' }, 500, 'database_operational_error'],
  ])('%j is answered %i %s', async (chosen, status, code) => {
    await run();
    await set({ fault: 'error', ...chosen });
    const answer = await sandbox.call('POST', '/contractors', contractorFields());
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
    expect(answer.headers.get('retry-after')).toBe('retry_after' in chosen ? '7' : null);
  });

  it('comes as often as its rate says', async () => {
    await run({ random: cycle(0.1, 0.5, 0.3, 0.9) });
    await set({ fault: 'error', rate: 0.4 });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i += 1) statuses.push((await sandbox.call('GET', '/quotes')).status);
    expect(statuses).toEqual([500, 200, 500, 200, 500, 200, 500, 200]);
  });

  it('comes for the next calls alone, counted on disk', async () => {
    await run();
    await set({ fault: 'error', operation: 'createContractor', times: 3 }, { fault: 'latency', ms: 0 });
    const create = async () => (await sandbox.call('POST', '/contractors', contractorFields())).status;
    expect([await create(), (await sandbox.call('GET', '/contractors')).status]).toEqual([500, 200]);
    expect(await shown()).toMatchObject([{ times: 2 }, { fault: 'latency' }]);
    await sandbox.stop();
    sandbox = await runSandbox({ dataDir: sandbox.dataDir });
    expect([await create(), await create(), await create()]).toEqual([500, 500, 201]);
    expect(await shown()).toMatchObject([{ fault: 'latency' }]);
  });

  it('hits each call once, the first that fits, when calls come together', async () => {
    await run();
    await set(
      { fault: 'error', times: 2 },
      { fault: 'error', status: 429, times: 1 },
      { fault: 'latency', ms: 5 },
    );
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await raw('GET', '/jobs')).status),
    );
    expect(statuses.sort()).toEqual([200, 200, 429, 500, 500]);
  });

  it('leaves nothing behind, so the same idempotency key works afterwards', async () => {
    await run();
    await set({ fault: 'error', times: 1 });
    const fields = contractorFields();
    expect((await sandbox.call('POST', '/contractors', fields, withKey('k1'))).status).toBe(500);
    expect(await contractors()).toBe(0);
    expect((await sandbox.call('POST', '/contractors', fields, withKey('k1'))).status).toBe(201);
    expect(await contractors()).toBe(1);
  });

  it('can come after the call is done: then its key gives the answer that was lost', async () => {
    await run();
    await set({ fault: 'error', when: 'after', times: 1 });
    const fields = contractorFields();
    expect((await sandbox.call('POST', '/contractors', fields, withKey('k1'))).status).toBe(500);
    expect(await contractors()).toBe(1);
    const again = await sandbox.call('POST', '/contractors', fields, withKey('k1'));
    expect([again.status, again.body.email]).toEqual([201, fields.email]);
    expect(await contractors()).toBe(1);
  });
});

describe('an error from the inside', () => {
  const post = (where: string, fields: object, key?: string) =>
    sandbox.call('POST', where, fields, key === undefined ? {} : withKey(key));
  beforeEach(() => run());

  it('undoes the call, and its idempotency key brings it back when the fault is long gone', async () => {
    await set({ fault: 'error', when: 'inside', operation: 'createContractor', retry_after: 3, times: 1 });
    const fields = contractorFields();
    const failed = await post('/contractors', fields, 'k1');
    expect([failed.status, failed.body.error_code]).toEqual([500, 'general_error']);
    expect([failed.headers.get('sandbox-fault'), failed.headers.get('retry-after')]).toEqual(['error', '3']);
    expect(await contractors()).toBe(0);
    const again = await post('/contractors', fields, 'k1');
    expect([again.status, again.body]).toEqual([500, failed.body]);
    expect(again.headers.get('sandbox-fault')).toBe('error');
    expect((await post('/contractors', fields, 'k2')).headers.get('sandbox-fault')).toBeNull();
    expect(await contractors()).toBe(1);
    await control(sandbox, 'POST', '/clock', { advance: '25h' });
    expect((await post('/contractors', fields, 'k1')).body.error_code).toBe('duplicate_email');
  });

  it('also undoes calls without a key, events and all, and whatever else writes', async () => {
    const { session, contractor, job } = await makeSession(sandbox.call);
    const told = async () => ((await sandbox.call('GET', '/events')).body as unknown[]).length;
    const before = await told();
    await set({ fault: 'error', when: 'inside' });
    const failing: [string, string, object?][] = [
      ['POST', `/apply/sessions/${session.id}/expire`, {}],
      ['PUT', `/contractors/${contractor}`, { first_name: 'Jane' }],
      ['DELETE', `/contractors/${contractor}`],
      ['POST', '/entities', { name: 'Acme' }],
    ];
    for (const [method, where, body] of failing) {
      expect([where, (await sandbox.call(method, where, body)).status]).toEqual([where, 500]);
    }
    expect((await raw('GET', '/contractors')).status).toBe(500);
    expect((await post('/entities', {})).body.error_code).toBe('invalid_input');
    await control(sandbox, 'DELETE', '/api-faults');
    expect((await sandbox.call('GET', `/contractors/${contractor}`)).body.first_name).toBe('Joe');
    expect((await sandbox.call('GET', `/apply/sessions/${session.id}`)).body).toEqual(session);
    expect((await sandbox.call('GET', '/entities')).body as unknown[]).toHaveLength(1);
    expect(await told()).toBe(before);
    expect((await post('/assignments/cancel', { job_id: job })).body.error_code).toBe(
      'invalid_assignment_id',
    );
  });

  it('counts as a failed validation when it has such a code: its key may be used again', async () => {
    await set({ fault: 'error', when: 'inside', error_code: 'invalid_input', times: 1 });
    const fields = contractorFields();
    expect((await post('/contractors', fields, 'k1')).status).toBe(400);
    expect((await post('/contractors', fields, 'k1')).status).toBe(201);
  });
});

describe('a broken answer', () => {
  beforeEach(() => run());
  const create = (key: string) => raw('POST', '/contractors', contractorFields(), withKey(key));

  it('is no answer at all when the connection is cut before the call is done', async () => {
    await set({ fault: 'drop', times: 1 });
    expect(await create('k1')).toMatchObject({ status: 0, broken: expect.any(String) });
    expect(await contractors()).toBe(0);
  });

  it('is no answer at all when the connection is cut after the call was done', async () => {
    await set({ fault: 'drop', when: 'after', times: 1 });
    expect(await create('k1')).toMatchObject({ status: 0, broken: expect.any(String) });
    expect(await contractors()).toBe(1);
  });

  it('is cut short: Content-Length says more than arrives', async () => {
    await set({ fault: 'truncated', operation: 'createContractor' });
    const { status, headers, text, broken } = await create('k1');
    expect(status).toBe(201);
    expect(broken).not.toBeNull();
    expect(text.length).toBeGreaterThan(10);
    expect(text.length).toBeLessThan(Number(headers['content-length']));
    expect(() => void JSON.parse(text)).toThrow();
    expect(await contractors()).toBe(1);
  });

  it('is the page of a gateway, before the call or after it', async () => {
    await set({ fault: 'html', times: 1 }, { fault: 'html', status: 200, when: 'after', times: 1 });
    const before = await create('k1');
    expect(before).toMatchObject({
      status: 502,
      headers: { 'content-type': expect.stringMatching(/^text\/html/) },
    });
    expect(before.text).toContain('<h1>502</h1>');
    const after = await create('k2');
    expect([after.status, after.headers['sandbox-fault']]).toEqual([200, 'html']);
    expect(await contractors()).toBe(1);
  });

  it('is empty, with the status of the call', async () => {
    await set({ fault: 'empty', operation: 'POST /contractors' });
    const { status, headers, text } = await create('k1');
    expect([status, headers['content-length'], text]).toEqual([201, '0', '']);
    expect(headers['content-type']).toMatch(/json/);
    expect(await contractors()).toBe(1);
  });

  it('also spoils the answer of a call that is refused', async () => {
    await set({ fault: 'empty' });
    expect(await raw('POST', '/contractors', {})).toMatchObject({ status: 400, text: '' });
  });
});

describe('latency', () => {
  it('holds the calls it is for, not the others', async () => {
    await run();
    await set({ fault: 'latency', operation: 'createContractor', ms: 60_000, times: 1 });
    void raw('POST', '/contractors', contractorFields());
    await until(async () => (await shown()).length === 0);
    expect(await contractors()).toBe(0);
    await set({ fault: 'latency', operation: 'createContractor', ms: 20 });
    expect((await raw('POST', '/contractors', contractorFields())).status).toBe(201);
  });

  it('is longer at random', async () => {
    await run({ random: () => 0.999 });
    await set({ fault: 'latency', ms: 0, jitter_ms: 50, times: 1 });
    const began = performance.now();
    await sandbox.call('GET', '/quotes');
    expect(performance.now() - began).toBeGreaterThan(40);
  });

  it('ends with the sandbox: what waits is not done', async () => {
    await run();
    await set({ fault: 'latency', operation: 'createContractor', ms: 50, times: 1 });
    const waiting = raw('POST', '/contractors', contractorFields());
    await until(async () => (await shown()).length === 0);
    await sandbox.stop();
    await waiting;
    sandbox = await runSandbox({ dataDir: sandbox.dataDir });
    expect(await contractors()).toBe(0);
  });
});

describe('a rate limit', () => {
  it('answers 429 with Retry-After to each key that calls too often, until the time is over', async () => {
    const clock = new MovableClock();
    await run({ now: clock.now });
    await set({ fault: 'rate_limit', calls: 2, seconds: 10 });
    const list = (key = sandbox.apiKey) =>
      sandbox.call('GET', '/jobs', undefined, { authorization: `Bearer ${key}` });
    expect([(await list()).status, (await list()).status]).toEqual([200, 200]);
    clock.move(3);
    const refused = await list();
    expect([refused.status, refused.body.error_code]).toEqual([429, 'general_error']);
    expect(refused.headers.get('retry-after')).toBe('7');
    expect(refused.headers.get('request-id')).toMatch(/^req_/);
    expect(refused.headers.get('sandbox-fault')).toBeNull();
    expect((await list('t9k_test_another')).status).toBe(200);
    clock.move(7);
    expect([(await list()).status, (await list()).status, (await list()).status]).toEqual([200, 200, 429]);
  });

  it('counts the operation it is for, and stores nothing of what it refuses', async () => {
    await run();
    await set({ fault: 'rate_limit', operation: 'createContractor', calls: 1, seconds: 60 });
    const create = (key: string) => sandbox.call('POST', '/contractors', contractorFields(), withKey(key));
    expect([(await create('k1')).status, (await create('k2')).status]).toEqual([201, 429]);
    expect(await contractors()).toBe(1);
    await control(sandbox, 'DELETE', '/api-faults');
    expect((await create('k2')).status).toBe(201);
  });
});

test('a client that repeats with its idempotency key makes one object of each, whatever goes wrong', async () => {
  await run({ random: seeded(1) });
  await set(
    { fault: 'drop', when: 'after', operation: 'POST *', rate: 0.1 },
    { fault: 'html', rate: 0.1 },
    { fault: 'truncated', operation: 'POST *', rate: 0.1 },
    { fault: 'error', rate: 0.2 },
  );
  let tries = 0;
  const persistent: RunningSandbox['call'] = async (method, path, body) => {
    const key = withKey(`${path} ${tries}`);
    for (;;) {
      tries += 1;
      const { status, text, broken } = await raw(method, path, body as object, key);
      if (status === 201 && broken === null)
        return { status, body: JSON.parse(text), headers: new Headers() };
      if (tries > 200) throw new Error('it never worked');
    }
  };
  await makeBasics(persistent);
  expect(tries).toBeGreaterThan(3);
  await control(sandbox, 'DELETE', '/api-faults');
  for (const path of ['/contractors', '/entities', '/jobs'])
    expect([path, (await sandbox.call('GET', path)).body.length]).toEqual([path, 1]);
});

describe('faults of one call, by its header', () => {
  beforeEach(() => run({ unchecked: true } as Partial<SandboxOptions>));
  const get = (fault: string) => raw('GET', '/contractors', undefined, { 'sandbox-fault': fault });
  const create = (fault: string, headers: object = {}) =>
    raw('POST', '/contractors', contractorFields(), { 'sandbox-fault': fault, ...headers });

  test.each([
    ['error', 500, 'general_error'],
    ['error; status=503', 503, 'general_error'],
    ['error;status=404 ; error_code="resource_not_found"', 404, 'resource_not_found'],
    ['error; error_code=auth_token_expired', 401, 'auth_token_expired'],
    ['rate_limit', 429, 'general_error'],
    ['latency; ms=1, error; status=504', 504, 'general_error'],
  ])('%s', async (header, status, code) => {
    const answer = await get(header);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ error_code: code });
    expect((await raw('GET', '/contractors')).status).toBe(200);
  });

  test('the other kinds too', async () => {
    expect(await get('drop')).toMatchObject({ status: 0, broken: expect.any(String) });
    expect(await get('truncated')).toMatchObject({ status: 200, text: '[', broken: expect.any(String) });
    expect(await get('empty')).toMatchObject({ status: 200, text: '' });
    expect(await get('html; status=502')).toMatchObject({
      status: 502,
      text: expect.stringContaining('<html>'),
    });
    expect(await get('latency; ms=1')).toMatchObject({ status: 200, text: '[]' });
    expect((await get('rate_limit; retry_after=30')).headers['retry-after']).toBe('30');
  });

  test('before, after and inside the call, in the place of what is set for all', async () => {
    await set({ fault: 'error', status: 500, operation: 'createContractor' });
    await create('error; status=503');
    expect(await contractors()).toBe(0);
    await create('error; status=503; when=after');
    expect(await contractors()).toBe(1);
    const key = withKey('inside');
    expect((await create('error; when=inside', key)).status).toBe(500);
    expect(await contractors()).toBe(1);
    expect((await create('latency; ms=0', key)).status).toBe(400);
  });

  test.each([
    ['', 'Must be one of: latency'],
    ['explode', 'Must be one of: latency'],
    ['error; status=302', 'status: Must be the status of an error'],
    ['error; status', '"status" is no setting'],
    ['error; colour=red', 'no setting colour of error'],
    ['error; operation=createQuote', 'operation has no place in it'],
    ['rate_limit; calls=3', 'calls has no place in it'],
    ['rate_limit; when=after', 'no setting when of rate_limit'],
    ['latency', 'ms: Must be a whole number of milliseconds'],
    ['html, nothing', 'Must be one of: latency'],
  ])('a wrong one is refused with the reason: %j', async (header, reason) => {
    const answer = await create(header);
    expect(answer.status).toBe(400);
    expect((JSON.parse(answer.text) as { message: string }).message).toContain(reason);
    expect(answer.text).toContain('e.g. \\"error; status=503; when=after\\"');
    expect(await contractors()).toBe(0);
  });
});
