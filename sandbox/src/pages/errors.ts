import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { SandboxLogger } from '../logger';
import { dashboardPage } from './navigation';

interface Message {
  status: number;
  title: string;
  text: string;
}

/** A page that only says something; contractors see no navigation on theirs. */
export function showMessage(res: Response, message: Message): void {
  const forContractors = /^\/(apply|payment|portal|quick-access)(\/|$)/.test(res.req.path);
  res.status(message.status).render('message', {
    page: forContractors ? { title: message.title, leave: null } : dashboardPage(message.title, null),
    model: { text: message.text, requestId: String(res.get('request-id')) },
  });
}

export const pageNotFound: RequestHandler = (_req, res) => {
  const text = 'There is no such page in the sandbox. Check the address, or start at the overview.';
  showMessage(res, { status: 404, title: 'Page not found', text });
};

/** Errors of pages become a page; the stack goes to the log alone. */
export function pageErrorHandler(logger: SandboxLogger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const { status } = (error ?? {}) as { status?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const text = 'The sandbox could not understand this request. Go back and try again.';
      return showMessage(res, { status, title: 'This did not work', text });
    }
    logger.error({ err: error, method: req.method, path: req.path }, 'sandbox page failed');
    const text = 'The sandbox failed to show this page. What went wrong is in its log.';
    showMessage(res, { status: 500, title: 'Something went wrong', text });
  };
}
