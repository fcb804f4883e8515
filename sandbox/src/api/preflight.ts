import type { RequestHandler } from 'express';
import { methodsAt } from '../openapi/operation-index';

/**
 * Answers OPTIONS without a key, as browsers ask before a call without showing theirs. No page of another origin is
 * allowed to go on, unless the settings name it: the key is secret and has no place in a browser, and any test key would
 * read the secrets of webhook endpoints. What the vendor answers is not documented.
 */
export const answerPreflight: RequestHandler = (req, res, next) => {
  const methods = req.method === 'OPTIONS' ? methodsAt(req.path) : [];
  if (methods.length === 0) return next();
  res.set('Allow', ['OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : []), ...methods].join(', '));
  res.status(204).end();
};
