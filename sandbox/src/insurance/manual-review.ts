import type { SandboxContext } from '../context';
import type { Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { asksFor } from '../scenarios';
import { DAY } from './dates';
import { emitSession } from './sessions';

/** "Decided within 24 hours by staff" (vendor help "Manual reviews"); here after 24 hours of the sandbox clock. */
const DECIDED_AFTER = DAY;

/** The application waits until it is decided. */
export function startReview(context: SandboxContext, session: Stored<Session>): void {
  const waiting = context.objects.update('session', session, { ...session.data, review: 'pending' });
  context.schedule.at(context.clock.seconds() + DECIDED_AFTER, 'session.review', session.id);
  emitSession(context, 'application.manual_review', waiting);
}

/** Approved, it goes on where it waited; refused, the contractor is not eligible. By default as test data says. */
export function decideReview(
  context: SandboxContext,
  session: Stored<Session>,
  refused = asksFor(context.objects.find('contractor', session.data.contractor)?.data, 'reviewRefused'),
): void {
  const decided = context.objects.update('session', session, {
    ...session.data,
    review: refused ? 'refused' : 'approved',
    ineligible: refused,
  });
  emitSession(context, refused ? 'application.ineligible' : 'application.manual_review_approved', decided);
}
