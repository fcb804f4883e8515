import type { IncomingMessage, ServerResponse } from 'node:http';
import getRawBody from 'raw-body';
import {
  MAX_BODY,
  type BodyProblem,
  type Delivery,
  type WebhookAnswer,
  type WebhookOptions,
} from './delivery';
import { receiveWebhook } from './receive';
import { requireOptions } from './require-options';

/** A request of `node:http`, with what frameworks add to it. */
export type WebhookRequest = IncomingMessage & {
  ip?: string | undefined;
  /** The bytes, where the platform keeps them for such routes. */
  rawBody?: unknown;
  body?: unknown;
};

/** Options of the routes. */
export type WebhookRouteOptions = WebhookOptions & {
  /** The path that is answered, to the letter. Absent: every request that comes here. */
  path?: string | undefined;
};

/**
 * For `http.createServer`, and any framework that hands over the request and the response of Node.
 * @throws UnusableSecretError, TypeError
 */
export function nodeWebhook(given: WebhookRouteOptions) {
  requireOptions(given);
  const { path, ...options } = given;
  return (req: WebhookRequest, res: ServerResponse): void => {
    if (path !== undefined && pathOf(req) !== path) return void res.writeHead(404).end();
    void answerDelivery(req, res, options);
  };
}

/** Reads the request, and answers it. Never rejects. */
export async function answerDelivery(
  req: WebhookRequest,
  res: ServerResponse,
  options: WebhookOptions,
): Promise<void> {
  try {
    send(res, await receiveWebhook(await readDelivery(req), options));
  } catch {
    // A logger that fails, for one. Anybody can send a delivery: it must not end the process.
    if (!res.headersSent) res.writeHead(500).end();
  }
}

/** Writes an answer, unless the host has given one meanwhile, such as that of a time limit. */
export function send(res: ServerResponse, { status, headers, body }: WebhookAnswer): void {
  if (res.headersSent) return;
  const text = JSON.stringify(body);
  const own = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  };
  res.writeHead(status, { ...headers, ...own }).end(text);
}

/** The delivery in a request, with its raw bytes. Never rejects. */
export async function readDelivery(req: WebhookRequest): Promise<Delivery> {
  const { method = '', headers } = req;
  return { method, headers, rawBody: await bytesOf(req), from: req.ip ?? req.socket.remoteAddress };
}

export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

async function bytesOf(req: WebhookRequest): Promise<Buffer | BodyProblem> {
  const kept = [req.rawBody, req.body].find((body) => Buffer.isBuffer(body));
  if (kept) return kept.length > MAX_BODY ? 'too_large' : kept;
  if (req.readableEnded || req.readableDidRead) return 'parsed_before';
  try {
    return await getRawBody(req, { limit: MAX_BODY, length: req.headers['content-length'] ?? null });
  } catch (error) {
    // raw-body leaves the rest paused, and the next request of the connection would wait behind it.
    req.resume();
    return (error as { status?: number }).status === 413 ? 'too_large' : 'unreadable';
  }
}
