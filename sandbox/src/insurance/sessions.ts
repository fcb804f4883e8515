import type { SandboxContext } from '../context';
import type { Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { emit } from '../delivery/events';

/** A session as the API answers it (vendor page "GET /api/v1/apply/sessions/{session}"). */
export function viewSession(context: SandboxContext, session: Stored<Session>): Record<string, unknown> {
  const { quote, step, expired, success_url, cancel_url } = session.data;
  const optIn = session.data.is_general_opt_in
    ? {
        is_general_opt_in: true,
        contractor: session.data.contractor,
        general_opt_in_work_state: session.data.general_opt_in_work_state,
      }
    : {};
  return {
    id: session.id,
    quote,
    step,
    expired,
    success_url,
    cancel_url,
    url: `${context.publicUrl()}/apply/sandbox/${session.id}`,
    created: session.created,
    ...optIn,
  };
}

/** Tells of a session. That `data` of application events is the session is documented for some types only. */
export function emitSession(context: SandboxContext, type: string, session: Stored<Session>): void {
  emit(context, type, { object: 'application_session', ...viewSession(context, session) });
}

/** Days after which an application that was not finished expires (not documented; our choice). */
export const SESSION_DAYS = 30;

/** It can still be completed. */
export const isOpen = ({ expired, ineligible, step }: Session): boolean =>
  !expired && !ineligible && step !== 'application_complete';

export function expireSession(context: SandboxContext, session: Stored<Session>): Stored<Session> {
  endDeadlines(context, session.id);
  const expired = context.objects.update('session', session, { ...session.data, expired: true });
  emitSession(context, 'application.expired', expired);
  return expired;
}

/** What was still to happen to an application that has ended. */
export function endDeadlines(context: SandboxContext, session: string): void {
  context.schedule.cancel('session.expire', session);
  context.schedule.cancel('session.review', session);
}
