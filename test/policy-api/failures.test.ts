import { once } from 'node:events';
import net from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ApiCall } from '../../src/policy-api/calls';
import { isRetryable } from '../../src/policy-api/error-catalog';
import { apiErrorOf } from './support/errors';
import { FakeApi } from './support/fake-api';

const job = { id: 'jb_1', name: 'Technician' };
const quote = { contractor: 'cn_1', job: 'jb_1', coverage_type: ['general'] };

describe('a failed call', () => {
  let fake: FakeApi;
  beforeEach(async () => {
    fake = await FakeApi.start();
  });
  afterEach(() => fake.stop());

  it('becomes an error with code, message, request id, method and path', async () => {
    const body = {
      error_code: 'contract_has_matching_policy',
      message: 'Contractor already has a matching policy on file',
    };
    fake.json(400, body, { 'request-id': 'req_7' });
    const error = await apiErrorOf(fake.client().createQuote(quote, 'k'));
    expect({ ...error, message: error.message }).toEqual({
      name: 'PolicyApiError',
      kind: 'answer',
      status: 400,
      code: 'contractor_has_matching_policy',
      message: 'Contractor already has a matching policy on file',
      fields: {},
      requestId: 'req_7',
      method: 'POST',
      path: '/api/v1/quotes',
      retryAfterSeconds: null,
      origin: fake.origin,
      fault: null,
    });
    expect(fake.received).toHaveLength(1);
  });

  it.each([429, 500, 502, 503, 504])(
    'is sent again after %i, with the same idempotency key',
    async (status) => {
      fake.json(status, {}).json(status, {}).json(201, { id: 'qt_1' });
      await expect(fake.client().createQuote(quote, 'key-9')).resolves.toMatchObject({ id: 'qt_1' });
      expect(fake.received.map(({ headers }) => headers['ten99policy-idempotent-key'])).toEqual(
        Array(3).fill('key-9'),
      );
      expect(fake.waits).toEqual([125, 250]);
    },
  );

  it('is given up after the last retry, with the back-off bounded', async () => {
    fake.json(503, { message: 'Down.' });
    const error = await apiErrorOf(fake.client({ maxRetries: 5 }).getJob('jb_1'));
    expect(error).toMatchObject({ status: 503, message: 'Down.', method: 'GET' });
    expect(fake.waits).toEqual([125, 250, 500, 1000, 1000]);
    expect(fake.received).toHaveLength(6);
  });

  it.each([400, 401, 403, 404, 422])('is not sent again after %i', async (status) => {
    fake.json(status, { error_code: 'bad_request', message: 'No.' });
    expect((await apiErrorOf(fake.client().getJob('jb_1'))).status).toBe(status);
    expect(fake.received).toHaveLength(1);
  });

  it('is not sent again for PUT, DELETE, and POST without a key', async () => {
    fake.json(500, {});
    const client = fake.client();
    await apiErrorOf(client.updateJob('jb_1', { wage: 200 }));
    await apiErrorOf(client.deleteJob('jb_1'));
    await apiErrorOf(client.expireApplicationSession('ias_1'));
    expect(fake.received).toHaveLength(3);
    await apiErrorOf(client.expireApplicationSession('ias_1', 'k'));
    expect(fake.received).toHaveLength(6);
  });

  it('is sent again after a 409 without a code on a POST only', async () => {
    fake
      .json(409, { message: 'Busy.' })
      .json(201, { id: 'qt_1' })
      .json(409, { error_code: 'duplicate_email' });
    const client = fake.client();
    await client.createQuote(quote, 'k');
    expect(fake.received).toHaveLength(2);
    await apiErrorOf(client.createQuote(quote, 'k'));
    await apiErrorOf(client.getQuote('qt_1'));
    expect(fake.received).toHaveLength(4);
  });

  it.each([
    ['3', 3000],
    ['0', 0],
    ['Wed, 22 Nov 2023 10:00:07 GMT', 7000],
    ['Wed, 22 Nov 2023 09:00:00 GMT', 0],
    ['soon', 125],
  ])('waits as long as Retry-After: %s says', async (value, waited) => {
    fake.json(429, {}, { 'retry-after': value }).json(200, job);
    await fake.client({ now: () => Date.UTC(2023, 10, 22, 10, 0, 0) }).getJob('jb_1');
    expect(fake.waits).toEqual([waited]);
  });

  it('is given up at once when Retry-After asks for more than 20 seconds', async () => {
    fake.json(429, { message: 'Slow down.' }, { 'retry-after': '21' });
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({ status: 429, retryAfterSeconds: 21 });
    expect(fake.waits).toEqual([]);
  });

  it('times out when no answer comes, and is not sent again: the time is for all attempts', async () => {
    fake.answer(() => undefined).json(200, job);
    const calls: ApiCall[] = [];
    const client = fake.client({ timeoutMs: 60, onCall: (call) => calls.push(call) });
    const error = await apiErrorOf(client.getJob('jb_1'));
    expect(error.message).toBe('The API did not answer within 0.06 seconds.');
    expect(calls).toMatchObject([{ status: null, error: error.message }]);
    expect(isRetryable(error)).toBe(true);
  });

  it('has for its repeats what the attempts before left of the time', async () => {
    fake.json(503, {}).answer(() => undefined);
    const error = await apiErrorOf(fake.client({ timeoutMs: 1500 }).getJob('jb_1'));
    expect(error.message).toMatch(/did not answer within [\d.]+ seconds?\./);
    expect(fake.received).toHaveLength(2);
  });

  it('has a part of the time that all calls of a page have', async () => {
    fake.answer(() => undefined);
    const client = fake.client({ timeoutMs: 5000 }).within(1100);
    const first = await apiErrorOf(client.getJob('jb_1'));
    expect(first.message).toBe('The API did not answer within 1.1 seconds.');
    // Made all the same, with a little time of its own.
    const second = await apiErrorOf(client.createQuote(quote, 'k'));
    expect(second.message).toBe('The API did not answer within 1 second.');
    expect(fake.received).toHaveLength(2);
  });

  it('times out when an answer drips', async () => {
    let dripping: NodeJS.Timeout | undefined;
    fake.answer((_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      dripping = setInterval(() => res.write(' '), 10);
    });
    const error = await apiErrorOf(fake.client({ timeoutMs: 120, maxRetries: 0 }).getJob('jb_1'));
    clearInterval(dripping);
    expect(error).toMatchObject({ kind: 'timeout', status: null, code: null, path: '/api/v1/jobs/jb_1' });
    expect(isRetryable(error)).toBe(true);
  });

  it('times out when a TLS connection is never finished', async () => {
    const silent = net.createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as net.AddressInfo;
    const sockets: net.Socket[] = [];
    silent.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
    const client = fake.client({ baseUrl: `https://127.0.0.1:${port}`, timeoutMs: 200, maxRetries: 0 });
    const error = await apiErrorOf(client.getJob('jb_1'));
    expect(error).toMatchObject({
      kind: 'timeout',
      message: 'The API did not accept a connection within 0.1 seconds.',
    });
    sockets.forEach((socket) => socket.destroy());
    silent.close();
  });

  it('is sent again after the connection was reset', async () => {
    fake.answer((_req, _res, socket) => socket.resetAndDestroy()).json(201, { id: 'qt_1' });
    await expect(fake.client().createQuote(quote, 'k')).resolves.toMatchObject({ id: 'qt_1' });
    expect(fake.received).toHaveLength(2);
  });

  it('says so when the connection is reset every time', async () => {
    fake.answer((_req, _res, socket) => socket.resetAndDestroy());
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'network', status: null });
    expect(error.message).toContain('the connection was cut');
    expect(fake.received).toHaveLength(3);
  });

  it('says so when nothing listens', async () => {
    const other = await FakeApi.start();
    const baseUrl = other.origin;
    await other.stop();
    const error = await apiErrorOf(fake.client({ baseUrl }).getJob('jb_1'));
    expect(error.message).toBe(
      'The API could not be reached: nothing listens at that address (ECONNREFUSED).',
    );
  });

  it('says so when the answer is cut in the middle, and sends again', async () => {
    fake.answer((_req, res, socket) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      res.write('{"id": "jb_1"', () => socket.destroy());
    });
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({
      kind: 'network',
      message: 'The connection to the API was cut in the middle of its answer.',
    });
    expect(fake.received).toHaveLength(3);
  });

  it('does not read an endless answer, nor ask for it again', async () => {
    fake.answer((_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(256 * 1024, 'x');
      const more = (): void => {
        while (!res.destroyed && res.write(chunk));
      };
      res.on('drain', more);
      more();
    });
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'invalid_answer' });
    expect(error.message).toContain('longer than 5 MB');
    expect(fake.received).toHaveLength(1);
  });

  const BOMB = Buffer.alloc(6 * 1024 * 1024, ' ');
  it.each([
    ['gzip', gzipSync(BOMB)],
    ['br', brotliCompressSync(BOMB)],
  ])('does not unpack an endless answer (%s)', async (encoding, body) => {
    fake.answer((_req, res) => res.writeHead(200, { 'content-encoding': encoding }).end(body));
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'invalid_answer' });
    expect(error.message).toContain('longer than 5 MB');
    expect(fake.received).toHaveLength(1);
  });

  it('says so when a packed answer ends in the middle, and asks again', async () => {
    const half = gzipSync(JSON.stringify(job)).subarray(0, 40);
    fake.answer((_req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(half));
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'network' });
    expect(error.message).toBe('The exchange with the API failed (Z_BUF_ERROR).');
    expect(fake.received).toHaveLength(3);
  });

  it('never repeats an HTML page', async () => {
    const html = '<html><body>Bad gateway <script>alert(1)</script></body></html>';
    fake.text(502, html, { 'content-type': 'text/html; charset=utf-8' });
    const calls: ApiCall[] = [];
    const error = await apiErrorOf(fake.client({ onCall: (call) => calls.push(call) }).getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'answer', status: 502, code: null });
    expect(error.message).toBe('The API answered 502 with text/html instead of JSON.');
    expect(calls[0]?.responseBody).toBe('(not JSON: text/html, 63 bytes)');
  });

  it('takes a short plain text as the message', async () => {
    fake.text(403, 'Forbidden for this key', { 'content-type': 'text/plain' });
    expect((await apiErrorOf(fake.client().getJob('jb_1'))).message).toBe('Forbidden for this key');
  });

  it('has a message when the answer has no body', async () => {
    fake.text(404, '');
    expect((await apiErrorOf(fake.client().getJob('jb_1'))).message).toBe(
      'The API answered 404 without a message.',
    );
  });

  it('does not follow a redirect with the key in hand', async () => {
    fake.text(302, '', { location: `${fake.origin}/elsewhere` });
    const error = await apiErrorOf(fake.client().getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'answer', status: 302 });
    expect(fake.received).toHaveLength(1);
  });

  it.each([
    ['a page', '<html></html>', 'The API answered 200 with text/html instead of JSON.'],
    ['nothing', '', 'The API’s answer is not a usable job: it has no id.'],
    ['null', 'null', 'The API’s answer is not a usable job: it has no id.'],
    ['an object without an id', '{"name":"x"}', 'The API’s answer is not a usable job: it has no id.'],
    ['a list', '[{"id":"jb_1"}]', 'The API’s answer is not a usable job: it has no id.'],
  ])('is an invalid answer when 200 comes with %s', async (_what, body, message) => {
    fake.text(200, body, { 'content-type': 'text/html', 'request-id': 'req_3' });
    const calls: ApiCall[] = [];
    const error = await apiErrorOf(fake.client({ onCall: (call) => calls.push(call) }).getJob('jb_1'));
    expect(error).toMatchObject({ kind: 'invalid_answer', status: 200, requestId: 'req_3', message });
    expect(calls).toMatchObject([{ status: 200, error: message }]);
    expect(isRetryable(error)).toBe(false);
  });

  it('is an invalid answer when a list is none, or holds something else', async () => {
    fake
      .json(200, { objects: [] })
      .json(200, [{ id: 'jb_1' }, 'jb_2'])
      .json(200, [{ name: 'x' }]);
    const client = fake.client();
    expect((await apiErrorOf(client.listJobs())).message).toContain('list');
    expect((await apiErrorOf(client.listJobs())).message).toContain('job');
    expect((await apiErrorOf(client.listCategoryCodes())).message).toContain('category_code');
  });

  it('takes an empty answer to a DELETE for success', async () => {
    fake.text(204, '');
    await expect(fake.client().deleteJob('jb_1')).resolves.toEqual({
      id: 'jb_1',
      deleted: true,
      deleted_at: null,
    });
  });
});
