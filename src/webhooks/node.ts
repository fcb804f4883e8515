import type { IncomingMessage, ServerResponse } from 'node:http';
import getRawBody from 'raw-body';
import type { BodyProblem, Delivery, WebhookAnswer, WebhookOptions } from './delivery';
import { receiveWebhook } from './receive';
import { requireUsable } from './secrets';

/** The largest body that is read, in bytes. Real ones have a few thousand. */
const MAX_BODY = 256 * 1024;

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
 * @throws UnusableSecretError
 */
export function nodeWebhook({ path, ...options }: WebhookRouteOptions) {
  requireUsable(options.secrets);
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
  send(res, await receiveWebhook(await readDelivery(req), options));
}

/** Writes an answer, unless the connection is gone. */
export function send(res: ServerResponse, { status, headers, body }: WebhookAnswer): void {
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
    return (error as { status?: number }).status === 413 ? 'too_large' : 'unreadable';
  }
}
