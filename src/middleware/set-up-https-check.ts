import type { IRouter, Request } from 'express';
import { UnknownProtocolError } from './own-errors';
import { READS } from './set-up-method-check';

/**
 * Browsers keep the cookie of an https address only where they use https. A form that comes without the cookie, and
 * without the proxy's word that the browser used https, is not blamed for its age.
 */
export function setUpHttpsCheck(router: IRouter, https: boolean): void {
  if (!https) return;
  router.use((req, _res, next) => {
    const isFine = READS.includes(req.method) || req.browser.id !== null || cameByHttps(req);
    next(isFine ? undefined : new UnknownProtocolError());
  });
}

function cameByHttps(req: Request): boolean {
  const [nearest = ''] = String(req.headers['x-forwarded-proto'] ?? '').split(',');
  return req.secure || nearest.trim().toLowerCase() === 'https';
}
