import { createHmac, timingSafeEqual } from 'node:crypto';

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

/**
 * `Ten99Policy-Signature: t=<epoch seconds>,v1=<hex>`, where v1 is HMAC-SHA256 over `<t>.<raw body>` with the
 * whole secret as key. Several v1 may be given. This is the scheme of an early version of the vendor's Node SDK
 * (July 2022); whether the service sends it today is not documented.
 */
export const timestampedSignature: SignatureScheme = {
  name: 't=,v1=',

  verify({ headers, rawBody, secrets, now }) {
    if (secrets.length === 0) return 'no_secret_configured';
    const header = headers[HEADER];
    if (typeof header !== 'string' || header === '') return 'signature_missing';
    const parsed = parseHeader(header);
    if (!parsed) return 'signature_malformed';
    if (parsed.timestamp < now - TOLERANCE_SECONDS) return 'timestamp_too_old';
    if (parsed.timestamp > now + TOLERANCE_SECONDS) return 'timestamp_in_future';
    const fits = secrets.some((secret) => {
      const expected = digest(rawBody, secret, parsed.timestamp);
      return parsed.signatures.some(
        (given) => given.length === expected.length && timingSafeEqual(given, expected),
      );
    });
    return fits ? null : 'signature_mismatch';
  },

  sign(rawBody, secret, now) {
    return { 'Ten99Policy-Signature': `t=${now},v1=${digest(rawBody, secret, now).toString('hex')}` };
  },
};

function digest(rawBody: Buffer | string, secret: string, timestamp: number): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
}

function parseHeader(header: string): { timestamp: number; signatures: Buffer[] } | null {
  let timestamp: number | null = null;
  const signatures: Buffer[] = [];
  for (const part of header.split(',')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === 't' && /^\d{1,12}$/.test(value)) timestamp = Number(value);
    if (name === 'v1' && /^[\da-f]{64}$/i.test(value)) signatures.push(Buffer.from(value, 'hex'));
  }
  return timestamp === null || signatures.length === 0 ? null : { timestamp, signatures };
}
