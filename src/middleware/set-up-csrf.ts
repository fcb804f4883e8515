import { timingSafeEqual } from 'node:crypto';
import type { IRouter, Request } from 'express';
import { CrossSiteError } from './own-errors';
import { READS } from './set-up-method-check';
import { CSRF_FIELD, showUnsent } from './show-unsent';

/**
 * Every form that changes something comes from a page of ours, and carries a token. The token is an HMAC of the id
 * that the browser keeps in its cookie (OWASP's "signed double-submit cookie"): another site can neither read the one
 * nor make the other, and nothing has to be stored. Signing in changes the id, and so the token.
 *
 * A form from here whose token does not fit (the sign-in ended or was another tab's, the secret changed) is not
 * carried out: its page comes back with what was typed, and with the token of now.
 */
export function setUpCsrf(router: IRouter, publicUrl: string): void {
  router.use((req, res, next) => {
    if (READS.includes(req.method)) return next();
    if (!isSameSite(req, publicUrl)) return next(new CrossSiteError());
    if (!hasToken(req)) {
      res.status(403);
      showUnsent(req, req.browser.id === null ? `${OUT_OF_DATE} ${NO_COOKIE}` : OUT_OF_DATE);
    }
    next();
  });
}

const OUT_OF_DATE =
  'This form was out of date, so nothing was sent: check what you filled in, and press the button again.';
const NO_COOKIE = 'If this page comes again, let the browser keep cookies for this address.';

/** The token for the forms of a page. Gives the browser an id when it has none. */
export function csrfToken({ browser }: Request): string {
  return browser.sign(browser.id ?? browser.giveId(), 'form');
}

function hasToken(req: Request): boolean {
  const given = (req.body as Record<string, unknown> | undefined)?.[CSRF_FIELD];
  if (typeof given !== 'string' || req.browser.id === null) return false;
  const [expected, sent] = [Buffer.from(csrfToken(req)), Buffer.from(given)];
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}

/**
 * Browsers say where a request comes from; other clients say nothing and are left to the token. (What such a client
 * sends without it is at most shown to itself.)
 */
export function isSameSite(req: Request, publicUrl: string): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = req.headers;
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === req.headers.host;
}
