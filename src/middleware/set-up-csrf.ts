import { csrfSync } from 'csrf-sync';
import type { Express, Request } from 'express';
import { CrossSiteError, FormExpiredError } from './page-errors';
import { READS } from './set-up-method-check';

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req) =>
    (req.body as Record<string, unknown> | undefined)?._csrf as string | undefined,
});

/** Every form that changes something carries a token of the session, and comes from a page of ours. */
export function setUpCsrf(app: Express, publicUrl: string): void {
  app.use((req, _res, next) => {
    if (READS.includes(req.method)) return next();
    next(isSameSite(req, publicUrl) ? undefined : new CrossSiteError());
  });
  app.use((req, res, next) => {
    csrfSynchronisedProtection(req, res, (error?: unknown) =>
      next(error ? new FormExpiredError() : undefined),
    );
  });
}

/** The token for the forms of a page. Starts a session when there is none. */
export function csrfToken(req: Request): string {
  return generateToken(req);
}

/** Browsers say where a request comes from; other clients say nothing and are left to the token. */
function isSameSite(req: Request, publicUrl: string): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = req.headers;
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === req.headers.host;
}
