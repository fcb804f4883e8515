import type { Router } from 'express';
import { methodsAt } from '../lib/methods-at';
import { MethodError, NotFoundError } from '../pages/page-errors';

/** Methods that change nothing: the routes themselves answer for them. */
export const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Says that there is no such address, or that it takes no such method, before anything is asked of a form. */
export function setUpMethodCheck(router: Router): void {
  router.use((req, res, next) => {
    if (READS.includes(req.method)) return next();
    const methods = methodsAt(router, req.path);
    if (methods.has(req.method)) return next();
    if (methods.size === 0) return next(new NotFoundError());
    res.set('Allow', [...methods].join(', '));
    next(new MethodError(req.method));
  });
}
