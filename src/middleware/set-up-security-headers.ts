import type { Express } from 'express';
import helmet from 'helmet';

/**
 * No inline script or style, nothing from elsewhere, no framing, but by ourselves while `isFramed` says so. `https`:
 * whether browsers reach us by https.
 */
export function setUpSecurityHeaders(app: Express, https: boolean, isFramed: () => boolean): void {
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: [() => (isFramed() ? "'self'" : "'none'")],
        },
      },
      strictTransportSecurity: https,
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_req, res, next) => {
      if (isFramed()) res.set('X-Frame-Options', 'SAMEORIGIN');
      next();
    },
  );
}
