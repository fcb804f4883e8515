import { Router } from 'express';
import type { SandboxContext } from '../context';
import { fileOf } from '../insurance/certificates';

/** Uploaded certificates, as they came. */
export function uploadRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/uploaded-certificates/sandbox/:id.pdf', (req, res, next) => {
    const content = fileOf(context, req.params.id);
    if (!content) return next();
    res.type('application/pdf').set('Content-Disposition', `inline; filename="${req.params.id}.pdf"`);
    res.send(Buffer.from(content));
  });
  return router;
}
