import type { RequestHandler } from 'express';
import { patterns } from '../paths';
import { expressWebhook } from './express';
import type { WebhookOptions } from './delivery';
import { toObjectLogger, type AnyLogger } from './logger';
import { send } from './node';
import { refusal } from './receive';

/** Our path and no other's, in other case, with other slashes, or with a letter more or less. */
const OURS = /^\/+web-?hooks?\/+1099-?policy\/*$/i;
/** What may have been meant for us where nobody else takes it: with a part left out, or another before. */
const MAY_BE_OURS = /(^|\/)(web-?hooks?|1099-?policy)(\/|$)/i;

interface Told extends Pick<WebhookOptions, 'onRejected'> {
  /** The right path, from the root of the site. */
  here: string;
  logger: AnyLogger;
}

/**
 * `POST /webhooks/1099policy`; one in another spelling is told the right path. All others go on: the site around it has
 * webhooks of its own. Mount it before any body parser.
 */
export function webhookRoutes({ here, ...options }: WebhookOptions & Told): RequestHandler {
  const route = expressWebhook({ ...options, path: patterns.webhook });
  const otherSpelling = tellPath(OURS, { ...options, here });
  return (req, res, next) => route(req, res, () => otherSpelling(req, res, next));
}

/** Tells a delivery that nobody took the right path. For where everything else is not found. */
export const strayDeliveries = (options: Told): RequestHandler => tellPath(MAY_BE_OURS, options);

function tellPath(meant: RegExp, options: Told): RequestHandler {
  const logger = toObjectLogger(options.logger);
  return (req, res, next) => {
    if (req.method !== 'POST' || !meant.test(req.path)) return next();
    logger.warn({ path: req.path.slice(0, 100) }, 'webhook delivery sent to a wrong path');
    const message = `Send events to ${options.here}. The path has to be exactly this.`;
    const came = { headers: req.headers, from: req.ip ?? req.socket.remoteAddress, rawBody: null };
    options.onRejected?.({ ...came, status: 404, reason: 'wrong_path' });
    send(res, refusal(404, 'wrong_path', message));
  };
}
