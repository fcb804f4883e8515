import type { SandboxContext } from '../context';
import { emit } from '../delivery/events';
import { randomText } from '../ids';
import type { PaymentSession } from '../model/billing';
import type { Stored } from '../model/kinds';
import type { Card, Contractor } from '../model/parties';
import { ALL } from '../objects';
import { replaceCard } from './replace-card';

type Session = Stored<PaymentSession>;

/** "Life 30 minutes by default." */
const LIFE = 30 * 60;
/** A background job marks those that are over; until it comes they are still said to be pending (our choice: how long). */
const SWEPT_AFTER = 5 * 60;

/** A payment session as the API answers it (vendor group "Payment session"); `url` is in the answer to its creation alone. */
export function viewPaymentSession(_context: SandboxContext, { id, created, data }: Session) {
  const { contractor, return_url, status, expires_at, completed_at, cancelled_at } = data;
  return {
    id,
    contractor_id: contractor,
    status,
    processor: 'checkout',
    return_url,
    created,
    expires_at,
    completed_at,
    cancelled_at,
  };
}

/** Where its page is. That the sandbox's tokens begin with `test_` is a guess. */
export const paymentUrl = (context: SandboxContext, { data }: Session): string =>
  `${context.publicUrl()}/payment/setup/${data.token}`;

export function createPaymentSession(
  context: SandboxContext,
  contractor: string,
  return_url: string,
): Session {
  const now = context.clock.seconds();
  const session = context.objects.insert('payment_session', context.ids.long('hps'), now, {
    contractor,
    return_url,
    token: `test_${randomText(32)}`,
    status: 'pending',
    expires_at: now + LIFE,
    completed_at: null,
    cancelled_at: null,
  });
  context.schedule.at(session.data.expires_at + SWEPT_AFTER, 'payment_session.expire', session.id);
  return session;
}

/** Its page works: nothing has ended it, and its time is not over, though that may not be marked yet. */
export const isLive = ({ clock }: SandboxContext, { status, expires_at }: PaymentSession): boolean =>
  status === 'pending' && clock.seconds() < expires_at;

/** A card was saved: it is on file from now on. */
export function completePaymentSession(
  context: SandboxContext,
  session: Session,
  contractor: Stored<Contractor>,
  card: Card,
): Session {
  const done = end(context, session, { status: 'completed', completed_at: context.clock.seconds() });
  replaceCard(context, contractor, card);
  return done;
}

/** By the platform, or by the contractor on the page. */
export const cancelPaymentSession = (context: SandboxContext, session: Session): Session =>
  end(context, session, { status: 'cancelled', cancelled_at: context.clock.seconds() });

export const expirePaymentSession = (context: SandboxContext, session: Session): Session =>
  end(context, session, { status: 'expired' });

/** Nobody can give a card for a contractor who was deleted (our choice). */
export function cancelPaymentSessionsOf(context: SandboxContext, contractor: string): void {
  const lookup = { name: 'payment_session.contractor', value: contractor };
  for (const session of context.objects.page('payment_session', { limit: ALL, lookup }).reverse()) {
    if (session.data.status === 'pending') cancelPaymentSession(context, session);
  }
}

function end(context: SandboxContext, session: Session, how: Partial<PaymentSession>): Session {
  context.schedule.cancel('payment_session.expire', session.id);
  const ended = context.objects.update('payment_session', session, { ...session.data, ...how });
  const data = { object: 'payment_session', ...viewPaymentSession(context, ended) };
  emit(context, `payment.session.${ended.data.status}`, data);
  return ended;
}
