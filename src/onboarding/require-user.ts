import type { RequestHandler } from 'express';
import type { Host } from '../pages/host';
import { PageError } from '../pages/page-errors';

const EVENT_STREAM = 'text/event-stream';

/** Lets nobody in whom the host does not know, whatever it forgot to mount before. */
export function requireUser({ user }: Pick<Host, 'user'>): RequestHandler {
  return (req, res, next) => {
    if (user(req)) return next();
    // An event stream stops without an error at "no content", not at a page.
    if (req.accepts(['html', EVENT_STREAM]) === EVENT_STREAM) return void res.sendStatus(204);
    next(new NotSignedInError());
  };
}

class NotSignedInError extends PageError {
  constructor() {
    super(401, 'Nobody is signed in', 'These pages are for operators.', 'Sign in, then open the page again.');
  }
}
