import type { IRouter, NextFunction, Request, Response } from 'express';
import { networkOf } from '../lib/network';
import { patterns, type Paths } from '../paths';
import type { SignInAttemptRepository } from '../store/sign-in-attempts';
import type { OperatorSessions } from './operator-sessions';
import type { PageOptions, PageSettings } from '../pages/page';
import { render, view } from '../pages/view';
import { keptFields, showUnsent } from './show-unsent';

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
export function setUpOperatorSession(router: IRouter, { sessions }: OperatorAccess): void {
  if (sessions === null) return;
  router.use(async (req, _res, next) => {
    req.browser.signedIn = await sessions.has(req.browser);
    next();
  });
}

/**
 * A password before all pages mounted after this.
 * DEMO ONLY: one password for all operators. Replace it with the sign-in of your platform.
 */
export function setUpOperatorAccess(router: IRouter, access: OperatorAccess): void {
  const { sessions, pages } = access;
  const { paths } = pages;
  if (sessions === null) return;

  router.get(patterns.signIn, (req, res, next) => {
    // Another tab may have signed in meanwhile.
    if (req.browser.signedIn) return goOn(req, res, next, paths);
    showForm(req, res, pages, res.statusCode, null);
  });

  router.post(patterns.signIn, async (req, res, next) => {
    if (req.browser.signedIn) return goOn(req, res, next, paths);
    const { password } = req.body as Record<string, unknown>;
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
      return showForm(req, res, pages, 400, `The password is not right. ${HINT}`);
    }
    await access.attempts.forget(network);
    await sessions.start(req.browser);
    req.log.info({ network }, 'signed in');
    goOn(req, res, next, paths);
  });

  // With a token out of date: any page has the button.
  router.get(patterns.signOut, (req, res, next) => {
    if (!req.unsent) return res.redirect(303, paths.home);
    req.url = patterns.home;
    next();
  });

  router.post(patterns.signOut, async (req, res) => {
    await sessions.end(req.browser);
    req.log.info('signed out');
    res.redirect(303, paths.signIn);
  });

  router.use((req, res, next) => {
    if (req.browser.signedIn) {
      sessions.endWithSession(req.browser, res);
      return next();
    }
    if (req.method === 'POST' || req.unsent) {
      showUnsent(req, SIGNED_OUT);
      return showForm(req, res, pages, 403, null);
    }
    // A live page whose session is over: an event stream stops without an error at "no content", not at a page.
    if (req.accepts(['html', EVENT_STREAM]) === EVENT_STREAM) return void res.sendStatus(204);
    res.redirect(303, `${paths.signIn}?return_to=${encodeURIComponent(req.originalUrl)}`);
  });
}

const EVENT_STREAM = 'text/event-stream';
const SIGNED_OUT =
  'You are not signed in any more, so nothing was sent: sign in, and the form is there again as you filled it in.';
const SIGNED_IN =
  'This is the form as you filled it in before you signed in: nothing was sent yet, so press its button again.';

/**
 * Goes on to where the sign-in was wanted: to a page, or to the form that was not sent, which the sign-in form carried
 * along. So nothing of it has to be stored.
 */
function goOn(req: Request, res: Response, next: NextFunction, paths: Paths): void {
  const target = safeReturn(wantedReturn(req), paths);
  const fields = carriedFields(req);
  if (Object.keys(fields).length === 0) return res.redirect(303, target);
  req.body = fields;
  showUnsent(req, SIGNED_IN);
  req.url = target.slice(req.baseUrl.length);
  res.status(200);
  next();
}

/** Counts an attempt; gives back how many seconds the network has to wait, or 0. */
async function countAttempt({ attempts, now }: OperatorAccess, network: string): Promise<number> {
  const { count, endsAt } = await attempts.add(network, LIMIT.withinMs);
  return count > LIMIT.attempts ? Math.max(1, Math.ceil((endsAt - now()) / 1000)) : 0;
}

interface SignInView {
  error: string | null;
  returnTo: string;
  /** What the form carries on of one that was not sent. */
  fields: { name: string; value: string }[];
  /** Where the password is set. */
  hint: string;
}
const HINT = 'It is the value of OPERATOR_PASSWORD.';
export const signInView = view<SignInView>('sign-in');

function showForm(
  req: Request,
  res: Response,
  pages: PageOptions,
  status: number,
  error: string | null,
): void {
  const fields = Object.entries(carriedFields(req)).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
  const title = error === null ? 'Sign in' : 'Error: Sign in';
  res.status(status);
  const settings: PageSettings = { title, chrome: 'bare', scripts: [] };
  const returnTo = safeReturn(wantedReturn(req), pages.paths);
  render(res, signInView, pages, settings, { error, returnTo, fields, hint: HINT });
}

/** What the sign-in form holds of a form that was not sent. */
function carriedFields(req: Request): Record<string, string | string[]> {
  const { return_to: _own, ...fields } = keptFields(req.body);
  return fields;
}

function wantedReturn(req: Request): unknown {
  const { return_to: wanted } = (req.body ?? {}) as Record<string, unknown>;
  if (req.path === patterns.signIn) return wanted ?? req.query.return_to;
  return req.originalUrl;
}

/** Only a path of this app: never another site, or another part of the one around it. */
function safeReturn(wanted: unknown, { home }: Paths): string {
  const ours = typeof wanted === 'string' && wanted.startsWith(home) && /^\/(?![/\\])[^\\\s]*$/.test(wanted);
  return ours ? wanted : home;
}
