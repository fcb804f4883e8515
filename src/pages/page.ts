import type { Request, Response } from 'express';
import type { Paths } from '../paths';
import type { Brand, DemoBar, Host, User } from './host';
import { takeNotice, type Notice } from './notice';
import type { SiteWords } from './site-words';
import type { HoodView } from '../under-the-hood/hood';
import type { RenderView } from './views';

/** What every page needs to know of the app and of the site around it. */
export interface PageOptions {
  environment: 'local' | 'sandbox' | 'production';
  paths: Paths;
  views: RenderView;
  host: Host;
  /** What operators call what they set and run. */
  words: SiteWords;
  /** Under the hood of a page that has nothing of its own there. */
  hood: () => HoodView;
}

/** The frame of a page: what its layout needs. */
export interface Page {
  title: string;
  environment: PageOptions['environment'];
  /** The hidden field of each form. The token is empty on pages without forms. */
  csrf: { field: string; token: string };
  user: User | null;
  demo: DemoBar | null;
  brand: Brand;
  /** What contractors know the operators' site as; null where the host does not say. */
  invitedBy: string | null;
  /** DEMO ONLY: a `stage` has nothing around its content. */
  chrome: 'operator' | 'contractor' | 'bare' | 'stage';
  path: string;
  paths: Paths;
  /** Files of `public`. */
  scripts: string[];
  /** For styles and scripts. */
  nonce: string | null;
  notice: Notice | null;
  /** Whether the notice tells what became of the request before: then it has the keyboard. */
  answers: boolean;
  /** For operators alone. */
  hood: HoodView | null;
}

export interface PageSettings {
  title: string;
  chrome?: Page['chrome'];
  scripts?: string[];
  /** Said where the request before left nothing to say. */
  notice?: Notice | null;
  /** False for pages without forms: they then set no cookie. */
  withForms?: boolean;
  /** What the page has under the hood; null: nothing. Where it is not said, the latest calls of all pages. */
  hood?: HoodView | null;
}

export function pageOf(req: Request, res: Response, options: PageOptions, settings: PageSettings): Page {
  const { environment, paths, host } = options;
  const { title, chrome = 'operator', scripts = ['copy.js'], notice = null, withForms = true } = settings;
  const user = chrome === 'operator' ? host.user(req) : null;
  const hood = user && settings.hood === undefined ? options.hood() : settings.hood;
  const answer = req.unsent ?? takeNotice(req, options);
  return {
    title,
    environment,
    csrf: { field: host.csrf.field, token: withForms ? host.csrf.token(req, res) : '' },
    user,
    demo: (chrome === 'operator' && host.demo?.(req)) || null,
    brand: host.brand ?? { name: 'Onboarding example', stylesheet: null },
    invitedBy: host.brand?.name ?? null,
    chrome,
    path: req.baseUrl + req.path,
    paths,
    scripts,
    nonce: host.nonce?.(req, res) ?? null,
    notice: answer ?? notice,
    answers: answer !== null,
    hood: (user && hood) ?? null,
  };
}
