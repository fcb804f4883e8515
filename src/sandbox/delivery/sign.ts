import { createHmac } from 'node:crypto';

export const signatureHeader = 'Ten99Policy-Signature';

/**
 * `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, with the whole secret as key. The vendor documents that
 * deliveries are signed but, as far as we know, not how; this is the scheme of an early version of its Node SDK.
 */
export function sign(secret: string, body: string, seconds: number): string {
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hex}`;
}
