import express, { Router, type Request, type Response } from 'express';
import { allowReturn, linkTo } from '../application/end-page';
import { invitationOf } from '../application/invitation';
import { draftOf, noDraft, type Draft } from '../application/drafts';
import { cardOf, testCard } from '../cards';
import type { SandboxContext } from '../context';
import { fieldsOf, type FormFields } from '../form-fields';
import { formGuard } from '../form-guard';
import { cancelPaymentSession, completePaymentSession, isLive } from '../insurance/payment-sessions';
import type { PaymentSession } from '../model/billing';
import type { Stored } from '../model/kinds';
import { showMessage } from '../pages/errors';
import { createShownOnce } from '../shown-once';

const PATH = '/payment/setup';
const guard = formGuard('sandbox_payment', PATH);

const ends = {
  completed: { title: 'Your card is saved', text: 'This page was for one use: your card is on file.' },
  cancelled: {
    title: 'No card was saved',
    text: 'This page was closed without a card. The one on file stays as it is.',
  },
  expired: {
    title: 'This page has expired',
    text: 'It worked for 30 minutes. Ask for a new link where this one came from.',
  },
} as const;

/**
 * The hosted page of payment sessions (vendor group "Payment session"): it works once, while the session is pending.
 * Of a card only the last four digits are kept.
 */
export function paymentRouter(context: SandboxContext): Router {
  const router = Router();
  const drafts = createShownOnce<Draft>();
  const sessionOf = (req: Request) =>
    context.objects.first('payment_session', {
      name: 'payment_session.token',
      value: String(req.params['token']),
    });
  router.get(`${PATH}/:token`, (req, res) => {
    const session = sessionOf(req);
    if (!session) return showNotFound(res);
    if (!isLive(context, session.data)) return showEnd(context, res, session);
    allowReturn(res, [session.data.return_url]);
    const invitation = invitationOf(context, null);
    const draft = drafts.take(guard.browserOf(req), session.id) ?? noDraft;
    res.render('payment/setup', {
      page: { title: `${draft.errors.length > 0 ? 'Error: ' : ''}Your card`, leave: null, invitation },
      model: {
        ...draft,
        testCard,
        action: req.path,
        csrf: guard.token(context, req, res, session.id),
        by: invitation.by,
        last4: cardOnFile(context, session)?.last4 ?? null,
      },
    });
  });
  router.post(`${PATH}/:token`, express.urlencoded({ extended: false, limit: '20kb' }), (req, res) => {
    const session = sessionOf(req);
    if (!session) return showNotFound(res);
    const fields = fieldsOf(req);
    if (!guard.isOwn(context, req, session.id, fields['_csrf'])) return showForeign(res);
    if (!isLive(context, session.data)) return res.redirect(303, req.path);
    const refusal = context.database.transaction(() => submit(context, session, fields));
    if (refusal !== undefined) {
      const errors = [{ field: 'card_number', text: refusal }];
      drafts.keep(guard.browserOf(req) ?? '', session.id, draftOf(errors, fields));
      return res.redirect(303, req.path);
    }
    res.redirect(303, returnUrl(context.objects.find('payment_session', session.id) ?? session));
  });
  return router;
}

const cardOnFile = ({ objects }: SandboxContext, { data }: Stored<PaymentSession>) =>
  objects.find('contractor', data.contractor)?.data.card;

/** Gives back why the card is refused. */
function submit(
  context: SandboxContext,
  session: Stored<PaymentSession>,
  fields: FormFields,
): string | undefined {
  const contractor = context.objects.find('contractor', session.data.contractor);
  if (fields['act'] === 'cancel' || !contractor) {
    cancelPaymentSession(context, session);
    return undefined;
  }
  const card = cardOf(contractor.data, fields['card_number']);
  if ('refusal' in card) return card.refusal;
  completePaymentSession(context, session, contractor, card);
  return undefined;
}

/** "With `hps_id` and `status` added to the query." */
function returnUrl({ id, data }: Stored<PaymentSession>, status = data.status): string {
  const url = new URL(data.return_url);
  url.searchParams.set('hps_id', id);
  url.searchParams.set('status', status);
  return url.href;
}

function showEnd(context: SandboxContext, res: Response, session: Stored<PaymentSession>): void {
  const marked = session.data.status;
  // Its time may be over before that is marked.
  const status = marked === 'pending' ? 'expired' : marked;
  const end = ends[status];
  const invitation = invitationOf(context, null);
  res.render('payment/ended', {
    page: { title: end.title, leave: null, invitation },
    model: {
      text: end.text,
      good: status === 'completed',
      back: linkTo(returnUrl(session, status), invitation.by),
    },
  });
}

function showNotFound(res: Response): void {
  const text = 'There is no page for a card at this address. Ask whoever sent you the link for a new one.';
  showMessage(res, { status: 404, title: 'Page not found', text });
}

function showForeign(res: Response): void {
  const text = 'This form was opened in another browser, or too long ago. Open your link again.';
  showMessage(res, { status: 403, title: 'Please open the page again', text });
}
