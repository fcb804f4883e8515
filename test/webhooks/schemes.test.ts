import { createHmac } from 'node:crypto';
import { readConfig } from '../../src/config';
import { makeSchemes, readSchemes } from '../../src/webhooks/schemes/chosen';
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

describe('a signature of Standard Webhooks', () => {
  const scheme = standardWebhooks();
  const signed = (secret = SECRET) => received(scheme.sign(BODY, secret, NOW, 'msg_1'));
  const name = 'webhook-signature';

  it.each([' ', ','])('may stand beside others, parted by %j, in any order', (between) => {
    const [own, other] = [signed()[name] as string, signed(OTHER)[name] as string];
    for (const both of [`${own}${between}${other}`, `${other}${between}${own}`]) {
      expect(verify(scheme, { ...signed(), [name]: both })).toBeNull();
    }
    expect(verify(scheme, { ...signed(), [name]: [other, own] })).toBeNull();
    expect(verify(scheme, { ...signed(), [name]: `v1,short ${other}` })).toBe('signature_mismatch');
  });

  it.each(['webhook-id', 'webhook-timestamp', name])('is missing without %s', (missing) => {
    expect(verify(scheme, { ...signed(), [missing]: undefined })).toBe('signature_missing');
  });

  it.each([
    ['webhook-timestamp', 'soon'],
    ['webhook-timestamp', `${NOW}.5`],
    ['webhook-timestamp', `-${NOW}`],
    ['webhook-timestamp', `${NOW}000`],
    [name, 'v1'],
  ])('cannot be read with %s: %s', (header, value) => {
    expect(verify(scheme, { ...signed(), [header]: value })).toBe('signature_malformed');
  });

  it('names each delivery anew', () => {
    const ids = [1, 2].map(() => scheme.sign(BODY, SECRET, NOW)['webhook-id']);
    expect(ids).toEqual([expect.stringMatching(/^msg_[\da-f-]{36}$/), expect.stringMatching(/^msg_/)]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('a signature of the body alone', () => {
  const NAME = 'ten99policy-signature';
  const of = (secret: string, encoding: 'hex' | 'base64' = 'hex') =>
    createHmac('sha256', secret).update(BODY).digest(encoding);

  it('may be written in hex or base64, in capitals, without padding, and with what stands before it', () => {
    const base64 = of(SECRET, 'base64');
    for (const one of [of(SECRET), of(SECRET).toUpperCase(), base64, base64.replace('=', '')]) {
      for (const before of ['', 'sha256=', 'SHA256=', 'v1=', ' ']) {
        expect([before + one, verify(hmac(), { [NAME]: before + one })]).toEqual([before + one, null]);
      }
    }
  });

  it.each([
    ['one digit more', `${of(SECRET)}0`],
    ['one digit before it', `0${of(SECRET)}`],
    ['one digit less', of(SECRET).slice(1)],
    ['one letter of base64 more', `A${of(SECRET, 'base64')}`],
    ['more behind its padding', `${of(SECRET, 'base64')}A`],
    ['one letter of base64 less', of(SECRET, 'base64').slice(1)],
    ['another name before it', `x=${of(SECRET)}`],
    ['its name behind it', `${of(SECRET)}v1=`],
  ])('is malformed with %s', (_name, text) => {
    expect(verify(hmac(), { [NAME]: text })).toBe('signature_malformed');
  });

  it('may stand beside others, of which ten are tried', () => {
    const others = (count: number) => Array<string>(count).fill(of(OTHER));
    expect(verify(hmac(), { [NAME]: [...others(9), of(SECRET)].join() })).toBeNull();
    expect(verify(hmac(), { [NAME]: [...others(9), of(SECRET)] })).toBeNull();
    expect(verify(hmac(), { [NAME]: [...others(10), of(SECRET)].join() })).toBe('signature_mismatch');
  });

  it.each([
    ['hex', '30313233343536373839616263646566', '0123456789abcdef'],
    ['hex', '3031323334353637', '01234567'],
    ['base64', 'MDEyMzQ1Njc4OWFiY2RlZg==', '0123456789abcdef'],
  ] as const)(
    'has the key that its secret in %s stands for, with and without whsec_',
    (encoding, text, key) => {
      const scheme = hmac({ secretEncoding: encoding });
      for (const secret of [text, `whsec_${text}`]) {
        expect(scheme.takes(secret)).toBe(true);
        expect(verify(scheme, { [NAME]: of(key) }, { secrets: [secret] })).toBeNull();
      }
    },
  );

  it.each([
    ['hex', 'whsec_30313233343536'],
    ['hex', 'whsec_303132333435363738x'],
    ['hex', 'whsec_30313233343536373'],
    ['hex', 'whsec_x3031323334353637'],
    ['base64', 'whsec_MDEyMzQ1Nj'],
    ['base64', 'whsec_MDEyMzQ1Njc4OWFi==='],
    ['base64', 'whsec_=MDEyMzQ1Njc4OWFi'],
    ['base64', 'whsec_MDEyMzQ1.Njc4OWFi'],
  ] as const)('has no key from what is not %s, or under eight bytes: %s', (secretEncoding, secret) => {
    expect(hmac({ secretEncoding }).takes(secret)).toBe(false);
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
    const none = { ...request(timestamped().sign(BODY, SECRET, NOW)), secrets: ['', 'short'] };
    expect(verifySignature([], none)).toBe('no_secret_configured');
  });

  it('accept what the second does of one header, which the first takes for its own', () => {
    const both = [hmac(), timestamped()];
    for (const scheme of both) {
      expect(verifySignature(both, request(scheme.sign(BODY, SECRET, NOW)))).toBeNull();
    }
  });
});

describe('the text that names schemes', () => {
  const made = (text: string) =>
    makeSchemes(readSchemes(text)).map((scheme) => ({
      name: scheme.name,
      tolerance: scheme.toleranceSeconds,
      headers: Object.keys(scheme.sign(BODY, SECRET, NOW)),
    }));

  it('makes each as it is usually, or with what is said to differ', () => {
    expect(made('timestamped,standard-webhooks, hmac')).toEqual([
      { name: 'timestamped', tolerance: 300, headers: ['Ten99Policy-Signature'] },
      {
        name: 'standard-webhooks',
        tolerance: 300,
        headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
      },
      { name: 'hmac', tolerance: null, headers: ['Ten99Policy-Signature'] },
    ]);
    expect(made('timestamped ; header = X-Sig ; tolerance = 60')).toEqual([
      { name: 'timestamped', tolerance: 60, headers: ['X-Sig'] },
    ]);
    expect(made('standard-webhooks;prefix=svix;tolerance=99999')).toEqual([
      {
        name: 'standard-webhooks',
        tolerance: 99_999,
        headers: ['svix-id', 'svix-timestamp', 'svix-signature'],
      },
    ]);
  });

  it.each(['text', 'hex', 'base64'] as const)('makes an hmac whose secret is %s', (secretEncoding) => {
    const [scheme] = makeSchemes(readSchemes(`hmac;header=X-Sig;secret=${secretEncoding}`));
    const secret = 'whsec_00112233445566778899aabbccddeeff';
    const usual = hmac({ secretEncoding, header: 'X-Sig' });
    expect(scheme!.sign(BODY, secret, NOW)).toEqual(usual.sign(BODY, secret, NOW));
  });

  it.each([
    ['', 'must name timestamped, standard-webhooks, hmac'],
    ['toString', 'must name timestamped, standard-webhooks, hmac'],
    ['timestamped,', 'must name timestamped, standard-webhooks, hmac'],
    ['timestamped;prefix=svix', 'has an option that is none of header, tolerance'],
    ['standard-webhooks;header=X', 'has an option that is none of prefix, tolerance'],
    ['hmac;', 'has an option that is none of header, secret'],
    ['hmac;header=X Y', 'has no usable value for header'],
    ['hmac;header=X=Y', 'has no usable value for header'],
    [`hmac;header=${'x'.repeat(101)}`, 'has no usable value for header'],
    ['hmac;secret=utf8', 'has no usable value for secret'],
    ['standard-webhooks;prefix=', 'has no usable value for prefix'],
    ['timestamped;tolerance=0', 'has no usable value for tolerance'],
    ['timestamped;tolerance=100000', 'has no usable value for tolerance'],
    ['timestamped;tolerance=5m', 'has no usable value for tolerance'],
    ['timestamped;tolerance', 'has no usable value for tolerance'],
  ])('is refused, and said why: %j', (text, why) => {
    expect(() => readSchemes(text)).toThrow(why);
  });
});
