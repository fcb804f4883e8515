import type { RequestHandler } from 'express';
import { patterns } from '../paths';
import { BusyError } from '../pages/page-errors';

/** In one process. They share the connections that pages have to the API (MAX_SOCKETS in src/policy-api/agents.ts). */
export const MAX_WAITING_PAGES = 256;
const RETRY_AFTER_SECONDS = 5;

/**
 * Bounds the pages that wait to be answered: beyond, a page is answered 503 at once, before it costs anything. Not
 * counted are streams, which stay open, and forms that have not arrived whole, which anybody may begin to send.
 *
 * Pages that came together begin one after the other, each in a turn of the event loop of its own: webhooks, which need
 * a few turns, would else wait for all of them several times.
 */
export function pageBound(maxWaiting = MAX_WAITING_PAGES): RequestHandler {
  let waiting = 0;
  const inLine: (() => void)[] = [];

  function beginNext(): void {
    const begin = inLine.shift();
    if (inLine.length > 0) setImmediate(beginNext);
    begin?.();
  }

  return (req, res, next) => {
    if (req.path === patterns.changes) return next();
    if (waiting >= maxWaiting) {
      res.set('Retry-After', String(RETRY_AFTER_SECONDS));
      return next(new BusyError(RETRY_AFTER_SECONDS));
    }
    const count = () => {
      if (res.closed) return;
      waiting += 1;
      res.once('close', () => (waiting -= 1));
    };
    // A host's parser may have read it all.
    if (req.method === 'POST' && !req.readableEnded) req.once('end', count);
    else count();
    if (inLine.length === 0) setImmediate(beginNext);
    inLine.push(next);
  };
}
