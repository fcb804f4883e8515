import ejs from 'ejs';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { assetsFolders, viewsFolder } from '../folders';
import type { Invitation } from '../application/invitation';
import type { SandboxContext } from '../context';
import type { Framing } from '../framing';
import { whatIsOn } from '../switches';

export interface NavigationLink {
  title: string;
  href: string;
  current: boolean;
}

/** A way back to where a contractor came from, and its name. */
export interface Leave {
  href: string;
  name: string;
}

/**
 * What every page has, besides `on`: what goes wrong on purpose, and `account`: its name. Templates see `page` and `model`, and `part` in
 * partials; nothing else.
 */
export interface Page {
  title: string;
  /** Where "leave" leads, for pages of an application. */
  leave: Leave | null;
  /** Who sent the contractor here, on what they see of an application. */
  invitation?: Invitation;
  /** For pages that developers see: contractors get none. */
  navigation?: NavigationLink[];
}

const engineOptions = {
  _with: false,
  destructuredLocals: ['page', 'model', 'part'],
  cache: true,
  root: viewsFolder,
  views: [viewsFolder],
};

/** The sandbox's own templates and files; other folders of the project are out of reach. */
export function setUpPages(app: Express, { switches, account, basePath }: SandboxContext): void {
  app.set('views', viewsFolder).set('view engine', 'ejs');
  app.engine('ejs', (file, locals, done) => {
    const { page, model } = locals as { page?: object; model?: unknown };
    const shown = { page: { ...page, on: whatIsOn(switches), account }, model, part: undefined };
    ejs.renderFile(file, shown, engineOptions, (error, html) => done(error, below(basePath, html)));
  });
  for (const folder of assetsFolders) {
    app.use('/_assets', express.static(folder, { index: false, maxAge: '1h', redirect: false }));
  }
}

/**
 * Templates name paths as if there were one account; those of another are below its own path. Texts cannot be hit, as
 * they have no quotes of their own in HTML.
 */
const below = (basePath: string, html = ''): string =>
  html.replace(/\b(href|src|action)="\/(?!\/)/g, `$1="${basePath}/`);

/**
 * Headers of all pages: nothing runs or loads but the sandbox's own files, forms post to the sandbox alone, and no site
 * shows them in a frame, but one that was allowed to for a while.
 */
export const pageHeaders = (framing: Framing): express.RequestHandler[] => [
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: [() => framing.current()?.origin ?? "'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
  }),
  (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    // It cannot name another origin; browsers that know `frame-ancestors` do not ask it.
    if (framing.current()) res.removeHeader('X-Frame-Options');
    next();
  },
];
