import { z } from 'zod';
import type { Request } from 'express';
import type { Paths } from '../paths';
import type { Host } from './host';

/** What a page says at its top. */
export interface Notice {
  kind: 'success' | 'info' | 'warning';
  text: string;
}

/** What a page at or below `home` says: onboardings of one site share its session. */
const kept = z.strictObject({
  kind: z.enum(['success', 'info', 'warning']),
  text: z.string().max(1000),
  home: z.string(),
});

/** Where what is said is kept for a browser, and whose it is. */
interface Speaker {
  host: Pick<Host, 'session'>;
  paths: Pick<Paths, 'home'>;
}

/** What is kept for a browser until its next page. */
interface Session {
  policyAppNotice?: unknown;
}

/** Lets the next page of this browser say something, once: it is not there again when that page is reloaded. */
export function sayOnNextPage(req: Request, { host, paths }: Speaker, said: Notice): void {
  const session: Session | undefined = host.session(req);
  if (session) session.policyAppNotice = JSON.stringify({ ...said, home: paths.home });
}

/**
 * What this page has to say from the request before it. Takes it, unless a script of a page asks in the background; one
 * that sent what was pressed says so, and shows what comes.
 */
export function takeNotice(req: Request, { host, paths }: Speaker): Notice | null {
  if (req.headers['sec-fetch-dest'] === 'empty' && req.headers['policy-app-press'] === undefined) return null;
  const session: Session | undefined = host.session(req);
  const text = session?.policyAppNotice;
  if (!session || typeof text !== 'string') return null;
  const found = read(text);
  if (found && found.home !== paths.home) return null;
  session.policyAppNotice = undefined;
  return found && { kind: found.kind, text: found.text };
}

function read(text: string): z.infer<typeof kept> | null {
  try {
    return kept.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
