import type { Express } from 'express';
import { hostNameOf, isLoopbackHost } from '../../lib/hosts';
import { RefusedHostError } from './own-errors';

/**
 * Refuses requests whose Host header names neither this machine nor the configured addresses. Otherwise a page
 * elsewhere could point its own domain at this machine and read the operator's pages (DNS rebinding).
 */
export function setUpHostCheck(app: Express, host: string, publicUrl: string): void {
  const allowed = new Set([host.toLowerCase(), new URL(publicUrl).hostname]);
  const isAllowed = (header: string | undefined) => {
    const name = hostNameOf(header);
    return name !== null && (isLoopbackHost(name) || allowed.has(name));
  };
  // Nearly all requests carry the same header, and reading it as a URL is slow.
  let lastAllowed: string | undefined;
  app.use((req, _res, next) => {
    const { host: header } = req.headers;
    if (header === undefined || (header !== lastAllowed && !isAllowed(header))) {
      return next(new RefusedHostError());
    }
    lastAllowed = header;
    next();
  });
}
