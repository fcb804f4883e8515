import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { SandboxContext } from '../context';

const cookieName = 'sandbox_application';

/** The token for a form of this session in this browser; the browser is told apart by a cookie of random bytes. */
export function formToken(context: SandboxContext, req: Request, res: Response, session: string): string {
  const browser = browserOf(req) ?? randomBytes(24).toString('base64url');
  res.cookie(cookieName, browser, { httpOnly: true, sameSite: 'lax', path: '/apply' });
  return tokenOf(context, browser, session);
}

/** True when the form was served to this browser by this sandbox, and posted from its own page. */
export function isOwnForm(context: SandboxContext, req: Request, session: string, token: unknown): boolean {
  const browser = browserOf(req);
  const site = req.get('sec-fetch-site');
  if (browser === undefined || typeof token !== 'string') return false;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const expected = Buffer.from(tokenOf(context, browser, session));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function tokenOf(context: SandboxContext, browser: string, session: string): string {
  return createHmac('sha256', context.formSecret).update(`${browser}.${session}`).digest('base64url');
}

/** The browser, told apart by its cookie. */
export function browserOf(req: Request): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{32})(?:;|$)`).exec(req.get('cookie') ?? '')?.[1];
}
