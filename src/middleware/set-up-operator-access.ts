import type { Express, Request, Response } from 'express';
import { networkOf } from '../lib/network';
import { paths } from '../paths';
import type { SignInAttemptRepository } from '../store/sign-in-attempts';
import type { OperatorSessions } from './operator-sessions';
import { pageOf, type PageOptions } from './page';

export interface OperatorAccess {
  /** Null where no password is set, which the settings allow on a loopback address only: then all are operators. */
  sessions: OperatorSessions | null;
  attempts: SignInAttemptRepository;
  pages: PageOptions;
  /** Epoch milliseconds. */
  now: () => number;
}

/** So many wrong passwords from one network, then sign-in waits there until the time is over. */
const LIMIT = { attempts: 10, withinMs: 15 * 60 * 1000 } as const;

/** Finds out whether the operator has signed in with this browser. */
export function setUpOperatorSession(app: Express, { sessions }: OperatorAccess): void {
  if (sessions === null) return;
  app.use(async (req, _res, next) => {
    req.browser.signedIn = await sessions.has(req.browser);
    next();
  });
}

/**
 * A password before all pages mounted after this.
 * DEMO ONLY: one password for all operators. Replace it with the sign-in of your platform.
 */
export function setUpOperatorAccess(app: Express, access: OperatorAccess): void {
  const { sessions, pages } = access;
  if (sessions === null) return;

  app.get(paths.signIn, (req, res) => {
    if (req.browser.signedIn) return res.redirect(303, safeReturn(req.query.return_to));
    showForm(req, res, pages, 200, null);
  });

  app.post(paths.signIn, async (req, res) => {
    const { password, return_to: returnTo } = req.body as Record<string, unknown>;
    if (password === '') return showForm(req, res, pages, 400, 'Enter the password.');
    const network = networkOf(req.ip);
    const pauseSeconds = await countAttempt(access, network);
    if (pauseSeconds > 0) {
      req.log.warn({ network, pauseSeconds }, 'sign-in locked');
      res.set('Retry-After', String(pauseSeconds));
      return showForm(req, res, pages, 429, 'Too many attempts. Wait fifteen minutes and try again.');
    }
    if (!sessions.isPassword(password)) {
      req.log.warn({ network }, 'sign-in refused');
      return showForm(
        req,
        res,
        pages,
        400,
        'The password is not right. It is the value of OPERATOR_PASSWORD.',
      );
    }
    await access.attempts.forget(network);
    await sessions.start(req.browser);
    req.log.info({ network }, 'signed in');
    res.redirect(303, safeReturn(returnTo));
  });

  app.post(paths.signOut, async (req, res) => {
    await sessions.end(req.browser);
    req.log.info('signed out');
    res.redirect(303, paths.signIn);
  });

  app.use((req, res, next) => {
    if (req.browser.signedIn) {
      sessions.endWithSession(req.browser, res);
      return next();
    }
    if (req.method !== 'GET') return res.redirect(303, paths.signIn);
    res.redirect(303, `${paths.signIn}?return_to=${encodeURIComponent(req.originalUrl)}`);
  });
}

/** Counts an attempt; gives back how many seconds the network has to wait, or 0. */
async function countAttempt({ attempts, now }: OperatorAccess, network: string): Promise<number> {
  const { count, endsAt } = await attempts.add(network, LIMIT.withinMs);
  return count > LIMIT.attempts ? Math.max(1, Math.ceil((endsAt - now()) / 1000)) : 0;
}

function showForm(
  req: Request,
  res: Response,
  pages: PageOptions,
  status: number,
  error: string | null,
): void {
  const body = req.body as Record<string, unknown> | undefined;
  const wanted = body?.return_to ?? req.query.return_to;
  res.status(status).render('sign-in', {
    page: pageOf(req, pages, {
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
