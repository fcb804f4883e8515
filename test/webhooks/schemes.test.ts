import { createHmac } from 'node:crypto';
import { readConfig } from '../../src/config';
import { hmac } from '../../src/webhooks/schemes/hmac';
import { verifySignature, type SignatureScheme } from '../../src/webhooks/schemes/scheme';
import { standardWebhooks } from '../../src/webhooks/schemes/standard-webhooks';
import { timestamped } from '../../src/webhooks/schemes/timestamped';

const NOW = 1_800_000_000;
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==';
const OTHER = 'whsec_ZmVkY2JhOTg3NjU0MzIxMA==';
const BODY = '{"id":"ev_1","type":"policy.active"}';

type Headers = Record<string, string | string[] | undefined>;

/** As Node gives them. */
const received = (headers: Record<string, string>): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const verify = (scheme: SignatureScheme, headers: Headers, more: object = {}) =>
  scheme.verify({ headers, rawBody: Buffer.from(BODY), secrets: [SECRET], now: NOW, ...more });

describe.each<[string, SignatureScheme]>([
  ['timestamped', timestamped()],
  ['timestamped under another header', timestamped({ header: 'X-Signature' })],
  ['standard-webhooks', standardWebhooks()],
  ['standard-webhooks as svix spells it', standardWebhooks({ prefix: 'svix' })],
  ['hmac in hex', hmac()],
  ['hmac in base64', hmac({ encoding: 'base64' })],
  ['hmac with sha256= before it', hmac({ prefix: 'sha256=', header: 'X-Hub-Signature-256' })],
  ['hmac with a secret in base64', hmac({ secretEncoding: 'base64' })],
])('the scheme %s', (_name, scheme) => {
  const signed = () => received(scheme.sign(BODY, SECRET, NOW));

  it('accepts what its twin has signed, with any secret in force', () => {
    expect(verify(scheme, signed())).toBeNull();
    expect(verify(scheme, signed(), { secrets: [OTHER, SECRET] })).toBeNull();
  });

  it('refuses another body, another secret, and a signature with one letter changed', () => {
    expect(verify(scheme, signed(), { rawBody: Buffer.from(`${BODY} `) })).toBe('signature_mismatch');
    expect(verify(scheme, signed(), { secrets: [OTHER] })).toBe('signature_mismatch');
    const [[name, value]] = Object.entries(signed()).slice(-1) as [[string, string]];
    const letter = value.at(-9) === 'a' ? 'b' : 'a';
    const changed = { ...signed(), [name]: `${value.slice(0, -9)}${letter}${value.slice(-8)}` };
    expect(verify(scheme, changed)).toBe('signature_mismatch');
  });

  it('says what is missing or cannot be read', () => {
    expect(verify(scheme, {})).toBe('signature_missing');
    const nonsense = Object.fromEntries(Object.keys(signed()).map((name) => [name, 'nonsense']));
    expect(verify(scheme, nonsense)).toBe('signature_malformed');
    expect(verify(scheme, signed(), { secrets: [] })).toBe('no_secret_configured');
    expect(verify(scheme, signed(), { secrets: ['', 'short'] })).toBe('no_secret_configured');
  });
});

describe.each<[string, (toleranceSeconds?: number) => SignatureScheme]>([
  ['timestamped', (toleranceSeconds) => timestamped({ ...(toleranceSeconds && { toleranceSeconds }) })],
  [
    'standard-webhooks',
    (toleranceSeconds) => standardWebhooks({ ...(toleranceSeconds && { toleranceSeconds }) }),
  ],
])('the time of %s', (_name, make) => {
  const at = (offset: number, tolerance?: number) => {
    const scheme = make(tolerance);
    return verify(scheme, received(scheme.sign(BODY, SECRET, NOW + offset)));
  };

  it('may be five minutes away, to either side, or what is chosen', () => {
    expect([at(-300), at(300), at(-301), at(301)]).toEqual([
      ...[null, null],
      ...['timestamp_too_old', 'timestamp_in_future'],
    ]);
    expect([at(-10, 10), at(-11, 10)]).toEqual([null, 'timestamp_too_old']);
  });
});

describe('signatures worked out apart', () => {
  // printf 'msg_1.1700000000.{}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:30313233343536373839616263646566 -binary | base64
  it('of Standard Webhooks', () => {
    expect(standardWebhooks().sign('{}', SECRET, 1_700_000_000, 'msg_1')).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': 'v1,3uojc/2kvL+KpJkw4ZNrA/5YjEs9cdfKdc3lXIvRjkk=',
    });
  });

  // printf '{}' | openssl dgst -sha256 -hmac secret
  it('of a bare HMAC', () => {
    expect(hmac().sign('{}', 'secret', 0)).toEqual({
      'Ten99Policy-Signature': '77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13',
    });
  });
});

describe('a secret that is not written as its scheme needs it', () => {
  it.each([
    ['hex', hmac({ secretEncoding: 'hex' }), SECRET, 'whsec_00112233445566778899aabbccddeeff'],
    ['base64', hmac({ secretEncoding: 'base64' }), '!!!!!!!!!!!!!!!!', SECRET],
    ['Standard Webhooks', standardWebhooks(), 'whsec_this is no base64!', SECRET],
  ])('is none, so that nobody signs with the key that is left of it: %s', (_name, scheme, unfit, fit) => {
    const empty = createHmac('sha256', '').update(BODY).digest('hex');
    const forged = { 'ten99policy-signature': empty };
    expect(verify(scheme, forged, { secrets: [unfit] })).toBe('no_secret_configured');
    expect([scheme.takes(unfit), scheme.takes(fit)]).toEqual([false, true]);
    expect(verify(scheme, received(scheme.sign(BODY, fit, NOW)), { secrets: [unfit, fit] })).toBeNull();
  });

  it('is said at the start', () => {
    const env = { TEN99POLICY_WEBHOOK_SECRETS: 'whsec_of_no_hex_at_all' };
    expect(() => readConfig({ ...env, TEN99POLICY_WEBHOOK_SCHEME: 'hmac;secret=hex' })).toThrow(
      'not written as',
    );
    expect(readConfig({ ...env, TEN99POLICY_WEBHOOK_SCHEME: 'hmac' }).webhooks.secrets).toHaveLength(1);
  });
});

describe('several schemes at once', () => {
  const request = (headers: Record<string, string>) => ({
    headers: received(headers),
    rawBody: Buffer.from(BODY),
    secrets: [SECRET],
    now: NOW,
  });
  const schemes = [timestamped(), standardWebhooks()];

  it('accept what either accepts, and say what is wrong with the one whose header came', () => {
    for (const scheme of schemes) {
      expect(verifySignature(schemes, request(scheme.sign(BODY, SECRET, NOW)))).toBeNull();
      expect(verifySignature(schemes, request(scheme.sign(BODY, OTHER, NOW)))).toBe('signature_mismatch');
    }
    expect(verifySignature(schemes, request({}))).toBe('signature_missing');
    expect(verifySignature([], request(timestamped().sign(BODY, SECRET, NOW)))).toBe('signature_missing');
  });
});
