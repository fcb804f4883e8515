import { isUnknownObject } from '../../policy-api/errors';
import type { ApplicationSession } from '../../policy-api/types/coverage';
import { endApplication, openApplication } from '../../quote/open-application';
import { createForOnboarding } from '../journey/create-once';
import type { Journey } from '../journey/journey';
import { keptSession, summaryOf, type SessionSummary } from './summary';

/** What the hosted application has to know of this app, and this app of its hosts. */
export function hostedBy({ deps, onboarding }: Journey) {
  const returnTo = (outcome: 'success' | 'cancel') =>
    `${deps.publicUrl}${deps.paths.returned(onboarding.return_token, outcome)}`;
  return {
    returnTo: { success: returnTo('success'), cancel: returnTo('cancel') },
    allowedHosts: deps.applicationHosts,
  };
}

/**
 * Opens the application of the quote and keeps its session. Gives back where to hand the contractor over. `previous`:
 * the session that may go on, or is to be replaced. Runs under a claim (see journey.ts).
 * @throws PolicyApiError, ApplicationUrlError
 */
export async function openSession(journey: Journey, previous: string | null, key: string): Promise<string> {
  const { api, onboarding } = journey;
  const quote = onboarding.quote_id ?? '';
  const hosted = hostedBy(journey);
  const input = { quote, ...hosted.returnTo };
  const { url, session } = await createForOnboarding(journey, 'session', key, input, (once) =>
    openApplication(api, quote, { ...hosted, previous, ...once }),
  );
  await journey.adopt('session', session, previous === null ? key : null, {
    session_id: session.id,
    session: JSON.stringify(summaryOf(session)),
  });
  return url;
}

/**
 * Asks the API where the session stands, and keeps the answer, also that the API does not know it. Null when there is
 * no session yet.
 * @throws PolicyApiError
 */
export async function refreshSession(journey: Journey): Promise<ApplicationSession | null> {
  const { api, onboarding } = journey;
  if (onboarding.session_id === null) return null;
  try {
    const session = await api.getApplicationSession(onboarding.session_id);
    await keepSession(journey, summaryOf(session));
    return session;
  } catch (error) {
    const kept = keptSession(onboarding.session);
    if (isUnknownObject(error) && kept) await keepSession(journey, { ...kept, gone: true });
    throw error;
  }
}

async function keepSession({ deps, onboarding }: Journey, summary: SessionSummary): Promise<void> {
  const session = JSON.stringify(summary);
  if (session === onboarding.session) return;
  await deps.store.onboardings.keepSession(onboarding.id, summary.id, session);
  onboarding.session = session;
}

/** Ends the session of an onboarding, if there is one. Gives back whether its link is dead. */
export async function endSession({ api, onboarding }: Journey): Promise<boolean> {
  return onboarding.session_id === null || endApplication(api, onboarding.session_id);
}
