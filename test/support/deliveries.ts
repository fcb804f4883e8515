import { timestamped } from '../../src/webhooks/schemes/timestamped';

export const SECRET = 'whsec_of_the_tests';

export interface Delivered {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface DeliveryOptions {
  secret?: string;
  /** Epoch seconds of the signature. */
  at?: number;
  headers?: Record<string, string>;
  method?: string;
}

/** Sends a delivery as the sender of webhooks does; signed, unless `secret` is empty. No Content-Type by itself. */
export async function deliver(
  appUrl: string,
  event: object | Uint8Array,
  {
    secret = SECRET,
    at = Math.floor(Date.now() / 1000),
    headers = {},
    method = 'POST',
  }: DeliveryOptions = {},
): Promise<Delivered> {
  const body = event instanceof Uint8Array ? Buffer.from(event) : Buffer.from(JSON.stringify(event));
  const response = await fetch(`${appUrl}/webhooks/1099policy`, {
    method,
    headers: { ...(secret && timestamped().sign(body, secret, at)), ...headers },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

let count = 0;
/** An event no other test has. */
export function anEvent(more: object = {}): { id: string; type: string; [attribute: string]: unknown } {
  count += 1;
  return {
    id: `ev_test${process.pid}x${count}`,
    type: 'policy.active',
    created: Math.floor(Date.now() / 1000),
    data: { id: `pl_test${count}` },
    ...more,
  };
}
