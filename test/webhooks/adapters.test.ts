import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import express from 'express';
import fastify from 'fastify';
import { checkReceiver } from '../../scripts/webhook-check/check';
import type { NewEvent } from '../../src/webhooks/event';
import { expressWebhook } from '../../src/webhooks/express';
import { fastifyWebhook } from '../../src/webhooks/fastify';
import { nodeWebhook, type WebhookRouteOptions } from '../../src/webhooks/node';
import { hmac } from '../../src/webhooks/schemes/hmac';
import type { SignatureScheme } from '../../src/webhooks/schemes/scheme';
import { standardWebhooks } from '../../src/webhooks/schemes/standard-webhooks';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { anEvent } from '../support/deliveries';
import { until } from '../support/harness';

const SECRETS = ['whsec_MDEyMzQ1Njc4OWFiY2RlZg==', 'whsec_ZmVkY2JhOTg3NjU0MzIxMA=='] as const;
const PATH = '/hooks/policy';

const stops: (() => unknown)[] = [];
afterAll(() => Promise.all(stops.map((stop) => stop())));

function eventsInMemory() {
  const kept = new Map<string, NewEvent>();
  return {
    kept,
    record: (event: NewEvent) => {
      const known = kept.has(event.key);
      kept.set(event.key, event);
      return Promise.resolve(known ? ('duplicate' as const) : ('new' as const));
    },
  };
}

async function listening(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;
}

/** A receiver of each kind, as its platform would mount it, beside other routes and parsers. */
const RECEIVERS: Record<string, (options: WebhookRouteOptions) => Promise<string>> = {
  Node: (options) => listening(nodeWebhook({ ...options, path: PATH })),
  Express: (options) => {
    const app = express();
    app.use(expressWebhook({ ...options, path: PATH }));
    app.use(express.json(), express.urlencoded());
    return listening(app);
  },
  'Express below a path': (options) => {
    const app = express();
    app.use(PATH, expressWebhook(options));
    return listening(app);
  },
  Fastify: async (options) => {
    const app = fastify();
    await app.register(fastifyWebhook({ ...options, path: PATH }));
    app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    stops.push(() => app.close());
    return `${address}${PATH}`;
  },
};

const KINDS = Object.entries(RECEIVERS);
const SCHEMES: SignatureScheme[] = [timestamped(), standardWebhooks(), hmac()];

const sendTo = async (
  url: string,
  { secret = SECRETS[0], body = JSON.stringify(anEvent()), ...more } = {},
) => {
  const headers = timestamped().sign(body, secret, Math.floor(Date.now() / 1000));
  const answer = await fetch(url, { method: 'POST', headers, body, ...more });
  return [answer.status, await answer.json().catch(() => null)] as [number, Record<string, unknown>];
};

describe('receivers of every kind', () => {
  const cases = KINDS.flatMap(([kind, start]) => SCHEMES.map((scheme) => ({ kind, start, scheme })));

  it('pass the twenty cases of webhook:check, with each scheme', async () => {
    const failed = await Promise.all(
      cases.map(async ({ kind, start, scheme }) => {
        const url = await start({ secrets: SECRETS, schemes: [scheme], record: eventsInMemory().record });
        const results = await checkReceiver({ url, secrets: [...SECRETS], scheme });
        expect(results).toHaveLength(20);
        return results.filter(({ passed }) => !passed).map((one) => [kind, scheme.name, one]);
      }),
    );
    expect(failed.flat()).toEqual([]);
  });
});

describe('webhook:check', () => {
  it('finds what a careless receiver does wrong', async () => {
    const url = await listening((req, res) => void req.resume().on('end', () => res.end('{}')));
    const results = await checkReceiver({ url, secrets: [...SECRETS], scheme: timestamped() });
    expect(results.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      ...['no signature', 'a signature that is nonsense', 'a signature of another secret'],
      ...['a signature of the empty secret', 'a body that was changed after signing'],
      ...['a signature of long ago', 'a signature of a time far ahead'],
      'a body far too large (8 MiB), and one that is no event',
      'nothing changes by what is not verified',
    ]);
  });
});

describe.each(KINDS)('a receiver for %s', (_kind, start) => {
  const options = { secrets: SECRETS, schemes: [timestamped()] };

  it('keeps the event as it is, and says so', async () => {
    const { kept, record } = eventsInMemory();
    const event = anEvent();
    const url = await start({ ...options, record });
    expect(await sendTo(url, { body: JSON.stringify(event) })).toEqual([
      200,
      { received: true, duplicate: false },
    ]);
    expect(kept.get(event.id)).toMatchObject({
      type: 'policy.active',
      verified: 'signature',
      body: JSON.stringify(event),
    });
  });

  it('answers when keeping fails, whether it throws or rejects, and has it sent again', async () => {
    for (const record of [
      () => Promise.reject(new Error('disk full')),
      () => {
        throw new Error('disk full');
      },
    ]) {
      const lines: unknown[] = [];
      const note = (text: string) => void lines.push(text);
      const url = await start({ ...options, record, logger: { info: note, warn: note, error: note } });
      expect(await sendTo(url)).toMatchObject([503, { error: 'storage_unavailable' }]);
      expect(lines).toEqual([
        expect.stringMatching(/^webhook delivery could not be kept err=Error: disk full/),
      ]);
    }
  });

  it('asks the API where no secret is known', async () => {
    const { kept, record } = eventsInMemory();
    const event = { id: 'ev_real', type: 'policy.active', created: 1, resource: {}, raw: { id: 'ev_real' } };
    const asked: unknown[] = [];
    const url = await start({
      secrets: [],
      schemes: [],
      record,
      confirm: (claim, from) => {
        asked.push([claim.id, from]);
        return Promise.resolve({ outcome: 'confirmed', event });
      },
    });
    expect((await sendTo(url, { body: JSON.stringify({ id: 'ev_real', type: 'forged' }) }))[0]).toBe(200);
    expect(asked).toEqual([['ev_real', expect.stringMatching(/127\.0\.0\.1$/)]]);
    expect(kept.get('ev_real')).toMatchObject({ type: 'policy.active', verified: 'api' });
  });

  it.each(['', 'fifteen letters'])('does not start with the secret %j', async (secret) => {
    const starting = async () => start({ ...options, secrets: [secret], record: eventsInMemory().record });
    await expect(starting()).rejects.toThrow('at least 16 characters');
  });

  it.each<[string, object]>([
    ['a text in the place of the list of secrets', { secrets: 'whsec_that_nobody_may_read' }],
    ['a secret that is absent', { secrets: [undefined] }],
    ['a secret with the line feed of its file', { secrets: ['whsec_that_nobody_may_read\n'] }],
    ['a secret that its scheme cannot use', { schemes: [hmac({ secretEncoding: 'hex' })] }],
    ['no schemes', { schemes: undefined }],
    ['a scheme that was not called', { schemes: [timestamped] }],
    ['no way to verify anything', { schemes: [] }],
    ['no record', { record: undefined }],
  ])('does not start with %s, and shows no secret', async (_name, wrong) => {
    const starting = async () => start({ ...options, record: eventsInMemory().record, ...wrong });
    const problem = await starting().then(
      () => null,
      (error: Error) => error,
    );
    expect(problem?.message).toMatch(/secret|schemes|record/);
    expect(problem?.message).not.toContain('nobody_may_read');
  });

  it('says 503 where nothing tells that the event was kept', async () => {
    const record = () => Promise.resolve(undefined) as never;
    expect(await sendTo(await start({ ...options, record }))).toMatchObject([
      503,
      { error: 'storage_unavailable' },
    ]);
  });

  it('answers, whatever the logger does', async () => {
    const fail = () => {
      throw new Error('no room for the log');
    };
    const logger = { info: fail, warn: fail, error: fail };
    const url = await start({ ...options, record: () => Promise.reject(new Error('disk full')), logger });
    expect((await sendTo(url))[0]).toBe(500);
  });

  it('answers the next delivery of a connection after one that was too large and came in chunks', async () => {
    const url = new URL(await start({ ...options, record: eventsInMemory().record }));
    const socket = connect(Number(url.port), url.hostname);
    const answers: string[] = [];
    socket.on('data', (bytes: Buffer) => answers.push(...(bytes.toString().match(/HTTP\/1\.1 \d+/g) ?? [])));
    const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n`;
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(8)}0\r\n\r\n`);
    await until(() => answers.length === 1);
    socket.write(`${head}Content-Length: 2\r\n\r\n{}`);
    await until(() => answers.length === 2);
    socket.destroy();
    expect(answers).toEqual(['HTTP/1.1 413', 'HTTP/1.1 401']);
  });

  it('takes POST alone', async () => {
    const answer = await fetch(await start({ ...options, record: eventsInMemory().record }));
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('the path of a route', () => {
  it.each(['Node', 'Express', 'Fastify'])('is to the letter for %s', async (kind) => {
    const options = { secrets: SECRETS, schemes: [timestamped()], record: eventsInMemory().record };
    const url = await RECEIVERS[kind]!(options);
    for (const other of ['/more', '/', 'x']) expect((await sendTo(url + other))[0]).toBe(404);
    expect((await sendTo(`${url}?from=tunnel`))[0]).toBe(200);
  });
});

describe('an answer that the host gave meanwhile', () => {
  it('is left as it is', async () => {
    let kept = () => {};
    const record = () => new Promise<'new'>((resolve) => (kept = () => resolve('new')));
    const route = nodeWebhook({ secrets: SECRETS, schemes: [timestamped()], record });
    const url = await listening((req, res) => {
      route(req, res);
      setTimeout(() => {
        res.writeHead(504).end('{}');
        kept();
      }, 50);
    });
    expect((await sendTo(url))[0]).toBe(504);
    expect((await sendTo(url))[0]).toBe(504);
  });
});

describe('a body that a parser took first', () => {
  it('is named as the cause', async () => {
    const lines: unknown[] = [];
    const log = (fields: object, text: string) => void lines.push([fields, text]);
    const logger = { info: log, warn: log, error: log, fatal: log, child: () => logger };
    const app = express();
    app.use(express.json({ type: () => true }));
    app.use(
      expressWebhook({
        path: PATH,
        secrets: SECRETS,
        schemes: [timestamped()],
        logger,
        record: eventsInMemory().record,
      }),
    );
    expect(await sendTo(await listening(app))).toMatchObject([500, { error: 'body_parsed_before' }]);
    expect(lines).toEqual([
      [
        expect.objectContaining({ reason: 'parsed_before' }),
        expect.stringContaining('Mount the webhook route before any body parser, such as express.json().'),
      ],
    ]);
  });

  it('is no trouble where the parser keeps the bytes', async () => {
    const { kept, record } = eventsInMemory();
    const app = express();
    app.use(express.json({ verify: (req, _res, bytes) => void Object.assign(req, { rawBody: bytes }) }));
    app.use(expressWebhook({ path: PATH, secrets: SECRETS, schemes: [timestamped()], record }));
    const url = await listening(app);
    const json = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(anEvent());
    const signature = timestamped().sign(body, SECRETS[0], Math.floor(Date.now() / 1000));
    expect((await sendTo(url, { body, headers: { ...json, ...signature } } as never))[0]).toBe(200);
    expect(kept.size).toBe(1);
  });
});
