import type { RequestHandler } from 'express';
import { patterns } from '../paths';
import { expressWebhook } from './express';
import type { WebhookOptions } from './delivery';
import { toObjectLogger, type AnyLogger } from './logger';
import { send } from './node';
import { refusal } from './receive';

/** Paths that were meant for this route: with other slashes, in other case, with a part left out or another before. */
const NEARLY = /(^|\/)(web-?hooks?|1099-?policy)(\/|$)/i;

/**
 * `POST /webhooks/1099policy`; one that nearly came there is told the right path, which is `here`. Mount it before any
 * body parser.
 */
export function webhookRoutes(options: WebhookOptions & { logger: AnyLogger; here: string }): RequestHandler {
  const logger = toObjectLogger(options.logger);
  const route = expressWebhook({ ...options, path: patterns.webhook });
  return (req, res, next) =>
    route(req, res, () => {
      if (req.method !== 'POST' || !NEARLY.test(req.path)) return next();
      logger.warn({ path: req.path.slice(0, 100) }, 'webhook delivery sent to a wrong path');
      const message = `Send events to ${options.here}. The path has to be exactly this.`;
      send(res, refusal(404, 'wrong_path', message));
    });
}
