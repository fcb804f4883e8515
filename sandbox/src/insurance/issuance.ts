import type { SandboxContext } from '../context';
import type { Quote, Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { asksFor } from '../scenarios';
import { policyDates, termsOf } from './binding';
import { hasDeletedEntity } from './parties';
import { issuePolicy } from './policies';

/** Seconds, as in the vendor's sample of `policy.active`: 2 minutes and 20 seconds. */
const SLOW = 140;

/**
 * Issues the policy of an application that was completed: at once, or later where the organisation or test data has
 * it so. In between the vendor's answers are not documented; here there is no policy yet, and the quote is taken.
 */
export function startIssuing(context: SandboxContext, session: Stored<Session>): void {
  const quote = quoteOf(context, session.data);
  if (!quote) return;
  const contractor = context.objects.find('contractor', session.data.contractor)?.data;
  const slow = asksFor(contractor, 'slowIssuance') ? SLOW : 0;
  const wait = Math.max(slow, context.organisation.current().issuance_seconds);
  if (wait === 0) return issueFor(context, session);
  context.objects.update('quote', quote, { ...quote.data, issuing: true });
  context.schedule.at(context.clock.seconds() + wait, 'session.issue', session.id);
}

/** The application is complete, and its policy is still to come. */
export const isIssuing = (context: SandboxContext, session: Session): boolean =>
  session.policy === null && quoteOf(context, session)?.data.issuing === true;

/** Nothing is issued any more where the contractor or the entity was deleted meanwhile. */
export function issueFor(context: SandboxContext, session: Stored<Session>): void {
  const { objects, schedule } = context;
  schedule.cancel('session.issue', session.id);
  const quote = quoteOf(context, session.data);
  if (!quote || quote.data.policy !== null) return;
  const free = objects.update('quote', quote, { ...quote.data, issuing: false });
  const isGone = objects.find('contractor', quote.data.contractor) === undefined;
  if (isGone || hasDeletedEntity(context, quote.data.job)) return;
  const dates = policyDates(context, quote.data);
  const policy = issuePolicy(context, free, termsOf(context, quote.data), dates);
  objects.update('session', session, { ...session.data, policy: policy.id });
}

const quoteOf = ({ objects }: SandboxContext, { quote }: Session): Stored<Quote> | undefined =>
  quote === null ? undefined : objects.find('quote', quote);
