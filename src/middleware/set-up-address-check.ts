import type { Express } from 'express';
import { NotFoundError } from './errors';

/** Nothing here is found by a NUL character, and PostgreSQL refuses to look: such an address is of no page. */
export function setUpAddressCheck(app: Express): void {
  app.use((req, _res, next) => {
    next(req.url.includes('%00') ? new NotFoundError() : undefined);
  });
}
