import type { SignedRequest } from '../../src/webhooks/schemes/scheme';
import { timestamped } from '../../src/webhooks/schemes/timestamped';

const scheme = timestamped();

const NOW = 1_800_000_000;
const SECRET = 'whsec_of_the_first_kind';
const OTHER = 'whsec_of_another_kind';
const BODY = '{"id":"ev_1","type":"policy.active"}';

const signed = (body: Buffer | string = BODY, secret = SECRET, at = NOW) =>
  scheme.sign(body, secret, at)['Ten99Policy-Signature']!;

function verify(header: string | string[] | undefined, more: Partial<SignedRequest> = {}) {
  return scheme.verify({
    headers: header === undefined ? {} : { 'ten99policy-signature': header },
    rawBody: Buffer.from(BODY),
    secrets: [SECRET],
    now: NOW,
    ...more,
  });
}

describe('the signature t=,v1=', () => {
  it('accepts what its twin has signed', () => {
    expect(verify(signed())).toBeNull();
  });

  it('is HMAC-SHA256 over time and body, with the whole secret as key', () => {
    // Worked out apart: printf '1700000000.{}' | openssl dgst -sha256 -hmac secret
    expect(scheme.sign('{}', 'secret', 1_700_000_000)).toEqual({
      'Ten99Policy-Signature':
        't=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163',
    });
  });

  it('accepts an empty body that was signed', () => {
    expect(verify(signed(''), { rawBody: Buffer.alloc(0) })).toBeNull();
  });

  it('signs bytes, not text', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
    expect(verify(signed(bytes), { rawBody: bytes })).toBeNull();
    expect(verify(signed(bytes.toString('utf8')), { rawBody: bytes })).toBe('signature_mismatch');
  });

  it('takes a secret of any kind', () => {
    expect(scheme.takes('any kind of text')).toBe(true);
  });

  it('says when there is no secret', () => {
    expect(verify(signed(), { secrets: [] })).toBe('no_secret_configured');
  });

  it.each(['', 'v1', 'fifteen letters', `${' '.repeat(20)}v1`])('takes no secret as short as %j', (short) => {
    expect(verify(signed(BODY, short), { secrets: [short] })).toBe('no_secret_configured');
    expect(verify(signed(BODY, short), { secrets: [SECRET, short] })).toBe('signature_mismatch');
    expect(verify(signed(), { secrets: [short, SECRET] })).toBeNull();
  });

  it.each([undefined, '', []])('says when the header is missing: %j', (header) => {
    expect(verify(header)).toBe('signature_missing');
  });

  it.each([
    ['no time', signed().replace(/^t=\d+,/, '')],
    ['no signature', `t=${NOW}`],
    ['a time that is no number', signed().replace(/t=\d+/, 't=soon')],
    ['a negative time', signed().replace('t=', 't=-')],
    ['a time with a fraction', signed().replace(/t=(\d+)/, 't=$1.5')],
    ['a signature that is not hexadecimal', `t=${NOW},v1=${'z'.repeat(64)}`],
    ['a signature cut short', signed().slice(0, -2)],
    ['a signature that is too long', `${signed()}00`],
    ['another version only', signed().replace('v1=', 'v0=')],
    ['plain text', 'hello'],
  ])('says that it is malformed: %s', (_name, header) => {
    expect(verify(header)).toBe('signature_malformed');
  });

  it.each([
    ['the body', () => verify(signed(), { rawBody: Buffer.from(`${BODY} `) })],
    ['the secret', () => verify(signed(BODY, OTHER))],
    ['the time', () => verify(signed().replace(String(NOW), String(NOW + 1)))],
    ['one digit', () => verify(signed().replace(/.$/, (digit) => (digit === '0' ? '1' : '0')))],
  ])('refuses another signature: %s differs', (_name, check) => {
    expect(check()).toBe('signature_mismatch');
  });

  it('has a tolerance of five minutes, both ways', () => {
    expect(verify(signed(BODY, SECRET, NOW - 300))).toBeNull();
    expect(verify(signed(BODY, SECRET, NOW - 301))).toBe('timestamp_too_old');
    expect(verify(signed(BODY, SECRET, NOW + 300))).toBeNull();
    expect(verify(signed(BODY, SECRET, NOW + 301))).toBe('timestamp_in_future');
    expect(verify(signed(BODY, SECRET, NOW * 1000 - 1).replace(/t=\d+/, `t=${NOW * 1000}`))).toBe(
      'signature_malformed',
    );
  });

  it('accepts any of several secrets and any of several signatures', () => {
    expect(verify(signed(BODY, OTHER), { secrets: [SECRET, OTHER] })).toBeNull();
    const other = signed(BODY, 'whsec_of_an_old_kind').replace(/^t=\d+,/, '');
    expect(verify(`${signed()},${other}`)).toBeNull();
    expect(verify(`t=${NOW},${other},${signed().replace(/^t=\d+,/, '')}`)).toBeNull();
    expect(verify(`t=${NOW},${other}`)).toBe('signature_mismatch');
  });

  it('does not mind spaces, unknown parts, capitals and their order', () => {
    const [time, v1] = signed().split(',') as [string, string];
    expect(verify(`v0=abc, ${v1.replace(/[\da-f]{64}/, (hex) => hex.toUpperCase())}, ${time}, x`)).toBeNull();
  });

  describe('given several times, in one header or in several', () => {
    const old = signed(BODY, SECRET, NOW - 3600);
    const forged = signed(BODY, OTHER);
    it.each([
      ['of another sender', forged],
      ['too old', old],
      ['malformed', 'hello'],
      ['empty', ''],
      ['with a time alone', `t=${NOW - 1}`],
    ])('accepts the one that fits beside one that is %s, whatever their order', (_name, other) => {
      for (const pair of [
        [signed(), other],
        [other, signed()],
      ]) {
        expect([pair, verify(pair)]).toEqual([pair, null]);
        // Node joins headers of one name in this way.
        expect([pair, verify(pair.join(', '))]).toEqual([pair, null]);
      }
    });

    it('refuses a signature whose own time is not valid, whatever time stands beside it', () => {
      expect(verify([old, forged])).toBe('signature_mismatch');
      expect(verify([old, `t=${NOW}`])).toBe('signature_mismatch');
      expect(verify([old, signed(BODY, SECRET, NOW - 301)])).toBe('timestamp_too_old');
    });

    it('is in the future when one of them is, and none is near', () => {
      expect(verify([old, signed(BODY, SECRET, NOW + 301)])).toBe('timestamp_in_future');
      expect(verify([old, signed(BODY, SECRET, NOW - 302)])).toBe('timestamp_too_old');
    });

    it('tries ten of them', () => {
      const others = (count: number) => Array.from({ length: count }, (_, at) => `t=${NOW - 1 - at}`).join();
      expect(verify(`${others(9)},${signed()}`)).toBeNull();
      expect(verify(`${others(10)},${signed()}`)).toBe('signature_malformed');
    });
  });
});
