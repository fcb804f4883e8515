import { renderFile, type Options } from 'ejs';
import type { Express } from 'express';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';

export const VIEWS = path.join(PROJECT_ROOT, 'views');

/**
 * EJS, with exactly two things visible in a template: `page` (the frame) and `model` (what the page shows), and
 * `part` in a partial. Request objects and settings never reach a template.
 */
export function setUpViews(app: Express, cache = true): void {
  const options: Options = {
    _with: false,
    destructuredLocals: ['page', 'model', 'part'],
    root: VIEWS,
    views: [VIEWS],
    cache,
  };
  app.set('views', VIEWS);
  app.set('view engine', 'ejs');
  // Otherwise Express looks for the file of a page each time unless NODE_ENV is production.
  app.set('view cache', cache);
  app.engine('ejs', (file, data, done) => {
    const { page, model } = data as { page?: unknown; model?: unknown };
    void renderFile(file, { page, model, part: undefined }, options, done);
  });
}
