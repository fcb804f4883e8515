import type { RequestHandler } from 'express';
import { methodsAt } from '../openapi/operation-index';

/** What a page may read of an answer besides its body and the few headers that it always may. */
const EXPOSED = ['Date', 'request-id', 'Retry-After', 'Sandbox-Fault', 'Sandbox-Variants', 'Sandbox-Warning'];

/**
 * Lets pages of these origins call the API (CORS); `*` stands for every one. They show a key, as all clients do: cookies
 * are not allowed, and would open nothing. Nobody is let into the pages and the control API so.
 */
export function allowOrigins(origins: readonly string[] = []): RequestHandler {
  const all = origins.includes('*');
  return (req, res, next) => {
    if (origins.length === 0) return next();
    if (!all) res.vary('Origin');
    const origin = req.get('origin');
    if (origin === undefined || !(all || origins.includes(origin))) return next();
    res.set('Access-Control-Allow-Origin', all ? '*' : origin);
    if (req.method !== 'OPTIONS') res.set('Access-Control-Expose-Headers', EXPOSED.join(', '));
    else if (req.get('access-control-request-method') !== undefined) {
      res.vary('Access-Control-Request-Headers');
      res.set('Access-Control-Allow-Methods', methodsAt(req.path).join(', '));
      // All that it wants to send: a star would not stand for Authorization.
      const wanted = req.get('access-control-request-headers');
      if (wanted !== undefined) res.set('Access-Control-Allow-Headers', wanted);
    }
    next();
  };
}
