import type { Request } from 'express';

/** The page of ours, at or below `home`, that the form was on; to be read from the address alone. */
export function pageBefore(req: Request, home: string): string | null {
  const referer = req.get('referer');
  if (referer === undefined || !URL.canParse(referer)) return null;
  const { host, pathname, search } = new URL(referer);
  return host === req.get('host') && pathname.startsWith(home) && !pathname.startsWith('//')
    ? pathname + search
    : null;
}
