import { createHmac, timingSafeEqual } from 'node:crypto';
import { headerOf, timeProblem, TOLERANCE_SECONDS, usableOf, type SignatureScheme } from './scheme';

/** Each costs a digest of the whole body. Honest senders give one, or two while something is changed over. */
const MAX_TIMES = 10;

/**
 * `Ten99Policy-Signature: t=<epoch seconds>,v1=<hex>`, where v1 is HMAC-SHA256 over `<t>.<raw body>` with the
 * whole secret as key. Several times and signatures may be given, in one header or in several: one that fits a
 * valid time is enough, as each signature covers its own time. This is the scheme of an early version of the
 * vendor's Node SDK (July 2022); whether the service sends it today is not documented.
 */
export function timestamped({
  header = 'Ten99Policy-Signature',
  toleranceSeconds = TOLERANCE_SECONDS,
} = {}): SignatureScheme {
  return {
    name: 'timestamped',
    toleranceSeconds,
    takes: () => true,

    verify(request) {
      const { rawBody, now } = request;
      const secrets = usableOf(request.secrets);
      if (secrets.length === 0) return 'no_secret_configured';
      const text = headerOf(request, header);
      if (text === '') return 'signature_missing';
      const { times, signatures } = parseHeader(text);
      if (signatures.length === 0 || times.length === 0 || times.length > MAX_TIMES) {
        return 'signature_malformed';
      }
      const problem = timeProblem(times, now, toleranceSeconds);
      if (problem) return problem;
      const valid = times.filter((time) => timeProblem([time], now, toleranceSeconds) === null);
      const fits = valid.some((time) =>
        secrets.some((secret) => {
          const expected = digest(rawBody, secret, time);
          return signatures.some((given) => timingSafeEqual(given, expected));
        }),
      );
      return fits ? null : 'signature_mismatch';
    },

    sign(rawBody, secret, now) {
      return { [header]: `t=${now},v1=${digest(rawBody, secret, now).toString('hex')}` };
    },
  };
}

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
