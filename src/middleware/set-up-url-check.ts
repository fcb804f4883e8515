import type { IRouter } from 'express';
import { NotFoundError } from '../pages/page-errors';

/** Nothing has a name with a NUL in it, and PostgreSQL cannot even look for one. */
export function setUpUrlCheck(router: IRouter): void {
  router.use((req, _res, next) => next(req.url.includes('%00') ? new NotFoundError() : undefined));
}
