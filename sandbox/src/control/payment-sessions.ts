import type { Router } from 'express';
import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { isLive, paymentUrl, viewPaymentSession } from '../insurance/payment-sessions';
import type { PaymentSession } from '../model/billing';
import type { Stored } from '../model/kinds';
import { ALL } from '../objects';

/** Payment sessions, which no call of the API shows once they are made. */
export function addPaymentSessions(router: Router, context: SandboxContext): void {
  const { objects } = context;
  router.get('/payment-sessions', (_req, res) => {
    res.json(objects.page('payment_session', { limit: ALL }).map((one) => viewWithUrl(context, one)));
  });
  router.get('/payment-sessions/:id', (req, res) => {
    const session = objects.find('payment_session', req.params.id);
    if (!session) throw notFound(`There is no payment session ${req.params.id}.`);
    res.json(viewWithUrl(context, session));
  });
}

/** With the address of its page, while that works. */
export const viewWithUrl = (context: SandboxContext, session: Stored<PaymentSession>) => ({
  ...viewPaymentSession(context, session),
  url: isLive(context, session.data) ? paymentUrl(context, session) : null,
});
