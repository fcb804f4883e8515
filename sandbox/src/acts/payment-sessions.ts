import { conflict } from '../api/errors';
import { paymentSessions } from '../api/resources/payment-sessions';
import { goodCard } from '../cards';
import type { SandboxContext } from '../context';
import {
  cancelPaymentSession,
  completePaymentSession,
  expirePaymentSession,
  isLive,
} from '../insurance/payment-sessions';
import type { PaymentSession } from '../model/billing';
import type { Stored } from '../model/kinds';
import type { ActsOf, Perform } from './act';

const onLive =
  (act: Perform<'payment_session'>): Perform<'payment_session'> =>
  (context, session) => {
    if (!isLive(context, session.data)) throw conflict('The payment session has ended: create another one.');
    act(context, session);
  };

const saving = (card = goodCard) =>
  onLive((context, session) => {
    const contractor = context.objects.find('contractor', session.data.contractor);
    if (!contractor) throw conflict('The contractor was deleted.');
    completePaymentSession(context, session, contractor, card);
  });

export const paymentSessionActs: ActsOf<'payment_session'> = {
  plural: 'payment-sessions',
  one: 'payment session',
  resource: paymentSessions,
  isOpen: (_context, { data }) => data.status === 'pending',
  state: (_context, { data }) => data.status,
  acts: {
    complete: { does: 'Saves a test card that pays.', act: saving() },
    cancel: { does: 'Gives up, as the contractor can on the page.', act: onLive(cancelPaymentSession) },
    expire: { does: 'Lets its time be over, and marks it.', act: expire },
  },
};

function expire(context: SandboxContext, session: Stored<PaymentSession>): void {
  if (session.data.status !== 'pending')
    throw conflict(`The payment session is ${session.data.status} already.`);
  expirePaymentSession(context, session);
}
