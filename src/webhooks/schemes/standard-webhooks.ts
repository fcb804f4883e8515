import { randomUUID, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { headerOf, timeProblem, TOLERANCE_SECONDS, usableOf, type SignatureScheme } from './scheme';

/**
 * Standard Webhooks (standardwebhooks.com): `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64>`,
 * HMAC-SHA256 over `<id>.<timestamp>.<body>`. The key is the secret after `whsec_`, decoded from base64. Some senders
 * spell the headers with another prefix, such as `svix`. The signature is made by the library of the standard; times
 * are compared with the clock that is given.
 */
export function standardWebhooks({
  prefix = 'webhook',
  toleranceSeconds = TOLERANCE_SECONDS,
} = {}): SignatureScheme {
  const names = { id: `${prefix}-id`, time: `${prefix}-timestamp`, signature: `${prefix}-signature` };
  return {
    name: 'standard-webhooks',
    toleranceSeconds,
    takes,

    verify(request) {
      const secrets = usableOf(request.secrets, takes);
      if (secrets.length === 0) return 'no_secret_configured';
      const [id, time, text] = [names.id, names.time, names.signature].map((name) => headerOf(request, name));
      if (!id || !time || !text) return 'signature_missing';
      const signatures = text.split(/[ ,]+/).filter((one) => one !== 'v1');
      if (!/^\d{1,12}$/.test(time) || signatures.length === 0) return 'signature_malformed';
      const problem = timeProblem([Number(time)], request.now, toleranceSeconds);
      if (problem) return problem;
      const fits = secrets.some((secret) => {
        const expected = signatureOf(secret, id, Number(time), request.rawBody);
        return signatures.some((given) => isSame(given, expected));
      });
      return fits ? null : 'signature_mismatch';
    },

    sign(rawBody, secret, now, id = `msg_${randomUUID()}`) {
      const signature = signatureOf(secret, id, now, rawBody);
      return { [names.id]: id, [names.time]: String(now), [names.signature]: `v1,${signature}` };
    },
  };
}

/** Whether the library can read a secret: base64, after `whsec_`. */
function takes(secret: string): boolean {
  try {
    return Boolean(new Webhook(secret));
  } catch {
    return false;
  }
}

/** @throws Error for a secret that is no base64 */
function signatureOf(secret: string, id: string, seconds: number, rawBody: Buffer | string): string {
  return new Webhook(secret).sign(id, new Date(seconds * 1000), rawBody).replace(/^v1,/, '');
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
