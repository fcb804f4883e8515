import type { Request } from 'express';

/** What a page says at its top. */
export interface Notice {
  kind: 'success' | 'info' | 'warning';
  text: string;
}

declare module 'express-session' {
  interface SessionData {
    /** What the next page says, once. */
    notice?: Notice;
  }
}

/** Lets the next page of this browser say something, once: it is not there again when that page is reloaded. */
export function sayOnNextPage(req: Request, notice: Notice): void {
  req.session.notice = notice;
}

/** What this page has to say from the request before it. Takes it, unless a script of a page asks in the background. */
export function takeNotice(req: Request): Notice | null {
  // The session is missing on pages that have none.
  const session = req.session as typeof req.session | undefined;
  if (!session?.notice || req.headers['sec-fetch-dest'] === 'empty') return null;
  const { notice } = session;
  delete session.notice;
  return notice;
}
