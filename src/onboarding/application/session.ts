import { isLoopbackHost } from '../../../lib/hosts';
import { HostNotAllowedError } from '../../middleware/page-errors';
import { paths } from '../../paths';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import { createOnce } from '../journey/create-once';
import type { Journey } from '../journey/journey';
import { keptSession, summaryOf, type SessionSummary } from './summary';

/** Creates a session for the quote, with return links of this app, and keeps it. Runs under a claim (see journey.ts). */
export async function createSession(journey: Journey, key: string): Promise<SessionSummary> {
  const { api, deps, onboarding } = journey;
  const returnTo = (outcome: 'success' | 'cancel') =>
    `${deps.publicUrl}${paths.returned(onboarding.return_token, outcome)}`;
  const quote = onboarding.quote_id ?? '';
  const input = { quote, success_url: returnTo('success'), cancel_url: returnTo('cancel') };
  const session = await createOnce(journey, 'session', key, {
    input,
    create: (keyToUse) => api.createApplicationSession(input, keyToUse),
    alike: async () => {
      const sessions = await api.listApplicationSessions({ limit: 100 });
      return sessions.filter((one) => one.quote === quote && !one.expired);
    },
  });
  const summary = summaryOf(session);
  await journey.adopt('session', session.id, key, {
    session_id: session.id,
    session: JSON.stringify(summary),
  });
  return summary;
}

/**
 * Asks the API where the session stands, and keeps the answer, also that the API does not know it. Null when there is
 * no session yet.
 * @throws PolicyApiError
 */
export async function refreshSession(journey: Journey): Promise<SessionSummary | null> {
  const { api, onboarding } = journey;
  if (onboarding.session_id === null) return null;
  try {
    const summary = summaryOf(await api.getApplicationSession(onboarding.session_id));
    await keepSession(journey, summary);
    return summary;
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

/**
 * Ends the session of an onboarding, since what it was made for has changed. Gives back whether its link is dead; a
 * failure is no reason to stop, only to say that the link still works.
 */
export async function endSession({ api, onboarding }: Journey): Promise<boolean> {
  if (onboarding.session_id === null) return true;
  try {
    await api.expireApplicationSession(onboarding.session_id);
    return true;
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return error.code === 'session_expired' || isUnknownObject(error);
  }
}

/**
 * The URL to hand a contractor over to. Only https, or http on this machine, and only hosts of the settings: an
 * answer that was tampered with must not turn this app into an open redirect.
 * @throws HostNotAllowedError
 */
export function safeApplicationUrl(url: string | null, allowedHosts: readonly string[]): string {
  if (url === null || !URL.canParse(url)) throw new HostNotAllowedError('no valid address');
  const { protocol, host, hostname, username, href } = new URL(url);
  const secure = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  if (!secure || username !== '' || !allowedHosts.includes(host)) throw new HostNotAllowedError(host || url);
  return href;
}
