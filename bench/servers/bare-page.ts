/**
 * What anyone would put together for a page: Express, EJS, pino-http, helmet, express-session and csrf-sync as they
 * come, sessions in memory. It renders the app's own templates with data taken from the app, and makes the same calls
 * of the API for each page.
 */
import axios from 'axios';
import { csrfSync } from 'csrf-sync';
import ejs from 'ejs';
import express from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { Agent } from 'node:http';
import { pinoHttp } from 'pino-http';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { paths } from '../../src/paths';
import { serve } from '../support/serve';
import type { RenderedView } from './app';

export interface BarePage extends RenderedView {
  path: string;
  /** Addresses that are fetched for the page, all at once. */
  fetches: string[];
}

const VIEWS = path.join(PROJECT_ROOT, 'views');
const HOW = { _with: false, destructuredLocals: ['page', 'model', 'part'], root: VIEWS, cache: true };
const rendered = (view: string, data: object) =>
  ejs.renderFile(path.join(VIEWS, `${view}.ejs`), { part: undefined, ...data }, HOW);

serve((options: { apiKey: string }) => {
  const app = express();
  app.use(pinoHttp());
  app.use(helmet());
  app.use(session({ secret: 'a secret of the benchmarks', resave: false, saveUninitialized: false }));
  app.use(express.urlencoded({ extended: false }));
  const { csrfSynchronisedProtection, generateToken } = csrfSync();
  app.use(csrfSynchronisedProtection);
  const client = axios.create({
    httpAgent: new Agent({ keepAlive: true }),
    headers: { Authorization: `Bearer ${options.apiKey}` },
  });

  function addPage({ path, view, page, model, fetches }: BarePage): void {
    app.get(path, async (req, res) => {
      await Promise.all(fetches.map((url) => client.get<unknown>(url)));
      // Its functions do not come along from the other process.
      const shown = { ...page, paths, csrf: { field: '_csrf', token: generateToken(req) } };
      const hood = shown.hood ? await rendered('layout/hood', { page: shown, model: {} }) : '';
      const content = (await rendered(view, { page: shown, model })) + hood;
      res.send(await rendered('layout/document', { page: shown, model: { content } }));
    });
  }

  return Promise.resolve({
    handle: app,
    questions: { addPage: (page) => addPage(page as BarePage) },
    stop: () => Promise.resolve(),
  });
});
