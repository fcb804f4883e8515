import type { SandboxContext } from '../context';
import type { Policy, Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { ALL } from '../objects';
import { cancelFutureAssignments, isBinding } from './assignments';
import { cancelPaymentSessionsOf } from './payment-sessions';
import { cancelPolicy } from './policies';
import { expireSession, isOpen } from './sessions';

/** Ends what a contractor has: policies, assignments that have not started, open applications and payment sessions (those: our choice). */
export function endCoverageOf(context: SandboxContext, contractor: string): void {
  cancelPolicies(context, policiesBy(context, 'policy.contractor', contractor));
  expireSessions(context, 'session.contractor', contractor);
  cancelPaymentSessionsOf(context, contractor);
}

/**
 * Ends what hangs on the jobs of an entity. Which policies are "connected with active jobs" is not documented further;
 * here those bought for one of them, and those that an assignment to one of them stands on. Assignments that have not
 * started, and open applications, end too (our choice).
 */
export function endWorkFor(context: SandboxContext, entity: string): void {
  const lookup = { name: 'job.entity', value: entity };
  const jobs = context.objects.page('job', { limit: ALL, lookup }).reverse();
  const policies = jobs.flatMap(({ id }) => [
    ...policiesBy(context, 'policy.job', id),
    ...policiesUnder(context, id),
  ]);
  cancelPolicies(context, policies);
  for (const { id } of jobs) {
    cancelFutureAssignments(context, 'assignment.job', id, 'entity_deleted');
    const quotes = context.objects.page('quote', { limit: ALL, lookup: { name: 'quote.job', value: id } });
    for (const quote of quotes.reverse()) expireSessions(context, 'session.quote', quote.id);
  }
}

/** Oldest first. */
function policiesBy(
  context: SandboxContext,
  name: 'policy.contractor' | 'policy.job',
  value: string,
): Stored<Policy>[] {
  return context.objects.page('policy', { limit: ALL, lookup: { name, value } }).reverse();
}

/** The policies of assignments to the job that are in force or to come. */
function policiesUnder(context: SandboxContext, job: string): Stored<Policy>[] {
  const lookup = { name: 'assignment.open_job', value: job };
  return context.objects
    .page('assignment', { limit: ALL, lookup })
    .reverse()
    .filter(({ data }) => isBinding(data) && data.end_date > context.clock.seconds())
    .flatMap(({ data }) => context.objects.find('policy', data.policy) ?? []);
}

/** Cancels those that are active, and the assignments under them that have not started. */
function cancelPolicies(context: SandboxContext, policies: readonly Stored<Policy>[]): void {
  for (const policy of new Map(policies.map((one) => [one.id, one])).values()) {
    cancelPolicy(context, policy);
    cancelFutureAssignments(context, 'assignment.policy', policy.id, 'policy_cancelled');
  }
}

function expireSessions(
  context: SandboxContext,
  name: 'session.contractor' | 'session.quote',
  value: string,
): void {
  const sessions: Stored<Session>[] = context.objects.page('session', {
    limit: ALL,
    lookup: { name, value },
  });
  for (const session of sessions.reverse()) {
    if (isOpen(session.data)) expireSession(context, session);
  }
}
