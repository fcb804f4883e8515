import type { IRouter } from 'express';
import { CrossSiteError } from './own-errors';
import { patterns } from '../paths';
import { isSameSite } from './set-up-csrf';

/**
 * What is asked in JSON changes nothing here and carries no token of a form, so it leaves the guard before that is
 * looked for, and before a page of the sign-in would be the answer. Scripts of other sites are refused.
 */
export function setUpApiAccess(router: IRouter, publicUrl: string): void {
  router.use((req, _res, next) => {
    if (!req.path.startsWith(patterns.api)) return next();
    next(isSameSite(req, publicUrl) ? 'router' : new CrossSiteError());
  });
}
