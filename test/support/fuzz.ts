import fc from 'fast-check';
import { load } from 'cheerio/slim';
import http from 'node:http';
import net from 'node:net';

/**
 * How many requests a test of random requests sends, and the seed they are made from. `FUZZ_REQUESTS` asks for more
 * than a test run has time for, from a new seed each time; `FUZZ_SEED` brings one back. The seed is printed.
 */
export function fuzzing(name: string, share: number): { requests: number; seed: number } {
  const { FUZZ_REQUESTS, FUZZ_SEED } = process.env;
  const requests = Math.ceil(Number(FUZZ_REQUESTS ?? 400) * share);
  const seed = Number(FUZZ_SEED ?? (FUZZ_REQUESTS ? Date.now() % 2 ** 31 : 1));
  if (FUZZ_REQUESTS) process.stderr.write(`Fuzz of ${name}: ${requests} requests, FUZZ_SEED=${seed}\n`);
  return { requests, seed };
}

/** Sends random requests, some at once, and asks `check` of each group. Fails with the smallest group that fails. */
export async function fuzz<T>(
  { requests, seed }: { requests: number; seed: number },
  request: fc.Arbitrary<T>,
  check: (group: T[]) => Promise<void>,
): Promise<void> {
  const atOnce = 8;
  const group = fc.array(request, { minLength: atOnce, maxLength: atOnce });
  await fc.assert(fc.asyncProperty(group, check), { seed, numRuns: Math.ceil(requests / atOnce) });
}

/** A form of a page, as a browser would send it. */
export interface FormSeen {
  action: string;
  fields: [name: string, value: string][];
}

/** What a site is made of, for requests that get further than random ones. */
export interface Site {
  paths: string[];
  forms: FormSeen[];
}

/** Follows the links of a site from some of its pages, and collects its paths and forms, each kind of form once. */
export async function crawl(
  base: string,
  from: string[],
  headers: http.OutgoingHttpHeaders = {},
): Promise<Site> {
  const paths = [...from];
  const forms = new Map<string, FormSeen>();
  for (let at = 0; at < paths.length && at < 80; at += 1) {
    const path = paths[at] ?? '/';
    const { text } = await send(base, { method: 'GET', path, headers });
    const $ = load(text);
    const own = (href = '') => new URL(href, base + path);
    $('a[href]').each((_index, link) => {
      const { origin, pathname, search } = own($(link).attr('href'));
      if (origin === base && !paths.includes(pathname + search)) paths.push(pathname + search);
    });
    $('form[method=post]').each((_index, form) => {
      const { pathname, search } = own($(form).attr('action'));
      const fields = $(form)
        .serializeArray()
        .map(({ name, value }): [string, string] => [name, value]);
      forms.set(pathname.replaceAll(/[\w-]{20,}/g, '*') + fields.map(([name]) => name).join(), {
        action: pathname + search,
        fields,
      });
    });
  }
  return { paths, forms: [...forms.values()] };
}

export interface Sent {
  method: string;
  path: string;
  headers: http.OutgoingHttpHeaders;
  body?: string | Buffer;
}

export interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** One request, with whatever headers, and its answer as it is. An answer that breaks off has status 0. */
export function send(base: string, { method, path, headers, body }: Sent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(base, { method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('close', () =>
        resolve({
          status: answer.complete ? (answer.statusCode ?? 0) : 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.setTimeout(15_000, () => request.destroy(new Error(`No answer to ${method} ${path}`)));
    // A server may answer and close before it has read all of a body.
    request.on('error', (error: NodeJS.ErrnoException) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code ?? '')
        ? resolve({ status: 400, headers: {}, text: '' })
        : reject(error),
    );
    request.end(body);
  });
}

/** Bytes as they are on a connection of their own, and all that comes back until the server closes it. */
export function sendBytes(base: string, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    let back = '';
    const socket = net.connect(Number(port), hostname, () => socket.end(bytes));
    socket.on('data', (chunk) => (back += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(back));
  });
}

/** Text that has broken programs before. */
export const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed()),
  fc.constantFrom(
    ...['', ' ', '0', '-1', '1e400', '9007199254740993', 'NaN', 'null', '[]', '{}', 'true', '2026-02-30'],
    ...[
      '__proto__',
      'constructor',
      'toString',
      "' OR 1=1 --",
      '<script>alert(1)</script>',
      '../../etc/passwd',
    ],
    ...[
      '\u0000',
      '\r\nSet-Cookie: a=b',
      '\u202e\u2066',
      '😀'.repeat(300),
      'x'.repeat(12_000),
      '{{7*7}}<%= 7 %>',
    ],
  ),
);

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    fc.constantFrom(
      ...['accept', 'accept-language', 'cookie', 'origin', 'referer', 'host', 'range', 'if-none-match'],
      ...['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'sec-fetch-site', 'x-request-id'],
      ...['content-type', 'content-encoding', 'x-http-method-override', 'idempotency-key', 'last-event-id'],
    ),
    fc.oneof(
      fc.constantFrom(
        ...[
          '',
          '*/*',
          'a/b',
          'null',
          'https://elsewhere.example',
          'gzip',
          'text/event-stream',
          'multipart/form-data',
        ],
        ...[
          'application/json; charset=utf-7',
          'a=b; a=c',
          '::1, 10.0.0.1',
          'bytes=0-1,5-',
          '-1',
          'q'.repeat(4000),
        ],
      ),
      fc.string({ maxLength: 30 }),
    ),
  )
  .map(([name, value]) => ({ [name]: value }));

/** What goes into the URL: percent-encoded, or as it is where HTTP allows. */
const urlText = oddText.chain((text) =>
  fc.constantFrom(
    encodeURIComponent(text).slice(0, 3000),
    text.replaceAll(/[^!-~]|[#?]/g, '').slice(0, 3000),
  ),
);

function oddPath(paths: string[]): fc.Arbitrary<string> {
  const mutated = fc.tuple(fc.constantFrom(...paths), fc.nat(6), urlText).map(([path, nat, text]) => {
    const parts = path.slice(1).split('/');
    parts[nat % parts.length] = text;
    return `/${parts.join('/')}`;
  });
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...paths) }, { weight: 1, arbitrary: mutated });
}

function oddQuery(names: string[]): fc.Arbitrary<string> {
  const pair = fc.tuple(fc.oneof(fc.constantFrom(...names), urlText), urlText).map((both) => both.join('='));
  return fc.array(pair, { maxLength: 3 }).map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''));
}

/** A form of the site with some of its fields changed, left out or sent twice, in some encoding. */
function oddForm(forms: FormSeen[]): fc.Arbitrary<Omit<Sent, 'method'>> {
  const change = fc.tuple(fc.nat(), fc.constantFrom('set', 'drop', 'twice', 'nest'), oddText);
  return fc
    .tuple(
      fc.constantFrom(...forms),
      fc.array(change, { maxLength: 4 }),
      fc.constantFrom('form', 'form', 'form', 'form', 'json', 'multipart', 'text'),
    )
    .map(([{ action, fields }, changes, encoding]) => {
      const changed = [...fields];
      for (const [nat, how, text] of changes) {
        const at = nat % Math.max(changed.length, 1);
        const [name = text, value = ''] = changed[at] ?? [];
        if (name === '_csrf' && nat % 8 > 0) continue;
        if (how === 'set') changed[at] = [name, text];
        if (how === 'drop') changed.splice(at, 1);
        if (how === 'twice') changed.push([name, value]);
        if (how === 'nest') changed.push([`${name}[${text}]`, text]);
      }
      return { path: action, ...encoded(changed, encoding) };
    });
}

function encoded(fields: [string, string][], encoding: string): Pick<Sent, 'headers' | 'body'> {
  if (encoding === 'json')
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(fields)),
    };
  if (encoding === 'multipart') {
    const parts = fields.map(
      ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `${parts.join('')}--x--\r\n`,
    };
  }
  const type = encoding === 'form' ? 'application/x-www-form-urlencoded' : 'text/plain';
  return { headers: { 'content-type': type }, body: new URLSearchParams(fields).toString() };
}

const OTHERS = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'];

/** Requests made of what a site has: its pages with odd paths and queries, its forms with odd fields, odd headers. */
export function oddRequest(site: Site, headers: http.OutgoingHttpHeaders = {}): fc.Arbitrary<Sent> {
  const names = ['page', 'before', 'after', 'q', 'type', 'state', 'limit', 'status', 'category'];
  const page = fc
    .tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.constant('GET') },
        { weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
      ),
      oddPath(site.paths.map((path) => path.split('?')[0] ?? path)),
      oddQuery(names),
    )
    .map(([method, path, query]): Sent => ({ method, path: path + query, headers: {} }));
  const form = oddForm(site.forms).map((sent): Sent => ({ method: 'POST', ...sent }));
  return fc
    .tuple(fc.oneof(page, form), fc.option(oddHeaders, { freq: 4 }))
    .map(([sent, odd]) => ({ ...sent, headers: { ...headers, ...sent.headers, ...odd } }));
}

/** Bytes that are nearly HTTP. */
export const oddBytes = fc
  .tuple(
    fc.constantFrom(
      ...[
        'GET / HTTP/1.1\r\n',
        'POST /webhooks/1099policy HTTP/1.1\r\n',
        'GET /\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      ],
      ...[
        'GET http://[ HTTP/1.1\r\n',
        'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
        '\x16\x03\x01\x02\x00\x01\x00\x01\xfc',
        '',
      ],
    ),
    fc.array(
      fc.constantFrom(
        ...[
          'Host: a\r\n',
          'Content-Length: 5\r\n',
          'Content-Length: -1\r\n',
          'Transfer-Encoding: chunked\r\n',
        ],
        ...[
          'Transfer-Encoding: x\r\n',
          'Upgrade: websocket\r\nConnection: upgrade\r\n',
          'Expect: 100-continue\r\n',
        ],
        ...['a'.repeat(40_000), '\r\n', 'zz\r\n', '\x00'],
      ),
      { maxLength: 5 },
    ),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map(([start, lines, rest]) => Buffer.concat([Buffer.from(start + lines.join('')), rest]));

/** What is wrong with an answer, whatever was asked: a failure of the server, or words about its inside. */
export function unsound({ status, headers, text }: Got): string[] {
  const found: string[] = [];
  if (status < 200 || status >= 500) found.push(`status ${status}`);
  if (/\n\s+at .+:\d+:\d+|node_modules|\bSQLITE_|undefined|\[object Object\]/.test(text))
    found.push(`words ${text}`);
  if (text && /html/.test(headers['content-type'] ?? '') && !/<\/html>\s*$/.test(text)) found.push('cut off');
  return found;
}
