import type { Request } from 'express';
import { takeNotice, type Notice } from './notice';
import type { Paths } from '../paths';
import { csrfToken } from '../middleware/set-up-csrf';

/** Facts about the app that every page shows. */
export interface PageOptions {
  environment: 'local' | 'sandbox' | 'production';
  /** Whether operators have to sign in. */
  signIn: boolean;
  paths: Paths;
}

/** The frame of a page: what its layout needs. */
export interface Page {
  title: string;
  environment: PageOptions['environment'];
  csrfToken: string;
  operator: { signedIn: boolean; signOutVisible: boolean } | null;
  chrome: 'operator' | 'contractor' | 'bare';
  path: string;
  paths: Paths;
  /** Files of `public`. */
  scripts: string[];
  notice: Notice | null;
  /** Whether the notice tells what became of the request before: then it has the keyboard. */
  answers: boolean;
}

export interface PageSettings {
  title: string;
  chrome?: Page['chrome'];
  scripts?: string[];
  /** Said where the request before left nothing to say. */
  notice?: Notice | null;
  /** False for pages without forms: they then set no cookie. */
  withForms?: boolean;
}

export function pageOf(req: Request, options: PageOptions, settings: PageSettings): Page {
  const { signedIn } = req.browser;
  const answer = req.unsent ?? takeNotice(req);
  return {
    title: settings.title,
    environment: options.environment,
    csrfToken: settings.withForms !== false ? csrfToken(req) : '',
    operator: { signedIn, signOutVisible: options.signIn && signedIn && settings.withForms !== false },
    chrome: settings.chrome ?? 'operator',
    path: req.baseUrl + req.path,
    paths: options.paths,
    scripts: settings.scripts ?? ['copy.js'],
    notice: answer ?? settings.notice ?? null,
    answers: answer !== null,
  };
}
