import { timingSafeEqual } from 'node:crypto';
import type { Express, Request } from 'express';
import { CrossSiteError, FormExpiredError } from './page-errors';
import { READS } from './set-up-method-check';

/**
 * Every form that changes something comes from a page of ours, and carries a token. The token is an HMAC of the id
 * that the browser keeps in its cookie (OWASP's "signed double-submit cookie"): another site can neither read the one
 * nor make the other, and nothing has to be stored. Signing in changes the id, and so the token.
 */
export function setUpCsrf(app: Express, publicUrl: string): void {
  app.use((req, _res, next) => {
    if (READS.includes(req.method)) return next();
    if (!isSameSite(req, publicUrl)) return next(new CrossSiteError());
    next(hasToken(req) ? undefined : new FormExpiredError());
  });
}

/** The token for the forms of a page. Gives the browser an id when it has none. */
export function csrfToken({ browser }: Request): string {
  return browser.sign(browser.id ?? browser.giveId(), 'form');
}

function hasToken(req: Request): boolean {
  const given = (req.body as Record<string, unknown> | undefined)?._csrf;
  if (typeof given !== 'string' || req.browser.id === null) return false;
  const [expected, sent] = [Buffer.from(csrfToken(req)), Buffer.from(given)];
  return expected.length === sent.length && timingSafeEqual(expected, sent);
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
