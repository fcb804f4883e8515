import { z } from 'zod';
import type { Request } from 'express';
import type { Host } from './host';

/** What a page says at its top. */
export interface Notice {
  kind: 'success' | 'info' | 'warning';
  text: string;
}

const notice = z.strictObject({ kind: z.enum(['success', 'info', 'warning']), text: z.string().max(1000) });

/** What is kept for a browser until its next page. */
interface Kept {
  policyAppNotice?: unknown;
}

/** Lets the next page of this browser say something, once: it is not there again when that page is reloaded. */
export function sayOnNextPage(req: Request, { session }: Pick<Host, 'session'>, said: Notice): void {
  const kept: Kept | undefined = session(req);
  if (kept) kept.policyAppNotice = JSON.stringify(said);
}

/** What this page has to say from the request before it. Takes it, unless a script of a page asks in the background. */
export function takeNotice(req: Request, { session }: Pick<Host, 'session'>): Notice | null {
  if (req.headers['sec-fetch-dest'] === 'empty') return null;
  const kept: Kept | undefined = session(req);
  const text = kept?.policyAppNotice;
  if (!kept || typeof text !== 'string') return null;
  kept.policyAppNotice = undefined;
  return readNotice(text);
}

function readNotice(text: string): Notice | null {
  try {
    return notice.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
