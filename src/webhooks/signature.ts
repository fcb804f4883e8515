import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUsableSecret } from './secrets';

/** Why a signature was refused. Machine-readable: it is sent back and logged. */
export type SignatureProblem =
  | 'no_secret_configured'
  | 'signature_missing'
  | 'signature_malformed'
  | 'timestamp_too_old'
  | 'timestamp_in_future'
  | 'signature_mismatch';

export interface SignedRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  rawBody: Buffer;
  secrets: readonly string[];
  /** Epoch seconds. */
  now: number;
}

/**
 * One way of signing deliveries. The vendor's scheme is not public as far as we know, so it is a choice.
 * `verify` gives null when a secret fits, else the problem.
 */
export interface SignatureScheme {
  readonly name: string;
  verify(request: SignedRequest): SignatureProblem | null;
  /** The headers that a sender adds; the twin of `verify`, for tests and test senders. */
  sign(rawBody: Buffer | string, secret: string, now: number): Record<string, string>;
}

const HEADER = 'ten99policy-signature';
const TOLERANCE_SECONDS = 300;
/** Each costs a digest of the whole body. Honest senders give one, or two while something is changed over. */
const MAX_TIMES = 10;

/**
 * `Ten99Policy-Signature: t=<epoch seconds>,v1=<hex>`, where v1 is HMAC-SHA256 over `<t>.<raw body>` with the
 * whole secret as key. Several times and signatures may be given, in one header or in several: one that fits a
 * valid time is enough, as each signature covers its own time. This is the scheme of an early version of the
 * vendor's Node SDK (July 2022); whether the service sends it today is not documented.
 */
export const timestampedSignature: SignatureScheme = {
  name: 't=,v1=',

  verify({ headers, rawBody, secrets, now }) {
    const usable = secrets.filter(isUsableSecret);
    if (usable.length === 0) return 'no_secret_configured';
    const header = [headers[HEADER] ?? []].flat().join(',');
    if (header === '') return 'signature_missing';
    const { times, signatures } = parseHeader(header);
    if (signatures.length === 0 || times.length === 0 || times.length > MAX_TIMES) {
      return 'signature_malformed';
    }
    const valid = times.filter((time) => Math.abs(time - now) <= TOLERANCE_SECONDS);
    if (valid.length === 0) return Math.max(...times) < now ? 'timestamp_too_old' : 'timestamp_in_future';
    const fits = valid.some((time) =>
      usable.some((secret) => {
        const expected = digest(rawBody, secret, time);
        return signatures.some((given) => timingSafeEqual(given, expected));
      }),
    );
    return fits ? null : 'signature_mismatch';
  },

  sign(rawBody, secret, now) {
    return { 'Ten99Policy-Signature': `t=${now},v1=${digest(rawBody, secret, now).toString('hex')}` };
  },
};

function digest(rawBody: Buffer | string, secret: string, timestamp: number): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
}

/** All times, each once, and all signatures, each as long as a digest. Parts of other kinds are passed over. */
function parseHeader(header: string): { times: number[]; signatures: Buffer[] } {
  const times = new Set<number>();
  const signatures: Buffer[] = [];
  for (const part of header.split(',')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === 't' && /^\d{1,12}$/.test(value)) times.add(Number(value));
    if (name === 'v1' && /^[\da-f]{64}$/i.test(value)) signatures.push(Buffer.from(value, 'hex'));
  }
  return { times: [...times], signatures };
}
