import express, { type Express } from 'express';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { patterns } from '../paths';

/** Serves styles, scripts and pictures, which browsers keep for an hour. Nothing else is kept. */
export function setUpAssets(app: Express): void {
  app.use(patterns.assets, express.static(path.join(PROJECT_ROOT, 'public'), { maxAge: '1h', index: false }));
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
}
