import express, { type Request, type RequestHandler, type Response } from 'express';
import { ApiError } from '../api/errors';
import type { FieldError } from '../application/forms';
import type { SandboxContext } from '../context';
import { isFromHere } from '../control/body';
import { fieldsOf, type FormFields } from '../form-fields';
import { formGuard } from '../form-guard';
import { createShownOnce } from '../shown-once';
import { showMessage } from './errors';

/** What a page says about the form that was sent before it. */
export interface FormState {
  /** What was done, with links to what came of it. */
  notice: { text: string; links: { text: string; href: string }[] } | null;
  errors: FieldError[];
  /** What was typed into a form with errors. */
  values: Record<string, string>;
}

/** A form state and the token that forms on the page send back. */
export type WithForms<Model extends object = object> = Model & FormState & { csrf: string };

/** The forms of the pages for developers: each is answered by a redirect to a page that says what became of it. */
export interface PageForms {
  /** Reads the form, and refuses what no page of this sandbox sent from this browser. */
  readonly receive: readonly RequestHandler[];
  /** What the page at this path has to say, once, and the token for its forms. */
  model(req: Request, res: Response, path: string): WithForms;
  /**
   * Does what the form asks, then leads to the page at `path`; a refusal is shown there, at the field. What was done is
   * said at `done`, if that is another page.
   */
  answer(
    req: Request,
    res: Response,
    path: string,
    act: (fields: FormFields) => FormState['notice'] | Promise<FormState['notice']>,
    done?: string,
  ): Promise<void>;
}

const guard = formGuard('sandbox_pages', '/');
const SUBJECT = 'pages';

const refuseOthers =
  (context: SandboxContext): RequestHandler =>
  (req, res, next) => {
    if (isFromHere(req) && guard.isOwn(context, req, SUBJECT, fieldsOf(req)._csrf)) return next();
    const text =
      'This form was not sent from a page of this sandbox, or its page is out of date. Open it again.';
    showMessage(res, { status: 403, title: 'Please open the page again', text });
  };

export function createPageForms(context: SandboxContext): PageForms {
  const states = createShownOnce<FormState>();
  return {
    receive: [express.urlencoded({ extended: false, limit: '20kb' }), refuseOthers(context)],
    model: (req, res, path) => ({
      ...(states.take(guard.browserOf(req), path) ?? { notice: null, errors: [], values: {} }),
      csrf: guard.token(context, req, res, SUBJECT),
    }),
    async answer(req, res, path, act, done = path) {
      const fields = fieldsOf(req);
      const browser = guard.browserOf(req) ?? '';
      try {
        states.keep(browser, done, { notice: await act(fields), errors: [], values: {} });
        res.redirect(303, done);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        states.keep(browser, path, { notice: null, errors: problemsOf(error), values: typed(fields) });
        res.redirect(303, path);
      }
    },
  };
}

/** A refusal that names no field stands at the top of the page alone. */
const problemsOf = ({ detail }: ApiError): FieldError[] =>
  typeof detail === 'string'
    ? [{ field: 'main', text: detail }]
    : Object.entries(detail).map(([field, text]) => ({ field, text }));

const typed = ({ _csrf, ...fields }: FormFields): Record<string, string> => fields;
