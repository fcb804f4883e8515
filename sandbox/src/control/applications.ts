import { notFound } from '../api/errors';
import { actOn, acts, isAct } from '../application/acts';
import { endOf } from '../application/end-page';
import type { SandboxContext } from '../context';
import { viewSession } from '../insurance/sessions';

/**
 * Makes something happen to an application, `complete` for one. Answers with how it stands then.
 * @throws ApiError
 */
export function answerAct(context: SandboxContext, id: string, act: string) {
  const session = context.objects.find('session', id);
  if (!session) throw notFound(`There is no application session ${id}.`);
  if (!isAct(act)) {
    throw notFound(`An application cannot be told to ${act}: choose ${Object.keys(acts).join(', ')}.`);
  }
  const now = actOn(context, session, act);
  return { state: endOf(context, now) ?? 'open', application_session: viewSession(context, now) };
}
