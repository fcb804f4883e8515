/** What the routes share: a request of Node is read, and an answer written. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import {
  answerDelivery,
  nodeWebhook,
  pathOf,
  readDelivery,
  send,
  type WebhookRequest,
} from '../../src/webhooks/node';
import { expressWebhook } from '../../src/webhooks/express';
import { fastifyWebhook } from '../../src/webhooks/fastify';
import { strayDeliveries, webhookRoutes } from '../../src/webhooks/routes';
import { timestamped } from '../../src/webhooks/schemes/timestamped';

const MOST = 256 * 1024;

/** A request as far as it is read. */
function aRequest(body: Buffer | Readable, more: object = {}): WebhookRequest {
  const stream = body instanceof Readable ? body : Readable.from([body]);
  const request = { method: 'POST', headers: {}, socket: { remoteAddress: '192.0.2.1' } };
  return Object.assign(stream, request, more) as unknown as WebhookRequest;
}

/** A response, and what was written. */
function aResponse(headersSent = false) {
  const written: { status?: number; headers?: object; text?: string } = {};
  let finish = () => {};
  const ended = new Promise<void>((resolve) => (finish = resolve));
  const response = {
    headersSent,
    writeHead(status: number, headers?: object) {
      Object.assign(written, { status, headers });
      return response;
    },
    end(text?: string) {
      Object.assign(written, { text });
      finish();
    },
  };
  return { response: response as unknown as ServerResponse, written, ended };
}

describe('a delivery in a request', () => {
  it('has its method, its headers, its bytes, and the address it comes from', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    expect(await readDelivery(aRequest(bytes, { headers: { a: 'b' } }))).toEqual({
      method: 'POST',
      headers: { a: 'b' },
      rawBody: bytes,
      from: '192.0.2.1',
    });
    expect(await readDelivery(aRequest(bytes, { method: undefined, ip: '198.51.100.1' }))).toMatchObject({
      method: '',
      from: '198.51.100.1',
    });
  });

  const bodyOf = async (request: WebhookRequest) => (await readDelivery(request)).rawBody;

  it('has 256 KiB at most', async () => {
    for (const headers of [{}, { 'content-length': String(MOST) }]) {
      expect(await bodyOf(aRequest(Buffer.alloc(MOST), { headers }))).toHaveLength(MOST);
    }
    const more = Buffer.alloc(MOST + 1);
    for (const headers of [{}, { 'content-length': String(MOST + 1) }]) {
      expect(await bodyOf(aRequest(more, { headers }))).toBe('too_large');
    }
  });

  it('cannot be read when it ends too early, or breaks off', async () => {
    const headers = { 'content-length': '5' };
    expect(await bodyOf(aRequest(Buffer.from('ab'), { headers }))).toBe('unreadable');
    const broken = new Readable({ read: () => void broken.destroy(new Error('reset')) });
    expect(await bodyOf(aRequest(broken))).toBe('unreadable');
  });

  it('leaves nothing of what is too large in the way of the next', async () => {
    const request = aRequest(Readable.from([Buffer.alloc(MOST), Buffer.alloc(MOST), Buffer.alloc(MOST)]));
    expect(await bodyOf(request)).toBe('too_large');
    await once(request, 'end');
  });

  it.each(['rawBody', 'body'])('has the bytes that the platform keeps as %s', async (name) => {
    const kept = Buffer.from('kept');
    const taken = aRequest(Buffer.from('other'), { [name]: kept });
    expect(await bodyOf(taken)).toBe(kept);
    expect(await bodyOf(aRequest(kept, { [name]: Buffer.alloc(MOST) }))).toHaveLength(MOST);
    expect(await bodyOf(aRequest(kept, { [name]: Buffer.alloc(MOST + 1) }))).toBe('too_large');
    expect(await bodyOf(aRequest(kept, { [name]: 'text' }))).toEqual(kept);
  });

  it('is gone when a parser took it, in part or whole', async () => {
    const half = aRequest(Readable.from([Buffer.from('a'), Buffer.from('b')], { objectMode: false }));
    await once(half, 'readable');
    (half as unknown as Readable).read(1);
    expect(await bodyOf(half)).toBe('parsed_before');
    const ended = { readableEnded: true, readableDidRead: false, ip: 'x', headers: {} };
    expect(await bodyOf(ended as unknown as WebhookRequest)).toBe('parsed_before');
  });
});

describe('an answer', () => {
  const answer = { status: 401, headers: { 'Cache-Control': 'no-store' }, body: { error: 'naïve' } };

  it('is JSON, with its length in bytes', () => {
    const { response, written } = aResponse();
    send(response, answer);
    expect(written).toEqual({
      status: 401,
      headers: {
        'Cache-Control': 'no-store',
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': 18,
      },
      text: '{"error":"naïve"}',
    });
  });

  it('is not given where the host has given one', () => {
    const { response, written } = aResponse(true);
    send(response, answer);
    expect(written).toEqual({});
  });

  it.each([
    [false, { status: 500, headers: undefined, text: undefined }],
    [true, {}],
  ])('is 500 when nothing else can be said, unless one was given: %s', async (given, expected) => {
    const { response, written } = aResponse(given);
    const fail = () => {
      throw new Error('no room for the log');
    };
    const options = { secrets: [], schemes: [], record: () => Promise.resolve('new' as const) };
    const logger = { info: fail, warn: fail, error: fail };
    await answerDelivery(aRequest(Buffer.from('{}')), response, { ...options, logger });
    expect(written).toEqual(expected);
  });
});

describe('the path of a request', () => {
  it.each([
    ['/hooks', '/hooks'],
    ['/hooks?a=b?c', '/hooks'],
    ['?a', ''],
    [undefined, '/'],
  ])('of %s is %s', (url, path) => {
    expect(pathOf({ url } as IncomingMessage)).toBe(path);
  });
});

describe('a route', () => {
  const options = {
    secrets: ['whsec_of_the_tests'],
    schemes: [timestamped()],
    record: () => Promise.resolve('new' as const),
  };
  const at = (url: string) => aRequest(Buffer.from('{}'), { url });

  it.each([
    ['/hooks?from=tunnel', true],
    ['/hooks/', false],
    ['/HOOKS', false],
    ['/', false],
  ])('answers its path to the letter, and other paths are not its own: %s', async (url, own) => {
    const node = aResponse();
    nodeWebhook({ ...options, path: '/hooks' })(at(url), node.response);
    const [other, next] = [aResponse(), jest.fn()];
    expressWebhook({ ...options, path: '/hooks' })(at(url), other.response, next);
    await Promise.all([node.ended, own ? other.ended : null]);
    expect([node.written.status, other.written.status]).toEqual(own ? [401, 401] : [404, undefined]);
    expect(next).toHaveBeenCalledTimes(own ? 0 : 1);
  });

  it('answers whatever comes when it has no path', async () => {
    const [node, other, next] = [aResponse(), aResponse(), jest.fn()];
    nodeWebhook(options)(at('/anything'), node.response);
    expressWebhook(options)(at('/anything'), other.response, next);
    await Promise.all([node.ended, other.ended]);
    expect([node.written.status, other.written.status, next.mock.calls]).toEqual([401, 401, []]);
  });

  it('of Fastify answers before any parser, at its path or at the root', async () => {
    const routes: { path: string; hook: (request: object, reply: object) => Promise<unknown> }[] = [];
    const app = {
      all: (path: string, { onRequest }: { onRequest: unknown }, handler: () => void) => {
        routes.push({ path, hook: onRequest as (typeof routes)[0]['hook'] });
        expect(handler()).toBeUndefined();
      },
    };
    const done = jest.fn();
    fastifyWebhook({ ...options, path: '/hooks' })(app, {}, done);
    fastifyWebhook(options)(app, {}, done);
    expect(routes.map(({ path }) => path)).toEqual(['/hooks', '/']);
    expect(done).toHaveBeenCalledTimes(2);
    const said: unknown[] = [];
    const say = (...parts: unknown[]) => {
      said.push(...parts);
      return reply;
    };
    const reply = { code: say, headers: say, send: say };
    expect(await routes[0]!.hook({ raw: at('/hooks'), ip: '192.0.2.1' }, reply)).toBe(reply);
    expect(said).toEqual([
      401,
      { 'Cache-Control': 'no-store' },
      expect.objectContaining({ error: 'signature_missing' }),
    ]);
  });

  it('of Fastify counts a delivery for the address that Fastify names', async () => {
    const confirm = jest.fn(() => Promise.resolve({ outcome: 'unknown' as const }));
    const all = jest.fn<
      void,
      [string, { onRequest: (request: object, reply: object) => Promise<unknown> }]
    >();
    fastifyWebhook({ ...options, verify: 'api', confirm })({ all }, {}, jest.fn());
    const reply = { code: () => reply, headers: () => reply, send: () => reply };
    const raw = aRequest(Buffer.from('{"type":"policy.active"}'));
    await all.mock.calls[0]![1].onRequest({ raw, ip: '198.51.100.1' }, reply);
    expect(confirm).toHaveBeenCalledWith(expect.anything(), '198.51.100.1');
  });

  describe('of the app', () => {
    const lines: unknown[] = [];
    const note = (...parts: unknown[]) => void lines.push(parts);
    const logger = { info: note, warn: note, error: note, fatal: note, child: note };
    const route = webhookRoutes({ ...options, logger, here: '/sub/webhooks/1099policy' });
    const strays = strayDeliveries({ logger, here: '/sub/webhooks/1099policy' });
    const send = async (path: string, method = 'POST', handler = route) => {
      const [{ response, written, ended }, next] = [aResponse(), jest.fn()];
      const request = Object.assign(at(`${path}?a=b`), { method, path });
      void handler(request as unknown as Request, response as unknown as Response, next);
      if (next.mock.calls.length === 0) await ended;
      return { written, passedOn: next.mock.calls.length };
    };
    beforeEach(() => void lines.splice(0));

    it('answers at its path', async () => {
      expect((await send('/webhooks/1099policy')).written.status).toBe(401);
      expect((await send('/webhooks/1099policy', 'GET')).written.status).toBe(405);
    });

    it.each([
      ['//webhooks/1099policy', route],
      ['/WEBHOOK/1099-Policy//', route],
      ['/WEBHOOK', strays],
      ['/web-hooks/x', strays],
      ['/a/1099policy', strays],
      ['/1099-Policy/', strays],
      ['/web-hook', strays],
    ])('tells a delivery to %s the right path', async (path, handler) => {
      const { written, passedOn } = await send(path, 'POST', handler);
      expect([written.status, JSON.parse(written.text!), passedOn]).toEqual([
        404,
        {
          error: 'wrong_path',
          message: 'Send events to /sub/webhooks/1099policy. The path has to be exactly this.',
        },
        0,
      ]);
      expect(lines).toEqual([[{ path }, 'webhook delivery sent to a wrong path']]);
    });

    it.each([
      '/',
      '/mywebhooks',
      '/webhooksx',
      '/my1099policy',
      '/1099policy-docs',
      '/webhooked/1099policys',
    ])('has nothing to do with %s', async (path) => {
      expect(await send(path)).toEqual({ written: {}, passedOn: 1 });
      expect(await send(path, 'POST', strays)).toEqual({ written: {}, passedOn: 1 });
      expect(lines).toEqual([]);
    });

    it('leaves other methods to the pages', async () => {
      expect((await send('/webhooks//1099policy', 'GET')).passedOn).toBe(1);
      expect((await send('/webhooks', 'GET', strays)).passedOn).toBe(1);
    });

    it('logs no more of a path than tells it', async () => {
      await send(`/webhooks/${'x'.repeat(200)}`, 'POST', strays);
      expect(lines).toEqual([[{ path: `/webhooks/${'x'.repeat(90)}` }, expect.anything()]]);
    });
  });

  it.each([nodeWebhook, expressWebhook, fastifyWebhook])(
    'says at once what is wrong with its options: %p',
    (make) => {
      expect(() => make({ ...options, secrets: ['short'] }) as unknown).toThrow('at least 16 characters');
    },
  );
});
