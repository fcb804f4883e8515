import { setTimeout as wait } from 'node:timers/promises';
import express, { Router, type Request, type Response } from 'express';
import type { SandboxContext } from '../context';
import { fieldsOf } from '../form-fields';
import { expireSession } from '../insurance/sessions';
import type { Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { showMessage } from '../pages/errors';
import { asksFor } from '../scenarios';
import { createShownOnce, type ShownOnce } from '../shown-once';
import { advance } from './advance';
import { browserOf, formToken, isOwnForm } from './csrf';
import { draftOf, noDraft, type Draft } from './drafts';
import { allowReturn, endOf, linkTo, nextAddress, showEnd } from './end-page';
import { readForm } from './forms';
import { invitationFor } from './invitation';
import { stepModel } from './models';

const headings = {
  verify_info: 'Check your details',
  application_questions: 'A few questions about your work',
  esignature_document: 'Read and sign',
  add_card_details: 'How you pay',
  final_review: 'Review and finish',
} as const;

/** How long a page of a "slow" application takes. */
const SLOW_MS = 3000;

/**
 * The hosted application: one address for each session, which shows the step the session is at, so that it can be
 * left and resumed. A form posts its step, and its answer leads back to that address, or away once all is done.
 */
export function applicationRouter(context: SandboxContext): Router {
  const router = Router();
  const drafts = createShownOnce<Draft>();
  const form = express.urlencoded({ extended: false, limit: '20kb' });
  router.get('/apply/sandbox/:id', async (req, res) => {
    const session = await findSession(context, req, res);
    if (!session) return;
    const opened = expiredByTestData(context, session);
    showSession(context, req, res, opened, drafts.take(browserOf(req), session.id) ?? noDraft);
  });
  router.post('/apply/sandbox/:id/:step', form, (req, res) => {
    const session = context.objects.find('session', req.params.id);
    if (session) submit(context, req, res, session, drafts);
    else showNotFound(res);
  });
  return router;
}

function submit(
  context: SandboxContext,
  req: Request,
  res: Response,
  session: Stored<Session>,
  drafts: ShownOnce<Draft>,
): void {
  const fields = fieldsOf(req);
  if (!isOwnForm(context, req, session.id, fields._csrf)) {
    const text =
      'This form was opened in another browser, or too long ago. Open your application link again.';
    return showMessage(res, { status: 403, title: 'Please open the page again', text });
  }
  const { step } = session.data;
  // A form of an earlier step, a second click or a session that has ended: show where the application is now.
  const stale = req.params['step'] !== step || endOf(context, session) !== undefined;
  if (!stale && step !== 'application_complete') {
    const contractor = context.objects.find('contractor', session.data.contractor)?.data;
    const result = readForm[step](fields, contractor);
    if (result.errors.length > 0)
      drafts.keep(browserOf(req) ?? '', session.id, draftOf(result.errors, fields));
    else context.database.transaction(() => advance(context, session, result));
  }
  res.redirect(303, nextAddress(context, context.objects.find('session', session.id) ?? session));
}

/** The session of the address; a contractor with the test data for it waits for each page. */
async function findSession(
  context: SandboxContext,
  req: Request,
  res: Response,
): Promise<Stored<Session> | undefined> {
  const find = () => context.objects.find('session', String(req.params['id']));
  const contractor = context.objects.find('contractor', find()?.data.contractor ?? '')?.data;
  if (asksFor(contractor, 'slow')) await wait(SLOW_MS);
  // Only now: it may be gone since it began to wait.
  const session = find();
  if (!session) showNotFound(res);
  return session;
}

function showNotFound(res: Response): void {
  const text = 'There is no application at this address. Ask whoever sent you the link for a new one.';
  showMessage(res, { status: 404, title: 'Application not found', text });
}

function expiredByTestData(context: SandboxContext, session: Stored<Session>): Stored<Session> {
  const contractor = context.objects.find('contractor', session.data.contractor)?.data;
  if (endOf(context, session) !== undefined || !asksFor(contractor, 'expired')) return session;
  return context.database.transaction(() => expireSession(context, session));
}

function showSession(
  context: SandboxContext,
  req: Request,
  res: Response,
  session: Stored<Session>,
  draft: Draft,
): void {
  const end = endOf(context, session);
  const { step } = session.data;
  if (end !== undefined || step === 'application_complete') {
    return showEnd(context, res, session, end ?? 'complete');
  }
  allowReturn(res, [session.data.success_url, session.data.cancel_url]);
  const csrf = formToken(context, req, res, session.id);
  const title = `${draft.errors.length > 0 ? 'Error: ' : ''}${headings[step]}`;
  const invitation = invitationFor(context, session);
  res.render(`application/${step.replaceAll('_', '-')}`, {
    page: { title, leave: linkTo(session.data.cancel_url, invitation.by), invitation },
    model: { heading: headings[step], by: invitation.by, ...stepModel(context, session, { csrf, ...draft }) },
  });
}
