import { termsOf } from '../insurance/binding';
import { keepFirstCard } from '../insurance/cards';
import { startIssuing } from '../insurance/issuance';
import { hasMatchingPolicy, whyUnsold } from '../insurance/quoting';
import { startReview } from '../insurance/manual-review';
import { emitSession, endDeadlines } from '../insurance/sessions';
import type { SandboxContext } from '../context';
import type { Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { asksFor } from '../scenarios';
import type { FormResult } from './forms';
import { nextStep } from './steps';

/**
 * Moves an application on by one step, with its events, in the transaction that is running. The order of events
 * on completion (application.complete, then policy.active) is that seen by integrators of the real service.
 */
export function advance(context: SandboxContext, session: Stored<Session>, form: FormResult): void {
  const { objects } = context;
  const answers = { ...session.data.answers, ...form.answers };
  const moved: Session = { ...session.data, answers, step: nextStep(context, session.data) };
  if (session.data.step === 'verify_info') {
    const started = objects.update('session', session, { ...moved, started: true });
    return emitSession(context, 'application.started', started);
  }
  if (session.data.step === 'application_questions') return decide(context, session, moved, form.outcome);
  if (session.data.step === 'final_review') return complete(context, session, moved);
  const contractor = objects.find('contractor', session.data.contractor);
  if (form.card && contractor) keepFirstCard(context, contractor, form.card);
  objects.update('session', session, moved);
}

function decide(
  context: SandboxContext,
  session: Stored<Session>,
  moved: Session,
  outcome: FormResult['outcome'],
): void {
  if (outcome === 'ineligible' || !isInsurable(context, session.data)) return refuse(context, session);
  const contractor = context.objects.find('contractor', session.data.contractor)?.data;
  const named = asksFor(contractor, 'reviewApproved') || asksFor(contractor, 'reviewRefused');
  const decided = context.objects.update('session', session, moved);
  if (named || outcome === 'manual_review') startReview(context, decided);
}

/** By the quote, and by where the contractor lives and works now. */
function isInsurable(context: SandboxContext, session: Session): boolean {
  const quote = session.quote === null ? undefined : context.objects.find('quote', session.quote);
  return !quote || (quote.data.eligible && whyUnsold(termsOf(context, quote.data)) === undefined);
}

/** Finds the contractor not eligible. */
export function refuse(context: SandboxContext, session: Stored<Session>): void {
  endDeadlines(context, session.id);
  const refused = context.objects.update('session', session, { ...session.data, ineligible: true });
  emitSession(context, 'application.ineligible', refused);
}

/** What a general opt-in results in is not documented; our choice: it is complete, and no policy is issued. */
function complete(context: SandboxContext, session: Stored<Session>, moved: Session): void {
  if (!isInsurable(context, session.data)) return refuse(context, session);
  endDeadlines(context, session.id);
  const done = context.objects.update('session', session, { ...moved, step: 'application_complete' });
  emitSession(context, 'application.complete', done);
  startIssuing(context, done);
}

/** Somebody else's application, or a call of the API, may have covered the same work meanwhile. */
export function isCoveredElsewhere(context: SandboxContext, session: Session): boolean {
  const quote = session.quote === null ? undefined : context.objects.find('quote', session.quote);
  if (!quote || session.step === 'application_complete') return false;
  return (
    quote.data.policy !== null ||
    quote.data.issuing ||
    hasMatchingPolicy(context, termsOf(context, quote.data))
  );
}
