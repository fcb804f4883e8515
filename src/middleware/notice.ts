import type { Request, Response } from 'express';
import { z } from 'zod';

/** What a page says at its top. */
export interface Notice {
  kind: 'success' | 'info' | 'warning';
  text: string;
}

const notice = z.strictObject({ kind: z.enum(['success', 'info', 'warning']), text: z.string().max(1000) });

const HTTPS_NAME = '__Host-notice';
const HTTP_NAME = 'notice';
const options = { httpOnly: true, sameSite: 'lax', path: '/' } as const;

/**
 * Lets the next page of this browser say something, once: it is not there again when that page is reloaded. A cookie
 * carries it, as a change of the session would wait for the disk, twice. `https`: whether browsers reach us by https.
 */
export function sayOnNextPage(res: Response, said: Notice, https: boolean): void {
  const name = https ? HTTPS_NAME : HTTP_NAME;
  res.cookie(name, JSON.stringify(said), { ...options, secure: https, maxAge: 60_000 });
}

/** What this page has to say from the request before it. Takes it, unless a script of a page asks in the background. */
export function takeNotice(req: Request): Notice | null {
  if (req.headers['sec-fetch-dest'] === 'empty') return null;
  const [, name = '', value = ''] =
    /(?:^|;\s*)((?:__Host-)?notice)=([^;]*)/.exec(req.headers.cookie ?? '') ?? [];
  if (name === '') return null;
  req.res?.clearCookie(name, { ...options, secure: name === HTTPS_NAME });
  return readNotice(value);
}

function readNotice(value: string): Notice | null {
  try {
    return notice.safeParse(JSON.parse(decodeURIComponent(value))).data ?? null;
  } catch {
    return null;
  }
}
