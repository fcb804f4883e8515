import { createRequire } from 'node:module';
import path from 'node:path';
import { Router } from 'express';
import type { SandboxContext } from '../context';
import { dashboardPage } from '../pages/navigation';
import { loadDocument } from './load';

const load = createRequire(__filename);
const assets = '/_assets/reference';

/** The page reads the document by script; both come from here, and nothing is asked of anybody else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // The stylesheet of the library draws its icons.
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join(';');

/** `/openapi.json`, and `/docs`, where Swagger UI shows it and sends calls to the sandbox. */
export function referenceRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/openapi.json', (_req, res) => {
    res.json(loadDocument(context.publicUrl()));
  });
  router.get('/docs', (_req, res) => {
    res.set('Content-Security-Policy', contentSecurityPolicy);
    res.render('reference', {
      page: dashboardPage('API reference', 'API reference'),
      model: { assets, apiKey: context.apiKey },
    });
  });
  // Only what the page needs of the package, which holds several builds and its own page.
  const library = path.dirname(load.resolve('swagger-ui-dist/package.json'));
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    router.get(`${assets}/${file}`, (_req, res) => {
      res.sendFile(file, { root: library, maxAge: '1h' });
    });
  }
  return router;
}
