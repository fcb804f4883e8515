import type { Express, Request } from 'express';
import { UnknownProtocolError } from './page-errors';
import { READS } from './set-up-method-check';

/**
 * Behind https the session's cookie is sent only where the proxy says that the browser used https. Without that word
 * no form could be sent, and the missing cookie would be blamed on the form.
 */
export function setUpHttpsCheck(app: Express, https: boolean): void {
  if (!https) return;
  app.use((req, _res, next) => {
    next(READS.includes(req.method) || cameByHttps(req) ? undefined : new UnknownProtocolError());
  });
}

/** As the session reads it. */
function cameByHttps(req: Request): boolean {
  const [nearest = ''] = String(req.headers['x-forwarded-proto'] ?? '').split(',');
  return req.secure || nearest.trim().toLowerCase() === 'https';
}
