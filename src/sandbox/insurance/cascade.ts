import type { SandboxContext } from '../context';
import { ALL } from '../objects';
import { cancelFutureAssignments } from './assignments';
import { cancelPolicy } from './policies';
import { expireSession, isOpen } from './sessions';

/** Cancels every active policy found by the look-up, and the assignments under them that have not started. */
export function cancelPoliciesOf(
  context: SandboxContext,
  name: 'policy.contractor' | 'policy.job',
  value: string,
): void {
  const found = context.objects.page('policy', { limit: ALL, lookup: { name, value } });
  for (const policy of found.reverse()) {
    cancelPolicy(context, policy);
    cancelFutureAssignments(context, 'assignment.policy', policy.id, 'policy_cancelled');
  }
}

/** Expires every application of a contractor that is still open. */
export function expireSessionsOf(context: SandboxContext, contractor: string): void {
  const lookup = { name: 'session.contractor', value: contractor };
  for (const session of context.objects.page('session', { limit: ALL, lookup }).reverse()) {
    if (isOpen(session.data)) expireSession(context, session);
  }
}
