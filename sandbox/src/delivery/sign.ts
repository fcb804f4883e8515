import { createHmac } from 'node:crypto';

export interface Signed {
  secret: string;
  /** The event, the same at each attempt. */
  id: string;
  body: string;
  /** Real time of the attempt, epoch seconds: receivers compare it with their own clock. */
  seconds: number;
}

export interface SignatureScheme {
  readonly title: string;
  readonly headers: (signed: Signed) => Record<string, string>;
}

const header = 'Ten99Policy-Signature';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

/**
 * The ways a delivery can be signed; each endpoint has one. The vendor documents that deliveries are signed but, as
 * far as we know, not how. The first is the scheme of an early version of its Node SDK; the others are common.
 */
export const signatureSchemes = {
  timestamped: {
    title: 'HMAC-SHA256 of time and body',
    headers: ({ secret, body, seconds }) => ({
      [header]: `t=${seconds},v1=${hmac(secret, `${seconds}.${body}`).digest('hex')}`,
    }),
  },
  'standard-webhooks': {
    title: 'Standard Webhooks',
    headers: ({ secret, id, body, seconds }) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      return {
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${hmac(key, `${id}.${seconds}.${body}`).digest('base64')}`,
      };
    },
  },
  body: {
    title: 'HMAC-SHA256 of the body',
    headers: ({ secret, body }) => ({ [header]: hmac(secret, body).digest('hex') }),
  },
} as const satisfies Record<string, SignatureScheme>;

export type SchemeName = keyof typeof signatureSchemes;
export const schemeNames = Object.keys(signatureSchemes) as [SchemeName, ...SchemeName[]];

export const isSchemeName = (name: string): name is SchemeName => name in signatureSchemes;
