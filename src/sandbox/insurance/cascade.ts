import type { SandboxContext } from '../context';
import { ALL } from '../objects';
import { cancelPolicy } from './policies';
import { expireSession } from './sessions';

/** Cancels every active policy found by the look-up. */
export function cancelPoliciesOf(
  context: SandboxContext,
  name: 'policy.contractor' | 'policy.job',
  value: string,
): void {
  const found = context.objects.page('policy', { limit: ALL, lookup: { name, value } });
  for (const policy of found.reverse()) cancelPolicy(context, policy);
}

/** Expires every application of a contractor that is still open. */
export function expireSessionsOf(context: SandboxContext, contractor: string): void {
  const lookup = { name: 'session.contractor', value: contractor };
  for (const session of context.objects.page('session', { limit: ALL, lookup }).reverse()) {
    const { expired, step } = session.data;
    if (!expired && step !== 'application_complete') expireSession(context, session);
  }
}
