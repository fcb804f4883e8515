import express, { Router, type Request, type Response } from 'express';
import type { SandboxContext } from '../context';
import { policyDocuments } from '../insurance/policies';
import type { Session, Stored } from '../model';
import { showMessage } from '../pages/errors';
import { advance, isCoveredElsewhere } from './advance';
import { formToken, isOwnForm } from './csrf';
import { readForm, type FieldError, type FormFields } from './forms';
import { stepModel } from './models';

const headings = {
  verify_info: 'Check your details',
  application_questions: 'A few questions about your work',
  esignature_document: 'Read and sign',
  add_card_details: 'How you pay',
  final_review: 'Review and finish',
} as const;

/**
 * The hosted application: one address for each session, which shows the step the session is at, so that it can be
 * left and resumed. A form posts its step, and the answer leads back to that address.
 */
export function applicationRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/apply/sandbox/:id', (req, res) => {
    const session = findSession(context, req, res);
    if (session) showSession(context, req, res, session, { errors: [], fields: {} });
  });
  router.post(
    '/apply/sandbox/:id/:step',
    express.urlencoded({ extended: false, limit: '20kb' }),
    (req, res) => {
      const session = findSession(context, req, res);
      if (session) submit(context, req, res, session);
    },
  );
  return router;
}

function submit(context: SandboxContext, req: Request, res: Response, session: Stored<Session>): void {
  const fields = (req.body ?? {}) as FormFields;
  if (!isOwnForm(context, req, session.id, fields['_csrf'])) {
    const text =
      'This form was opened in another browser, or too long ago. Open your application link again.';
    return showMessage(res, { status: 403, title: 'Please open the page again', text });
  }
  const { step } = session.data;
  // A form of an earlier step, a second click or a session that has ended: show where the application is now.
  const stale = req.params['step'] !== step || endOf(context, session) !== undefined;
  if (stale || step === 'application_complete') return res.redirect(303, `/apply/sandbox/${session.id}`);
  const result = readForm[step](fields);
  if (result.errors.length > 0) {
    res.status(400);
    return showSession(context, req, res, session, { errors: result.errors, fields });
  }
  context.database.transaction(() => advance(context, session, result));
  res.redirect(303, `/apply/sandbox/${session.id}`);
}

function findSession(context: SandboxContext, req: Request, res: Response): Stored<Session> | undefined {
  const session = context.objects.find('session', String(req.params['id']));
  if (!session) {
    const text = 'There is no application at this address. Ask whoever sent you the link for a new one.';
    showMessage(res, { status: 404, title: 'Application not found', text });
  }
  return session;
}

/** How an application has ended, if it has. */
function endOf(context: SandboxContext, { data }: Stored<Session>) {
  if (data.step === 'application_complete') return 'complete';
  if (data.expired) return 'expired';
  if (data.ineligible) return 'ineligible';
  return isCoveredElsewhere(context, data) ? 'covered' : undefined;
}

const endTitles = {
  complete: 'You’ve successfully signed up for coverage',
  expired: 'This application has expired',
  ineligible: 'We can’t offer you this coverage',
  covered: 'You are already covered',
};

function showSession(
  context: SandboxContext,
  req: Request,
  res: Response,
  session: Stored<Session>,
  form: { errors: FieldError[]; fields: FormFields },
): void {
  const leave = linkTo(session.data.cancel_url);
  const end = endOf(context, session);
  const { step } = session.data;
  if (end !== undefined || step === 'application_complete') {
    return showEnd(context, res, session, end ?? 'complete');
  }
  const csrf = formToken(context, req, res, session.id);
  const title = `${form.errors.length > 0 ? 'Error: ' : ''}${headings[step]}`;
  res.render(`application/${step.replaceAll('_', '-')}`, {
    page: { title, leave },
    model: { heading: headings[step], ...stepModel(context, session, { csrf, ...form }) },
  });
}

function showEnd(
  context: SandboxContext,
  res: Response,
  session: Stored<Session>,
  end: keyof typeof endTitles,
): void {
  const policy =
    session.data.policy === null ? undefined : context.objects.find('policy', session.data.policy);
  const { success_url: success, cancel_url: cancel } = session.data;
  const back = linkTo(end === 'complete' || end === 'covered' ? success : cancel);
  const documents = policy && policyDocuments(context, policy);
  const { gl_coi_pdf_url: general = null, wc_coi_pdf_url: workersComp = null } =
    documents?.certificates ?? {};
  const links = [
    { text: 'Policy (sample PDF)', href: documents?.pdf_url ?? null },
    { text: 'General liability certificate (sample PDF)', href: general },
    { text: 'Workers’ compensation certificate (sample PDF)', href: workersComp },
  ].filter((link) => link.href !== null);
  res.render('application/end', {
    page: { title: endTitles[end], leave: null },
    model: { end, back, links },
  });
}

/** Addresses were checked when they were set; the host is shown so that a person sees where a link leads. */
function linkTo(url: string | null): { href: string; host: string } | null {
  return url === null ? null : { href: url, host: new URL(url).host };
}
