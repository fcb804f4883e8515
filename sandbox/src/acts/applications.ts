import { conflict } from '../api/errors';
import { sessions } from '../api/resources/sessions';
import { advance, isCoveredElsewhere, refuse } from '../application/advance';
import { endOf } from '../application/end-page';
import type { FormResult } from '../application/forms';
import { goodCard } from '../cards';
import type { SandboxContext } from '../context';
import { isIssuing, issueFor } from '../insurance/issuance';
import { decideReview, startReview } from '../insurance/manual-review';
import { expireSession, isOpen } from '../insurance/sessions';
import { steps, type Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { asksFor } from '../scenarios';
import type { ActsOf, Perform } from './act';

/** What a contractor, or whoever decides about them, can make of an application. */
export const applicationActs: ActsOf<'session'> = {
  plural: 'applications',
  one: 'application',
  resource: sessions,
  isOpen: (context, { data }) => isOpen(data) || isIssuing(context, data),
  state: (context, session) => endOf(context, session) ?? 'open',
  acts: {
    start: { does: 'Confirms the details. One that was started stays where it is.', act: opening(start) },
    abandon: {
      does: 'Goes on to the signature, and leaves it there.',
      act: opening((context, session) =>
        goOn(context, session, (now) => isPast(now) || now.review === 'pending'),
      ),
    },
    review: { does: 'Answers so that it goes to manual review.', act: opening(sendToReview) },
    approve: { does: 'Approves the manual review that it waits for.', act: onOpen(decide(false)) },
    refuse: {
      does: 'Finds the contractor not eligible, by the review or by an answer.',
      act: onOpen(refuseAnyway),
    },
    expire: { does: 'Lets it expire.', act: onOpen(expireSession) },
    complete: {
      does: 'Answers everything harmlessly up to the end. A manual review on the way is approved.',
      act: opening(complete),
    },
    issue: { does: 'Issues the policy that a complete application waits for.', act: issueNow },
  },
};

function onOpen(act: Perform<'session'>): Perform<'session'> {
  return (context, session) => {
    if (!isOpen(session.data)) throw conflict('The application has ended: create another session.');
    act(context, session);
  };
}

/** Of a contractor who opens the application: those of the test data make it expire by that. */
function opening(act: Perform<'session'>): Perform<'session'> {
  return onOpen((context, session) => {
    const contractor = context.objects.find('contractor', session.data.contractor)?.data;
    if (asksFor(contractor, 'expired')) expireSession(context, session);
    else act(context, session);
  });
}

function start(context: SandboxContext, session: Stored<Session>): void {
  if (session.data.step === 'verify_info') advance(context, session, HARMLESS.verify_info);
}

function sendToReview(context: SandboxContext, session: Stored<Session>): void {
  if (session.data.review === 'pending') return;
  if (session.data.review !== null) throw conflict('The application was reviewed already.');
  start(context, session);
  const started = again(context, session);
  if (started.data.step === 'application_questions') {
    const claims = { ...HARMLESS.application_questions, outcome: 'manual_review' } as const;
    return advance(context, started, claims);
  }
  startReview(context, started);
}

function decide(refused: boolean): Perform<'session'> {
  return (context, session) => {
    if (session.data.review !== 'pending') throw conflict('The application waits for no review.');
    context.schedule.cancel('session.review', session.id);
    decideReview(context, session, refused);
  };
}

function refuseAnyway(context: SandboxContext, session: Stored<Session>): void {
  if (session.data.review === 'pending') decide(true)(context, session);
  else refuse(context, session);
}

function complete(context: SandboxContext, session: Stored<Session>): void {
  if (isCoveredElsewhere(context, session.data)) throw conflict('The work is insured already.');
  const contractor = context.objects.find('contractor', session.data.contractor)?.data;
  if (asksFor(contractor, 'cardDeclined')) {
    throw conflict('By the test data, every card of this contractor is declined.');
  }
  goOn(context, session, ({ step }) => step === 'application_complete');
}

function issueNow(context: SandboxContext, session: Stored<Session>): void {
  if (!isIssuing(context, session.data)) throw conflict('The application waits for no policy.');
  issueFor(context, session);
}

const isPast = ({ step }: Session) => steps.indexOf(step) >= steps.indexOf('esignature_document');

/** Answers each step harmlessly until it is there, or has ended on the way. */
function goOn(context: SandboxContext, session: Stored<Session>, isThere: (now: Session) => boolean): void {
  for (let now = session; isOpen(now.data) && !isThere(now.data); now = again(context, session)) {
    const { step, review } = now.data;
    if (review === 'pending') decide(false)(context, now);
    else if (step !== 'application_complete') advance(context, now, HARMLESS[step]);
  }
}

/** What harmless answers lead to, as the forms read them. */
const HARMLESS: Record<Exclude<Session['step'], 'application_complete'>, FormResult> = {
  verify_info: { errors: [], answers: {} },
  application_questions: {
    errors: [],
    answers: { works_in_us: 'yes', hazardous_work: 'no', recent_claims: 'no' },
  },
  esignature_document: { errors: [], answers: { signature: 'Signed by the sandbox' } },
  add_card_details: { errors: [], answers: {}, card: goodCard },
  final_review: { errors: [], answers: {} },
};

const again = (context: SandboxContext, { id }: Stored<Session>): Stored<Session> => {
  const found = context.objects.find('session', id);
  if (!found) throw new Error('A session that was just written is gone');
  return found;
};
