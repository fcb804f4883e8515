import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { SandboxContext } from './context';

/** Tells forms of the sandbox's own pages from those of other sites and other browsers. */
export interface FormGuard {
  /** The token for forms about this subject in this browser; the browser is told apart by a cookie of random bytes. */
  readonly token: (context: SandboxContext, req: Request, res: Response, subject: string) => string;
  /** True when the form was served to this browser by this sandbox, and posted from its own page. */
  readonly isOwn: (context: SandboxContext, req: Request, subject: string, token: unknown) => boolean;
  /** The browser, told apart by its cookie. */
  readonly browserOf: (req: Request) => string | undefined;
}

/** A guard with a cookie of its own, sent for addresses below `path`. */
export function formGuard(cookie: string, path: string): FormGuard {
  const pattern = new RegExp(`(?:^|;\\s*)${cookie}=([\\w-]{32})(?:;|$)`);
  const browserOf = (req: Request) => pattern.exec(req.get('cookie') ?? '')?.[1];
  const tokenOf = (context: SandboxContext, browser: string, subject: string) =>
    createHmac('sha256', context.formSecret).update(`${browser}.${subject}`).digest('base64url');
  return {
    browserOf,
    token(context, req, res, subject) {
      const browser = browserOf(req) ?? randomBytes(24).toString('base64url');
      res.cookie(cookie, browser, { httpOnly: true, sameSite: 'lax', path });
      return tokenOf(context, browser, subject);
    },
    isOwn(context, req, subject, token) {
      const browser = browserOf(req);
      const site = req.get('sec-fetch-site');
      if (browser === undefined || typeof token !== 'string') return false;
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
      const expected = Buffer.from(tokenOf(context, browser, subject));
      const given = Buffer.from(token);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
