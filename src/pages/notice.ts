import type { Request, Response } from 'express';
import { z } from 'zod';

/** What a page says at its top. */
export interface Notice {
  kind: 'success' | 'info' | 'warning';
  text: string;
}

const notice = z.strictObject({ kind: z.enum(['success', 'info', 'warning']), text: z.string().max(1000) });
const NAME = 'notice';
const LIFE_MS = 60_000;

/**
 * Lets the next page of this browser say something, once: it is not there again when that page is reloaded. A cookie
 * carries it, so nothing has to wait for the disk.
 */
export function sayOnNextPage(res: Response, said: Notice): void {
  res.req.browser.keep(NAME, JSON.stringify(said), LIFE_MS);
}

/** What this page has to say from the request before it. Takes it, unless a script of a page asks in the background. */
export function takeNotice(req: Request): Notice | null {
  if (req.headers['sec-fetch-dest'] === 'empty') return null;
  const kept = req.browser.take(NAME);
  return kept === null ? null : readNotice(kept);
}

function readNotice(text: string): Notice | null {
  try {
    return notice.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
