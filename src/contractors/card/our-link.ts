import type { Request } from 'express';

/**
 * The key of a link of ours that was followed, to a GET that makes something; null where it was not: what only looks
 * ahead, what comes from another site, and what was typed makes nothing.
 */
export function keyOfOurLink(req: Request): string | null {
  const { key } = req.query;
  const site = req.get('sec-fetch-site');
  const isAhead = /prefetch|preview/.test(`${req.get('sec-purpose')} ${req.get('purpose')}`);
  const isKey = typeof key === 'string' && /^[\w-]{8,64}$/.test(key);
  const isForeign = site !== undefined && site !== 'same-origin';
  return req.method === 'GET' && isKey && !isAhead && !isForeign ? key : null;
}
