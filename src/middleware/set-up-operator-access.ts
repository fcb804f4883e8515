import { createHash, timingSafeEqual } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { paths } from '../paths';
import { pageOf, type PageOptions } from './page';

/**
 * A password before all pages mounted after this. Does nothing when no password is set, which the settings allow
 * on a loopback address only.
 * DEMO ONLY: one password for all operators. Replace it with the sign-in of your platform.
 */
export function setUpOperatorAccess(app: Express, password: string | null, options: PageOptions): void {
  if (password === null) return;
  // Ten wrong passwords from one address, then a pause of fifteen minutes.
  const attempts = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

  app.get(paths.signIn, (req, res) => {
    if (req.session.signedIn) return res.redirect(303, safeReturn(req.query.return_to));
    showForm(req, res, options, 200, null);
  });

  app.post(paths.signIn, async (req, res) => {
    const body = req.body as Record<string, unknown>;
    if (body.password === '') return showForm(req, res, options, 400, 'Enter the password.');
    const address = req.ip ?? 'unknown';
    const pauseSeconds = await secondsToWait(attempts, address);
    if (pauseSeconds > 0) {
      res.set('Retry-After', String(pauseSeconds));
      return showForm(req, res, options, 429, 'Too many attempts. Wait fifteen minutes and try again.');
    }
    if (!isSame(typeof body.password === 'string' ? body.password : '', password)) {
      req.log.warn({ address }, 'sign-in refused');
      return showForm(
        req,
        res,
        options,
        400,
        'The password is not right. It is the value of OPERATOR_PASSWORD.',
      );
    }
    await attempts.delete(address);
    // A new session id, so that an id planted before the sign-in is worth nothing.
    await new Promise<void>((resolve, reject) =>
      req.session.regenerate((error?: Error) => (error ? reject(error) : resolve())),
    );
    req.session.signedIn = true;
    res.redirect(303, safeReturn(body.return_to));
  });

  app.post(paths.signOut, (req, res, next) => {
    req.session.destroy((error: unknown) => (error ? next(error) : res.redirect(303, paths.signIn)));
  });

  app.use((req, res, next) => {
    if (req.session.signedIn) return next();
    if (req.method !== 'GET') return res.redirect(303, paths.signIn);
    res.redirect(303, `${paths.signIn}?return_to=${encodeURIComponent(req.originalUrl)}`);
  });
}

/** Counts an attempt; gives back how long the address has to wait, or 0. */
async function secondsToWait(attempts: RateLimiterMemory, address: string): Promise<number> {
  try {
    await attempts.consume(address);
    return 0;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return Math.ceil(reason.msBeforeNext / 1000);
    throw reason;
  }
}

function showForm(
  req: Request,
  res: Response,
  options: PageOptions,
  status: number,
  error: string | null,
): void {
  const body = req.body as Record<string, unknown> | undefined;
  const wanted = body?.return_to ?? req.query.return_to;
  res.status(status).render('sign-in', {
    page: pageOf(req, options, {
      title: error === null ? 'Sign in' : 'Error: Sign in',
      chrome: 'bare',
      scripts: [],
    }),
    model: { error, returnTo: safeReturn(wanted) },
  });
}

/** Only a path of this app: never another site. */
function safeReturn(wanted: unknown): string {
  const ours = typeof wanted === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(wanted);
  return ours ? wanted : paths.home;
}

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
