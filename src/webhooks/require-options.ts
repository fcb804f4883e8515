import type { WebhookOptions } from './delivery';
import type { SignatureScheme } from './schemes/scheme';
import { secretList, requireUsable } from './secrets';

/**
 * What is wrong with the options of a route is said when it is mounted, not with each delivery. JavaScript checks no
 * types. No message holds a secret.
 * @throws UnusableSecretError, TypeError
 */
export function requireOptions({ secrets, schemes, record, confirm }: WebhookOptions): void {
  requireUsable(secrets);
  if (typeof record !== 'function') throw new TypeError('`record` has to be a function.');
  if (!Array.isArray(schemes) || !schemes.every(isScheme)) {
    throw new TypeError('`schemes` has to be a list of schemes, such as [timestamped()].');
  }
  if (schemes.length === 0 && !confirm) {
    throw new TypeError('Without `schemes` and without `confirm` no delivery could be verified.');
  }
  if (schemes.length > 0 && !secretList(secrets).every((secret) => isTaken(secret, schemes))) {
    throw new TypeError(
      'A webhook secret is not written as its scheme needs it, such as base64 after whsec_.',
    );
  }
}

/** Whether a scheme can use the secret. */
export function isTaken(secret: string, schemes: readonly SignatureScheme[]): boolean {
  return schemes.some((scheme) => scheme.takes(secret));
}

function isScheme(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'verify' in value && 'takes' in value;
}
