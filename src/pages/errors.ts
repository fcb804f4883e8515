import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { patterns } from '../paths';
import { explainError } from '../policy-api/error-catalog';
import { PolicyApiError } from '../policy-api/errors';
import { isDiskFull, kindOfFailure } from '../store/failures';
import type { ObjectLogger } from '../webhooks/logger';
import type { ClientWords } from '../policy-api/words';
import type { Page, PageOptions } from './page';
import { render, view } from './view';
import { NotFoundError, PageError, UnknownLinkError } from './page-errors';
import { refusedBy } from './refused';

/** After all routes. */
export const notFound: RequestHandler = (_req, _res, next) => next(new NotFoundError());

/**
 * The one place where a failure becomes a page, a status and a log level. `usesStore`: false after what is the site's
 * own, where a connection that fails is none to our database.
 */
export function errorPages(
  options: PageOptions,
  logger: ObjectLogger,
  { usesStore = true } = {},
): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const { words } = options;
    const { status, model } = describe(error, { forContractor: isForContractors(req), usesStore, words });
    const requestId = idOf(req);
    if (status === 500) logger.error({ requestId, err: error }, 'request failed');
    else if (status > 500)
      logger.warn({ requestId, reason: (error as Error).message, status }, 'request failed elsewhere');
    else logger.info({ requestId, reason: model.title, status }, 'request refused');
    if (res.headersSent) return next(error);
    res.status(status);
    if (isForMachines(req) || req.accepts(['html', 'json']) === 'json') {
      res.json({ error: model.title, message: model.message, fix: model.fix });
      return;
    }
    const settings = { title: model.title, chrome: chromeOf(req, options), withForms: false };
    const way = error instanceof PageError ? (error.way?.(options.paths) ?? null) : null;
    render(res, errorView, options, settings, { ...model, way, status, requestId });
  };
}

/** The id that the host gave the request, or one to find it by in the log. */
function idOf(req: Request): string {
  const { id } = req as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : randomUUID();
}

const isForMachines = (req: Request): boolean => req.path.startsWith(patterns.api);
/** Whether an address is one that contractors open, who have no account. */
export const isForContractors = ({ path }: Request): boolean =>
  path.startsWith(patterns.returns) || path.startsWith(patterns.covers);

/** Operators keep their ways on; nobody else is shown ways that lead to the sign-in. */
function chromeOf(req: Request, options: PageOptions): Page['chrome'] {
  if (isForContractors(req)) return 'contractor';
  // Served before the host knows who asks.
  if (req.baseUrl.endsWith(patterns.assets)) return 'bare';
  return options.host.user(req) ? 'operator' : 'bare';
}

interface ErrorModel {
  title: string;
  message: string;
  fix: string;
  api: ApiErrorModel | null;
}

interface ErrorView extends ErrorModel {
  /** Where to go on; null for the list of onboardings. */
  way: { href: string; text: string } | null;
  status: number;
  requestId: string;
}
export const errorView = view<ErrorView>('errors/error');

interface Circumstances {
  /** Whether the page is one that contractors come to, who know nothing of this app. */
  forContractor: boolean;
  usesStore: boolean;
  words: ClientWords;
}

function describe(
  error: unknown,
  { forContractor, usesStore, words: clientWords }: Circumstances,
): { status: number; model: ErrorModel } {
  if (forContractor && error instanceof NotFoundError) error = new UnknownLinkError();
  if (error instanceof PageError) {
    const { status, title, message, fix } = error;
    return { status, model: { title, message, fix, api: null } };
  }
  if (error instanceof PolicyApiError) {
    const api = apiErrorModel(error, clientWords);
    return {
      status: upstreamStatus(error),
      model: { title: api.title, message: api.explanation, fix: api.fix, api },
    };
  }
  const refused = refusedBy(error);
  if (refused) {
    const { status, ...words } = refused;
    return { status, model: { ...words, api: null } };
  }
  if (usesStore && kindOfFailure(error) === 'unavailable')
    return { status: 503, model: databaseModel(error, forContractor) };
  return {
    status: 500,
    model: {
      title: 'Something went wrong here',
      message: 'The app failed while it made this page. What was saved before is still there.',
      fix: forContractor
        ? 'Try again. If it goes on, tell the platform that invited you, with the request id below.'
        : 'Try again. If it goes on, look for the request id below in the log.',
      api: null,
    },
  };
}

function databaseModel(error: unknown, forContractor: boolean): ErrorModel {
  const why = isDiskFull(error) ? 'Its disk is full.' : 'It cannot be reached, read or written to.';
  const remedy = isDiskFull(error)
    ? 'Make room on that disk, then try again.'
    : 'Try again in a moment. If it goes on, look for the request id below in the log.';
  return {
    title: 'The database cannot be used just now',
    message: `${why} What was saved before is still there.`,
    fix: forContractor
      ? 'Try again in a few minutes. If it goes on, tell the platform that invited you, with the request id below.'
      : remedy,
    api: null,
  };
}

export interface ApiErrorModel {
  title: string;
  explanation: string;
  fix: string;
  code: string | null;
  message: string;
  status: number | null;
  requestId: string | null;
  method: string;
  path: string;
  /** Whether the local sandbox spoiled the call on purpose; null where no answer says so. */
  spoiled: boolean | null;
  /** Where the local sandbox switches faults on and off. */
  faultsHref: string | null;
}

/** What a page shows of a failed API call: our explanation and the API's own words. */
export function apiErrorModel(error: PolicyApiError, words: ClientWords): ApiErrorModel {
  const { title, explanation, fix } = explainError(error, words);
  const { code, message, status, requestId, method, path } = error;
  const spoiled = error.fault !== null || (error.kind === 'answer' || error.status !== null ? false : null);
  const faultsHref = error.origin === null ? null : `${error.origin}/faults`;
  return { title, explanation, fix, code, message, status, requestId, method, path, spoiled, faultsHref };
}

/** The status of a page about a failed API call: 400 for refused input, 504 for no answer in time, else 502. */
export function upstreamStatus(error: PolicyApiError): number {
  if (error.kind === 'timeout') return 504;
  const { status } = error;
  const refused = status !== null && status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
  return error.kind === 'not_sent' || (error.kind === 'answer' && refused) ? 400 : 502;
}
