import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { contractorFields } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}
interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Sends what `fetch` would put right: the address as it stands, and no header that was not asked for. */
function raw(where: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Got> {
  const { hostname, port } = new URL(sandbox.url);
  const key = { authorization: `Bearer ${sandbox.apiKey}` };
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: where, method, headers: { ...key, ...headers } };
    const request = http.request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

function expectDocumented({ status, headers, text }: Got, wanted: number, code: string): void {
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(headers['request-id']).toMatch(/^req_\w{14}$/);
  const body = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(body).sort()).toEqual(['error_code', 'message']);
  expect([status, body['error_code']]).toEqual([wanted, code]);
  expect(text).not.toMatch(/<[/!]|node_modules|\.[jt]s:\d/);
}

const api = '/api/v1';
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const headed = (headers: string) => `--x\r\n${headers}\r\n\r\nb\r\n--x--`;
const big = 'x'.repeat(1_100_000);
const valid = () => JSON.stringify(contractorFields());

describe('an address that is nowhere', () => {
  test.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'by %s',
    async (method) => {
      expectDocumented(await raw(`${api}/nothing`, { method }), 404, 'resource_not_found');
    },
  );
  test.each([
    ['PATCH', '/contractors/cn_1234567890'],
    ['DELETE', '/contractors'],
    ['PUT', '/contractors'],
    ['POST', '/contractors/cn_1234567890'],
    ['POST', '/events'],
    ['PUT', '/files/certificates/ci_1234567890'],
    ['POST', '/category_codes'],
    ['GET', '/category_codes/jc_MTqpkbkp6G'],
    ['GET', '/apply/sessions/ias_1/expire'],
    ['GET', ''],
    ['GET', '//contractors'],
    ['GET', '/contractors/a/b/c'],
    ['GET', '/contractors/..%2f..%2fentities'],
    ['GET', '/contractors/%00'],
  ])('%s %s', async (method, where) => {
    expectDocumented(await raw(api + where, { method }), 404, 'resource_not_found');
  });
  test.each(['/contractors/%', '/contractors/%zz', '/contractors/%E0%A4%A', '/jobs/%ff', '/%c0%af'])(
    'with broken percent-encoding: %s',
    async (where) => {
      expectDocumented(await raw(api + where), 400, 'bad_request');
    },
  );
  test.each(['/api/v2/contractors', '/api', '/api/%zz', '/v1/contractors', '/%zz'])(
    'beside the API: %s',
    async (where) => {
      expectDocumented(await raw(where), 404, 'resource_not_found');
    },
  );
});

describe('OPTIONS', () => {
  const ask = (where: string, headers: Record<string, string> = {}) =>
    raw(where, { method: 'OPTIONS', headers: { authorization: '', ...headers } });
  const preflight = {
    origin: 'https://elsewhere.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization, content-type',
  };
  const grants = ({ headers }: Got) =>
    Object.keys(headers).filter((name) => name.startsWith('access-control'));

  test.each([
    ['/contractors', 'OPTIONS, HEAD, GET, POST'],
    ['/contractors/cn_1234567890', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['/assignments/cancel', 'OPTIONS, HEAD, POST, GET, PUT, DELETE'],
    ['/apply/sessions/ias_1/expire', 'OPTIONS, POST'],
  ])('tells without a key what %s takes, and lets no page of another origin go on', async (where, allow) => {
    const answer = await ask(api + where, preflight);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.allow?.split(', ').sort()).toEqual(allow.split(', ').sort());
    expect(grants(answer)).toEqual([]);
    const call = await raw(api + '/contractors', { headers: preflight });
    expect([call.status, grants(call)]).toEqual([200, []]);
  });

  test('is refused at the control API for pages of other origins', async () => {
    for (const where of ['/_sandbox/export', '/_sandbox/clock']) {
      const answer = await ask(where, preflight);
      expect([answer.status, grants(answer)]).toEqual([403, []]);
      expect(grants(await raw(where, { headers: preflight }))).toEqual([]);
    }
  });
});

describe('HEAD', () => {
  test('is answered like GET, without the body', async () => {
    const found = await raw(`${api}/contractors`, { method: 'HEAD' });
    expect([found.status, found.text]).toEqual([200, '']);
    const lost = await raw(`${api}/contractors/cn_1234567890`, { method: 'HEAD' });
    expect([lost.status, lost.text]).toEqual([404, '']);
    for (const { headers } of [found, lost]) {
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['request-id']).toBeTruthy();
    }
  });
});

describe('a body that cannot be read', () => {
  test.each<[string, Record<string, string>, string | Buffer, string]>([
    ['an open brace', json, '{', 'bad_request'],
    ['a word', json, 'nothing', 'bad_request'],
    ['two values', json, '{} {}', 'bad_request'],
    ['a byte order mark in the middle', json, '{"a":\ufeff1x}', 'bad_request'],
    ['null', json, 'null', 'invalid_input'],
    ['a list', json, '[]', 'bad_request'],
    ['a text', json, '"text"', 'bad_request'],
    ['a number', json, '1', 'bad_request'],
    ['nothing, as JSON', json, '', 'invalid_input'],
    ['bytes that are not UTF-8', json, Buffer.from([0x7b, 0xff, 0xfe]), 'bad_request'],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, valid(), 'bad_request'],
    ['an unknown charset', { 'content-type': 'application/json; charset=x' }, valid(), 'bad_request'],
    ['no content type', {}, valid(), 'bad_request'],
    ['plain text', { 'content-type': 'text/plain' }, valid(), 'bad_request'],
    ['XML', { 'content-type': 'application/xml' }, '<a/>', 'bad_request'],
    ['a content type that is none', { 'content-type': 'json' }, valid(), 'bad_request'],
    ['a broken content type', { 'content-type': ';;;' }, valid(), 'bad_request'],
    ['an unknown encoding', { ...json, 'content-encoding': 'zip' }, valid(), 'bad_request'],
    ['an encoding it does not have', { ...json, 'content-encoding': 'gzip' }, valid(), 'bad_request'],
    [
      'half of an encoding',
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(valid()).subarray(0, 40),
      'bad_request',
    ],
    [
      'a small one that unfolds to a large one',
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(`{"a":"${big}"}`),
      'bad_request',
    ],
    ['too large JSON', json, `{"a":"${big}"}`, 'bad_request'],
    [
      'too large JSON of unknown length',
      { ...json, 'transfer-encoding': 'chunked' },
      `{"a":"${big}"}`,
      'bad_request',
    ],
    ['a too large form', form, `a=${big}`, 'bad_request'],
    ['a form of too many fields', form, 'a=1&'.repeat(1001), 'bad_request'],
    ['a form nested too deeply', form, `a${'[b]'.repeat(100)}=1`, 'bad_request'],
    ['a form with broken percent-encoding', form, 'email=%zz&first_name=%', 'invalid_input'],
    ['a too large multipart field', multipart, `${part('a', big)}--x--`, 'bad_request'],
    [
      'multipart fields too large together',
      multipart,
      `${part('a', big.slice(0, 600_000)).repeat(2)}--x--`,
      'bad_request',
    ],
    ['too many multipart fields', multipart, `${part('a', '1').repeat(1001)}--x--`, 'bad_request'],
    ['multipart nested too deeply', multipart, `${part(`a${'[b]'.repeat(100)}`, '1')}--x--`, 'bad_request'],
    ['multipart without a boundary', { 'content-type': 'multipart/form-data' }, 'x', 'bad_request'],
    ['multipart with another boundary', multipart, '--y\r\n\r\nz\r\n--y--', 'bad_request'],
    ['multipart that breaks off', multipart, part('a', '1').slice(0, 30), 'bad_request'],
    ['another multipart', { 'content-type': 'multipart/mixed; boundary=x' }, '--x--', 'bad_request'],
    ['a part without a name', multipart, headed('Content-Disposition: form-data'), 'bad_request'],
    ['a part with an empty name', multipart, headed('Content-Disposition: form-data; name='), 'bad_request'],
    [
      'a file without a name',
      multipart,
      headed('Content-Disposition: form-data; filename="a"'),
      'bad_request',
    ],
    [
      'a part that is no field',
      multipart,
      headed('Content-Disposition: attachment; name="a"'),
      'bad_request',
    ],
    ['a part without headers', multipart, '--x\r\n\r\nb\r\n--x--', 'bad_request'],
    ['a part with broken headers', multipart, headed('nothing\rhere'), 'bad_request'],
    ['a part with endless headers', multipart, headed(`a: ${'b'.repeat(20_000)}`), 'bad_request'],
    [
      'a file name in a broken encoding',
      multipart,
      headed(`Content-Disposition: form-data; name="a"; filename*=utf-8''%ff`),
      'bad_request',
    ],
    [
      'a part that is not UTF-8',
      multipart,
      Buffer.from(`${part('a', 'b\xff')}--x--`, 'latin1'),
      'bad_request',
    ],
    ['nothing, as multipart', multipart, '--x--', 'invalid_input'],
    [
      'a part with a charset that has no value',
      multipart,
      headed('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset'),
      'invalid_input',
    ],
  ])('%s', async (_name, headers, body, code) => {
    const length = headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const got = await raw(`${api}/contractors`, { method: 'POST', headers: { ...length, ...headers }, body });
    expectDocumented(got, 400, code);
  });

  test.each(['utf-8', 'identity', 'UTF8, identity'])('is not one labelled as it is: %s', async (label) => {
    const headers = { ...json, 'content-encoding': label };
    const got = await raw(`${api}/contractors`, { method: 'POST', headers, body: valid() });
    expect(got.status).toBe(201);
  });

  test('is not one that is merely packed', async () => {
    const headers = { ...json, 'content-encoding': 'gzip' };
    const got = await raw(`${api}/contractors`, { method: 'POST', headers, body: gzipSync(valid()) });
    expect(got.status).toBe(201);
  });
});

test.each([
  'limit=%zz',

  'limit=1&limit=2',
  'limit=',
  'starting_after=%00',
  'email[a]=b&limit=0',
  `limit=${'1'.repeat(5000)}`,
])('the query %s is refused by name', async (query) => {
  expectDocumented(await raw(`${api}/contractors?${query}`), 400, 'invalid_input');
});

describe('an Authorization header', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['nothing', ''],
    ['a scheme alone', 'Bearer'],
    ['a scheme and a space', 'Basic '],
    ['a scheme nobody knows', 'Digest t9k_test_abc'],
    ['base64 that is none', 'Basic ***'],
    ['base64 of nothing', `Basic ${base64(':')}`],
    ['the key as password', `Basic ${base64(':t9k_test_abc')}`],
    ['a key with a line in it', `Basic ${base64('t9k_test_a\nb:')}`],
    ['two keys', 'Bearer t9k_test_a t9k_test_b'],
    ['a key of another kind', 'Bearer sk_test_abc'],
    ['a beginning alone', 'Bearer t9k_test_'],
    ['something long', `Bearer ${'x'.repeat(10_000)}`],
    ['markup', 'Bearer <script>alert(1)</script>'],
  ])('%s', async (_name, authorization) => {
    for (const where of ['/contractors', '/nothing', '/contractors/%zz'])
      expectDocumented(await raw(api + where, { headers: { authorization } }), 401, 'invalid_api_key');
  });

  test('is asked for before the body is looked at', async () => {
    const sent = { method: 'POST', headers: { ...json, authorization: '' }, body: '{' };
    expectDocumented(await raw(`${api}/contractors`, sent), 401, 'invalid_api_key');
  });
});
