import type { ServerResponse } from 'node:http';
import { answerDelivery, pathOf, type WebhookRequest, type WebhookRouteOptions } from './node';
import { requireOptions } from './require-options';

/**
 * For Express 4 and 5: `app.use(expressWebhook({ path, … }))`, or `app.all(path, expressWebhook({ … }))`. Mount it
 * before any body parser: signatures are made over the raw bytes. Other paths go on to the next handler.
 * @throws UnusableSecretError, TypeError
 */
export function expressWebhook(given: WebhookRouteOptions) {
  requireOptions(given);
  const { path, ...options } = given;
  return (req: WebhookRequest, res: ServerResponse, next: () => void): void => {
    if (path !== undefined && pathOf(req) !== path) return next();
    void answerDelivery(req, res, options);
  };
}
