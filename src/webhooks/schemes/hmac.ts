import { createHmac, timingSafeEqual } from 'node:crypto';
import { headerOf, usableOf, type SecretEncoding, type SignatureScheme } from './scheme';

export interface HmacOptions {
  header?: string;
  secretEncoding?: SecretEncoding;
  encoding?: 'hex' | 'base64';
  prefix?: string;
}

/** Each is compared with a digest for each secret. */
const MAX_SIGNATURES = 10;

/**
 * HMAC-SHA256 over the raw body alone, in hex or base64, with or without `sha256=` before it: the form of many
 * senders. It covers no time, so an old delivery can be sent again; as an event is kept once, that changes nothing.
 * `encoding` and `prefix` are for `sign`; `verify` takes all forms.
 */
export function hmac({
  header = 'Ten99Policy-Signature',
  secretEncoding = 'text',
  encoding = 'hex',
  prefix = '',
}: HmacOptions = {}): SignatureScheme {
  const digest = (rawBody: Buffer | string, secret: string) =>
    createHmac('sha256', keyOf(secret, secretEncoding)).update(rawBody).digest();
  const takes = (secret: string) => WRITTEN[secretEncoding].test(bare(secret));
  return {
    name: 'hmac',
    toleranceSeconds: null,
    takes,

    verify(request) {
      const secrets = usableOf(request.secrets, takes);
      if (secrets.length === 0) return 'no_secret_configured';
      const text = headerOf(request, header);
      if (text === '') return 'signature_missing';
      const signatures = text
        .split(',')
        .slice(0, MAX_SIGNATURES)
        .flatMap((one) => signatureIn(one));
      if (signatures.length === 0) return 'signature_malformed';
      const fits = secrets.some((secret) => {
        const expected = digest(request.rawBody, secret);
        return signatures.some((given) => timingSafeEqual(given, expected));
      });
      return fits ? null : 'signature_mismatch';
    },

    sign(rawBody, secret) {
      return { [header]: `${prefix}${digest(rawBody, secret).toString(encoding)}` };
    },
  };
}

function keyOf(secret: string, encoding: SecretEncoding): Buffer {
  if (encoding === 'text') return Buffer.from(secret);
  return Buffer.from(bare(secret), encoding);
}

/** Node decodes as far as it can: another secret would become a short key, or the empty one that everybody has. */
const WRITTEN = { text: /^/, hex: /^([\da-f]{2}){8,}$/i, base64: /^[\w+/-]{11,}={0,2}$/ };

const bare = (secret: string) => secret.replace(/^whsec_/, '');

/** A digest has 32 bytes: 64 letters of hex, or 43 of base64 and its padding. */
function signatureIn(text: string): Buffer[] {
  const value = text.trim().replace(/^(sha256|v1)=/i, '');
  if (/^[\da-f]{64}$/i.test(value)) return [Buffer.from(value, 'hex')];
  return /^[\w+/-]{43}=?$/.test(value) ? [Buffer.from(value, 'base64')] : [];
}
