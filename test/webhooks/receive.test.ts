/** One delivery and its answer, without any server. */
import type { PolicyEvent } from '../../src/policy-api/normalize/event';
import { EventRefusedError, type Delivery, type WebhookOptions } from '../../src/webhooks/delivery';
import { namelessKey, type NewEvent } from '../../src/webhooks/event';
import { receiveWebhook } from '../../src/webhooks/receive';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { WebhookSecrets } from '../../src/webhooks/secrets';

const SECRET = 'whsec_of_the_tests';
const NOW = 1_800_000_000_999;
const BODY = JSON.stringify({ id: 'ev_1', type: 'policy.active', created: 5, data: { id: 'pl_1' } });

const signatureOf = (body: string, secret = SECRET, at = NOW) =>
  Object.fromEntries(
    Object.entries(timestamped().sign(body, secret, Math.floor(at / 1000))).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );

/** What is answered, logged and kept. */
async function receive(delivery: Partial<Delivery> = {}, options: Partial<WebhookOptions> = {}) {
  const lines: unknown[][] = [];
  const log =
    (level: string) =>
    (...parts: unknown[]) =>
      void lines.push([level, ...parts]);
  const logger = { info: log('info'), warn: log('warn'), error: log('error'), fatal: 1, child: 1 };
  const kept: NewEvent[] = [];
  const answer = await receiveWebhook(
    { method: 'POST', headers: signatureOf(BODY), rawBody: Buffer.from(BODY), ...delivery },
    {
      secrets: [SECRET],
      schemes: [timestamped()],
      record: (event) => Promise.resolve(kept.push(event) > 0 ? 'new' : 'duplicate'),
      now: () => NOW,
      logger,
      ...options,
    },
  );
  return { answer, lines, kept };
}

const noStore = { 'Cache-Control': 'no-store' };

describe('a signed delivery', () => {
  it('is kept with the time at which it came, and nothing is logged', async () => {
    const { answer, kept, lines } = await receive();
    expect(answer).toEqual({ status: 200, headers: noStore, body: { received: true, duplicate: false } });
    expect(kept).toMatchObject([{ key: 'ev_1', verified: 'signature', body: BODY, receivedAt: NOW }]);
    expect(lines).toEqual([]);
  });

  it('is answered as a duplicate when it was there', async () => {
    const { answer } = await receive({}, { record: () => Promise.resolve('duplicate') });
    expect(answer.body).toEqual({ received: true, duplicate: true });
  });

  it('is verified at the time of the machine when no other is given', async () => {
    const headers = signatureOf(BODY, SECRET, Date.now());
    expect((await receive({ headers }, { now: undefined })).answer.status).toBe(200);
    expect((await receive({ headers }, { now: () => Date.now() - 400_000 })).answer.status).toBe(401);
  });

  it('is verified with the secrets of the moment', async () => {
    const secrets = new WebhookSecrets();
    const refused = await receive({}, { secrets });
    expect(refused.answer.body).toMatchObject({ error: 'no_secret_configured' });
    secrets.add(SECRET);
    expect((await receive({}, { secrets })).answer.status).toBe(200);
  });
});

describe('a delivery that is refused', () => {
  it.each(['GET', 'PUT', 'post', ''])('because its method is %j', async (method) => {
    const { answer, lines } = await receive({ method });
    expect(answer).toEqual({
      status: 405,
      headers: { ...noStore, Allow: 'POST' },
      body: { error: 'method_not_allowed', message: 'Send events with POST.' },
    });
    expect(lines).toEqual([]);
  });

  it('because of its signature, with the reason', async () => {
    const { answer, lines, kept } = await receive({ headers: signatureOf(BODY, 'whsec_of_somebody_else') });
    expect(answer).toEqual({
      status: 401,
      headers: noStore,
      body: {
        error: 'signature_mismatch',
        message: 'The signature of this delivery could not be verified.',
      },
    });
    expect(lines).toEqual([
      ['warn', { reason: 'signature_mismatch', bytes: BODY.length }, 'webhook delivery refused'],
    ]);
    expect(kept).toEqual([]);
  });

  it('because it is no event', async () => {
    const { answer } = await receive({ headers: signatureOf('{}'), rawBody: Buffer.from('{}') });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        error: 'not_an_event',
        message: 'The body is not a JSON object with a type, or is nested too deeply.',
      },
    ]);
  });

  it.each([
    ['too_large', 413, 'body_too_large', 'The body is over 256 KiB.'],
    ['unreadable', 400, 'body_unreadable', 'The body could not be read.'],
  ] as const)('because its body is %s', async (rawBody, status, error, message) => {
    const { answer, lines } = await receive({ rawBody });
    expect(answer).toEqual({ status, headers: noStore, body: { error, message } });
    expect(lines).toEqual([['warn', { reason: rawBody, status }, 'webhook body refused']]);
  });

  it('because it is packed', async () => {
    const { answer, lines } = await receive({
      headers: { ...signatureOf(BODY), 'content-encoding': 'gzip' },
    });
    expect([answer.status, answer.body]).toEqual([
      415,
      { error: 'encoding_not_supported', message: 'Send the body uncompressed.' },
    ]);
    expect(lines).toEqual([['warn', { reason: 'packed', status: 415 }, 'webhook body refused']]);
  });

  it('because the host took its body, which is an error of the host', async () => {
    const { answer, lines } = await receive({ rawBody: 'parsed_before' });
    expect([answer.status, answer.body]).toEqual([
      500,
      {
        error: 'body_parsed_before',
        message: 'A body parser took the body before the webhook route could.',
      },
    ]);
    expect(lines).toEqual([
      [
        'error',
        { reason: 'parsed_before', status: 500 },
        expect.stringMatching(/^A body parser took .* Mount the/),
      ],
    ]);
  });

  it.each([
    [
      'can never be kept',
      new EventRefusedError('NUL'),
      422,
      'event_not_storable',
      /holds something that cannot/,
    ],
    ['cannot be kept now', new Error('disk full'), 503, 'storage_unavailable', /could not be kept\. Send it/],
  ])('because it %s', async (_name, failure, status, error, message) => {
    const { answer, lines } = await receive({}, { record: () => Promise.reject(failure) });
    expect(answer).toMatchObject({
      status,
      body: { error, message: expect.stringMatching(message) as string },
    });
    expect(lines).toEqual([['error', { err: failure }, 'webhook delivery could not be kept']]);
  });

  it('because `record` said nothing', async () => {
    const { answer, lines } = await receive({}, { record: () => Promise.resolve(undefined as never) });
    expect(answer.status).toBe(503);
    expect(lines).toMatchObject([
      ['error', { err: { message: "`record` has to resolve to 'new' or 'duplicate'." } }, expect.anything()],
    ]);
  });

  it('because something failed that should not', async () => {
    const failure = new TypeError('x is not a function');
    const broken = {
      ...timestamped(),
      verify: () => {
        throw failure;
      },
    };
    const { answer, lines } = await receive({}, { schemes: [broken] });
    expect([answer.status, answer.body]).toEqual([
      500,
      { error: 'internal_error', message: 'The delivery could not be handled. Send it again later.' },
    ]);
    expect(lines).toEqual([['error', { err: failure }, 'webhook delivery failed']]);
  });

  it('without a logger too', async () => {
    const options = { logger: undefined };
    expect((await receive({ rawBody: 'parsed_before' }, options)).answer.status).toBe(500);
    expect((await receive({ rawBody: 'unreadable' }, options)).answer.status).toBe(400);
  });
});

describe('asking the API', () => {
  const event: PolicyEvent = {
    id: 'ev_real',
    type: 'policy.cancelled',
    created: 7,
    resource: { id: 'pl_9' },
    raw: { id: 'ev_real', type: 'policy.cancelled' },
  };
  const confirmed = jest.fn(() => Promise.resolve({ outcome: 'confirmed' as const, event }));
  beforeEach(() => confirmed.mockClear());

  it('keeps what it says, and hands it the id, the key and the address alone', async () => {
    const { answer, kept, lines } = await receive(
      { from: '192.0.2.1' },
      { verify: 'api', confirm: confirmed },
    );
    expect(answer).toMatchObject({ status: 200, body: { duplicate: false } });
    expect(kept).toMatchObject([
      { key: 'ev_real', verified: 'api', body: JSON.stringify(event.raw), receivedAt: NOW },
    ]);
    const key = namelessKey({ ...event, type: 'policy.active', created: 5, resource: { id: 'pl_1' } });
    expect(confirmed.mock.calls).toEqual([[{ id: 'ev_1', namelessKey: key }, '192.0.2.1']]);
    expect(lines).toEqual([]);
  });

  it.each<[string, Partial<WebhookOptions>, 'signature' | 'api']>([
    ['signature, with a secret', { confirm: confirmed }, 'signature'],
    ['the API, without a secret', { confirm: confirmed, secrets: [] }, 'api'],
    ['the API, when told to', { confirm: confirmed, verify: 'api' }, 'api'],
    ['signature, when told to', { confirm: confirmed, verify: 'signature', secrets: [] }, 'signature'],
    ['signature, where nothing else is given', { verify: 'api' }, 'signature'],
    ['what is usual, for null', { confirm: confirmed, verify: null }, 'signature'],
  ])('verifies by %s', async (_name, options, by) => {
    const { answer } = await receive({ headers: {} }, options);
    expect(answer.status).toBe(by === 'api' ? 200 : 401);
  });

  it.each([
    [{ outcome: 'unknown' }, 401, 'event_not_confirmed', 'The API does not know this event.', {}],
    [
      { outcome: 'limited', retryAfterSeconds: 45 },
      ...[429, 'too_many_confirmations', 'Too many deliveries had to be confirmed. Send it again later.'],
      { 'Retry-After': '45' },
    ],
    [
      { outcome: 'unavailable', reason: 'The API is down.' },
      ...[503, 'confirmation_unavailable', 'The API could not be asked. Send it again later.', {}],
    ],
  ] as const)('answers %j', async (confirmation, status, error, message, headers) => {
    const confirm = () => Promise.resolve(confirmation);
    const { answer, kept, lines } = await receive({}, { verify: 'api', confirm });
    expect(answer).toEqual({ status, headers: { ...noStore, ...headers }, body: { error, message } });
    expect(kept).toEqual([]);
    const line = ['warn', { reason: 'The API is down.' }, 'webhook delivery could not be confirmed'];
    expect(lines).toEqual(confirmation.outcome === 'unavailable' ? [line] : []);
  });
});
