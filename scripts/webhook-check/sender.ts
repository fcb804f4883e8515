import { randomUUID } from 'node:crypto';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { SignatureScheme } from '../../src/webhooks/schemes/scheme';

/** Longer than any receiver should take. */
const TIMEOUT_MS = 15_000;
/** How many pieces a slow sender makes of a body, and how long it waits before each. */
const PIECES = 4;
const PAUSE_MS = 500;

export interface Target {
  url: string;
  /** The first signs; all are in force at the receiver. */
  secrets: readonly [string, ...string[]];
  scheme: SignatureScheme;
}

export type Headers = Record<string, string>;

/** The status of an answer, or in a word why there is none; and its JSON, if it is any. */
export interface Answer {
  status: number | 'closed' | 'no answer';
  body: Record<string, unknown>;
}

export interface SendOptions {
  method?: string;
  headers?: Headers;
  slowly?: boolean;
}

export const nowSeconds = () => Math.floor(Date.now() / 1000);

/** An event that nobody has seen before, of a policy that nobody has. */
export function newEvent(more: object = {}): Record<string, unknown> {
  const id = `ev_check${randomUUID().replaceAll('-', '')}`;
  return { id, type: 'policy.active', created: nowSeconds(), data: { id: 'pl_webhookcheck' }, ...more };
}

/** The headers of a signed delivery. `secret` and `at` (epoch seconds) where they are not the right ones. */
export function signed(target: Target, body: string, { secret = target.secrets[0], at = nowSeconds() } = {}) {
  return target.scheme.sign(body, secret, at);
}

/** Sends one delivery, and waits for the answer. Never rejects. */
export async function send(
  { url }: Target,
  body: string,
  { method = 'POST', headers = {}, slowly = false }: SendOptions = {},
): Promise<Answer> {
  const bytes = Buffer.from(body);
  const request = (url.startsWith('https:') ? overHttps : overHttp)(url, {
    method,
    headers: { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    agent: false,
  });
  // An answer may come before all is sent, and end the sending.
  const answered = once(request, 'response').then(([response]) =>
    readAnswer(response as AsyncIterable<Buffer> & { statusCode: number }),
  );
  answered.catch(() => undefined);
  const piece = Math.ceil(bytes.length / (slowly ? PIECES : 1)) || 1;
  for (let at = 0; at < bytes.length && !request.destroyed; at += piece) {
    if (slowly) await delay(PAUSE_MS);
    request.write(bytes.subarray(at, at + piece));
  }
  request.end();
  return answered.catch((error: unknown): Answer => {
    const isTimeout = error instanceof Error && error.name === 'AbortError';
    return { status: isTimeout ? 'no answer' : 'closed', body: {} };
  });
}

async function readAnswer(response: AsyncIterable<Buffer> & { statusCode: number }): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, body: jsonOf(Buffer.concat(chunks).toString()) };
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
