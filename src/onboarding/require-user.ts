import type { RequestHandler } from 'express';
import type { Host, User } from '../pages/host';
import { PageError } from '../pages/page-errors';
import { patterns } from '../paths';
import type { ObjectLogger } from '../webhooks/logger';

const EVENT_STREAM = 'text/event-stream';

/** Lets nobody in whom the host does not know, whatever it forgot to mount before. */
export function requireUser({ user }: Pick<Host, 'user'>): RequestHandler {
  return (req, res, next) => {
    if (userOf(user(req))) return next();
    // An event stream stops without an error at "no content", not at a page.
    if (req.accepts(['html', EVENT_STREAM]) === EVENT_STREAM) return void res.sendStatus(204);
    if (!req.path.startsWith(patterns.api)) return next(new NotSignedInError());
    res.set('WWW-Authenticate', 'Bearer');
    next(new NoKeyError());
  };
}

/**
 * A port that is asynchronous knows nobody: a promise would be somebody, whatever it becomes, and would end the process
 * where it fails.
 */
export function atOnce(user: Host['user'], logger: Pick<ObjectLogger, 'error'>): Host['user'] {
  let isSaid = false;
  return (req) => {
    const found: unknown = user(req);
    if (!(found instanceof Promise)) return found as User | null;
    found.catch(() => undefined);
    if (!isSaid)
      logger.error({}, '`user` gave a promise. It has to say at once who is signed in: nobody is.');
    isSaid = true;
    return null;
  };
}

function userOf(user: unknown): boolean {
  return typeof user === 'object' && user !== null && 'name' in user && typeof user.name === 'string';
}

class NotSignedInError extends PageError {
  constructor() {
    super(401, 'Nobody is signed in', 'These pages are for operators.', 'Sign in, then open the page again.');
  }
}

class NoKeyError extends PageError {
  constructor() {
    super(
      401,
      'Nobody is signed in, and no key is shown',
      'This is answered to operators, and to machines with a key.',
      'Make a key on the page Compliance, Keys, and send it as the header Authorization: Bearer KEY.',
    );
  }
}
