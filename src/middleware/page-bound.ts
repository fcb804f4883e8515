import type { RequestHandler, Response } from 'express';
import { AsyncResource } from 'node:async_hooks';
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
  const inLine: { res: Response; scope: AsyncResource; next: () => void }[] = [];

  function beginNext(): void {
    let first = inLine.shift();
    // Who has left waits for nothing.
    while (first?.res.closed) first = inLine.shift();
    if (inLine.length > 0) setImmediate(beginNext);
    first?.scope.runInAsyncScope(first.next);
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
    // What a host keeps for a request goes with it, not with the one before it in line.
    inLine.push({ res, scope: new AsyncResource('WaitingPage'), next: () => next() });
  };
}
