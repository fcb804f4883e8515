/** What a route is given: secrets, schemes, a logger, and where events are kept. */
import { createHash } from 'node:crypto';
import { EventRefusedError } from '../../src/webhooks/delivery';
import { expressWebhook } from '../../src/webhooks/express';
import { fastifyWebhook } from '../../src/webhooks/fastify';
import type { NewEvent } from '../../src/webhooks/event';
import { nodeWebhook, type WebhookRouteOptions } from '../../src/webhooks/node';
import { toObjectLogger } from '../../src/webhooks/logger';
import { createRecorder } from '../../src/webhooks/recorder';
import { requireOptions } from '../../src/webhooks/require-options';
import { hmac } from '../../src/webhooks/schemes/hmac';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { fingerprint, requireUsable, UnusableSecretError, WebhookSecrets } from '../../src/webhooks/secrets';

const SECRET = 'whsec_of_the_tests';

describe('any logger', () => {
  it('of the pino kind is used as it is; others get one line', () => {
    const lines: unknown[][] = [];
    const log = (...parts: unknown[]) => void lines.push(parts);
    const levels = { info: log, warn: log, error: log };
    const pino = { ...levels, fatal: log, child: log };
    expect(toObjectLogger(pino)).toBe(pino);
    const winston = { ...pino, transports: [] };
    for (const one of [levels, { ...levels, fatal: log }, { ...levels, child: log }, winston]) {
      expect(toObjectLogger(one)).not.toBe(one);
    }
    const logger = toObjectLogger(levels);
    logger.info({ a: 'text', b: 7, c: { d: null } }, 'one');
    logger.warn({}, 'two');
    logger.error({ err: Object.assign(new Error('no stack'), { stack: undefined }) }, 'three');
    expect(lines).toEqual([['one a=text b=7 c={"d":null}'], ['two'], ['three err=no stack']]);
  });
});

describe('secrets', () => {
  it('have sixteen characters, and no space', () => {
    for (const secrets of [[], ['x'.repeat(16)], { all: ['x'.repeat(16)] }]) {
      expect(() => requireUsable(secrets)).not.toThrow();
    }
    const wrong = [
      'x'.repeat(15),
      '',
      ` ${'x'.repeat(15)}`,
      `${'x'.repeat(16)}\n`,
      `${'x'.repeat(9)} ${'x'.repeat(9)}`,
    ];
    for (const secret of wrong) {
      expect(() => requireUsable(['y'.repeat(16), secret])).toThrow(UnusableSecretError);
      expect(() => new WebhookSecrets([secret])).toThrow('at least 16 characters');
    }
    for (const none of ['x'.repeat(16), null, undefined, [undefined], [7]]) {
      expect(() => requireUsable(none as never)).toThrow(UnusableSecretError);
    }
  });

  it('are given as a list, and not as one text', () => {
    const made = () => new WebhookSecrets(SECRET as never);
    expect(made).toThrow('WebhookSecrets takes a list, such as [secret].');
  });

  it('are known once each, and told apart by eight characters that give nothing away', () => {
    const secrets = new WebhookSecrets([SECRET, SECRET]);
    secrets.add(SECRET);
    expect(secrets.all).toEqual([SECRET]);
    expect(fingerprint(SECRET)).toBe(createHash('sha256').update(SECRET).digest('hex').slice(0, 8));
  });
});

describe('the options of a route', () => {
  const options = {
    secrets: [SECRET],
    schemes: [timestamped()],
    record: () => Promise.resolve('new' as const),
  };
  const confirm = () => Promise.resolve({ outcome: 'unknown' as const });
  const hex = hmac({ secretEncoding: 'hex' });

  it.each<[string, Partial<WebhookRouteOptions>]>([
    ['as they are usually', {}],
    ['with no secret yet', { secrets: [] }],
    ['with no scheme and no secret, where the API is asked', { schemes: [], secrets: [], confirm }],
    ['with no scheme, where the API is asked whatever is known', { schemes: [], confirm, verify: 'api' }],
    ['with secrets that come later', { secrets: new WebhookSecrets() }],
    ['with a path of their own', { path: '/webhooks/1099policy' }],
    ['with all that may be absent', { confirm: undefined, verify: null, logger: console, now: Date.now }],
    ['with a secret that one of the schemes takes', { schemes: [hex, timestamped()] }],
  ])('are right %s', (_name, more) => {
    expect(() => requireOptions({ ...options, ...more })).not.toThrow();
  });

  it.each<[string, object, string]>([
    ['no record', { record: null }, '`record` has to be a function.'],
    ['schemes that are no list', { schemes: timestamped() }, '`schemes` has to be a list of schemes'],
    ['a scheme that is null', { schemes: [null] }, '`schemes` has to be a list of schemes'],
    [
      'a scheme that cannot verify',
      { schemes: [{ takes: () => true }] },
      '`schemes` has to be a list of schemes',
    ],
    [
      'a scheme that takes nothing',
      { schemes: [{ verify: () => null }] },
      '`schemes` has to be a list of schemes',
    ],
    [
      'one scheme of two that is a function',
      { schemes: [timestamped(), timestamped] },
      '`schemes` has to be a list',
    ],
    [
      'nothing to verify by',
      { schemes: [] },
      'Without `schemes` and without `confirm` no delivery could be verified.',
    ],
    [
      'a secret that no scheme takes',
      { schemes: [hex] },
      'A webhook secret is not written as its scheme needs it',
    ],
    [
      'one secret of two that no scheme takes',
      { secrets: ['0'.repeat(16), SECRET], schemes: [hex] },
      'A webhook secret is not',
    ],
    ['a short secret', { secrets: ['short'] }, 'at least 16 characters'],
    ['one secret that is no list', { secrets: SECRET }, '`secrets` has to be a list, such as [secret]'],
    ['no secrets at all', { secrets: undefined }, '`secrets` has to be a list, such as [secret]'],
    ['secrets in something else', { secrets: { all: SECRET } }, '`secrets` has to be a list'],
    ['no scheme, where a secret is known', { schemes: [], confirm }, '`schemes` is empty, so no signature'],
    [
      'no scheme, where secrets may come later',
      { schemes: [], secrets: new WebhookSecrets(), confirm },
      "name the schemes, such as [timestamped()], or set `verify` to 'api'.",
    ],
    [
      'no scheme, where signatures alone count',
      { schemes: [], secrets: [], confirm, verify: 'signature' },
      '`schemes` is empty',
    ],
    ['nobody to ask', { verify: 'api' }, "With `verify` 'api' `confirm` has to be a function"],
    [
      'a way to verify that there is not',
      { verify: 'API' },
      "`verify` has to be 'signature', 'api', or absent",
    ],
    ['a confirmation that was made already', { confirm: confirm() }, '`confirm` has to be a function'],
    ['a path without its slash', { path: 'webhooks' }, '`path` has to be a path with a slash before it'],
    ['an empty path', { path: '' }, '`path` has to be a path with a slash before it'],
    ['a path with a query', { path: '/webhooks?a=1' }, '`path` has to be a path'],
    ['a whole URL', { path: 'https://platform.example/webhooks' }, '`path` has to be a path'],
    ['a logger that cannot log', { logger: { log: () => undefined } }, '`logger` has to be a logger'],
    ['a time that stands still', { now: Date.now() }, '`now` has to be a function'],
    ['a name in place of a function', { onRejected: 'warn' }, '`onRejected` has to be a function, or absent'],
    [
      'a misspelt option',
      { scheme: [timestamped()] },
      '`scheme` is no option. Did you mean schemes? Options are path, secrets, schemes, record,',
    ],
    ['an option in another case', { onrejected: () => undefined }, 'Did you mean onRejected?'],
    ['an option of nobody', { onEvents: () => undefined }, '`onEvents` is no option. Options are path,'],
  ])('are refused with %s', (_name, more, message) => {
    expect(() => requireOptions({ ...options, ...more })).toThrow(message);
  });

  it('are refused where there are none', () => {
    expect(() => requireOptions(undefined as never)).toThrow('`secrets` has to be a list');
  });

  it.each([nodeWebhook, expressWebhook, fastifyWebhook])(
    'are looked at as a whole by each route: %p',
    (make) => {
      expect(() => make({ ...options, path: 'webhooks' }) as unknown).toThrow('`path` has to be');
      expect(() => make({ ...options, onEvents: () => undefined } as never) as unknown).toThrow(
        '`onEvents` is no option',
      );
    },
  );
});

describe('the recorder', () => {
  const event = { key: 'ev_1' } as NewEvent;
  const turn = () => new Promise(setImmediate);

  it('tells of what it kept once its caller has the answer', async () => {
    const order: string[] = [];
    const events = {
      record: (group: readonly NewEvent[]) => Promise.resolve(group.map(() => 'new' as const)),
    };
    const record = createRecorder(events, () => void order.push('told'));
    await record(event).then(() => order.push('answered'));
    await turn();
    expect(order).toEqual(['answered', 'told']);
  });

  it.each([
    ['what the database refuses', Object.assign(new Error('too long'), { code: '22001' }), EventRefusedError],
    ['any other failure', Object.assign(new Error('away'), { code: 'ECONNREFUSED' }), Error],
  ])('tells nothing after %s', async (_name, failure, kind) => {
    const told = jest.fn();
    const record = createRecorder({ record: () => Promise.reject(failure) }, told);
    const error = await record(event).catch((caught: unknown) => caught as Error);
    expect((error as Error).constructor).toBe(kind);
    expect(kind === Error ? error : (error as Error).cause).toBe(failure);
    await turn();
    expect(told).not.toHaveBeenCalled();
  });

  it('tries a group that the whole database failed once, and one that was refused in parts', async () => {
    const sizes = async (code: string) => {
      const seen: number[] = [];
      const failed = (group: readonly NewEvent[]) => {
        seen.push(group.length);
        return Promise.reject(Object.assign(new Error('no'), { code }));
      };
      const record = createRecorder({ record: failed }, () => undefined);
      await Promise.allSettled([record(event), record(event)]);
      return seen;
    };
    expect(await sizes('ECONNREFUSED')).toEqual([2]);
    expect(await sizes('22001')).toEqual([2, 1, 1]);
  });
});
