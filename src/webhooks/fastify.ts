import type { IncomingMessage } from 'node:http';
import { readDelivery, type WebhookRouteOptions } from './node';
import { receiveWebhook } from './receive';
import { requireOptions } from './require-options';

/** What is used of a Fastify instance; so its types are not needed here. */
interface Instance {
  all(path: string, options: { onRequest: Hook }, handler: () => void): unknown;
}
type Hook = (request: { raw: IncomingMessage; ip: string }, reply: Reply) => Promise<unknown>;
interface Reply {
  code(status: number): Reply;
  headers(values: Record<string, string>): Reply;
  send(body: object): Reply;
}

/**
 * A plugin for Fastify: `app.register(fastifyWebhook({ path: '/webhooks/1099policy', … }))`. It answers before any
 * parser takes the body, so it does not matter which are registered.
 * @throws UnusableSecretError, TypeError
 */
export function fastifyWebhook(given: WebhookRouteOptions) {
  requireOptions(given);
  const { path = '/', ...options } = given;
  const onRequest: Hook = async ({ raw, ip }, reply) => {
    const { status, headers, body } = await receiveWebhook(
      await readDelivery(Object.assign(raw, { ip })),
      options,
    );
    return reply
      .code(status)
      .headers({ ...headers })
      .send(body);
  };
  return (app: Instance, _options: unknown, done: () => void): void => {
    app.all(path, { onRequest }, () => undefined);
    done();
  };
}
