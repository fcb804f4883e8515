// Replace nothing. Keep the id it gives back, and give it as `previous` the next time.
import { createHash, randomUUID } from 'node:crypto';
import type { PolicyApi } from '../policy-api/client';
import { createOnce, type Once } from '../policy-api/create-once';
import { isUnknownObject, PolicyApiError } from '../policy-api/errors';
import type { ApplicationSession } from '../policy-api/types/coverage';
import { applicationUrl } from './application-url';

export type ApplicationApi = Pick<
  PolicyApi,
  | 'createApplicationSession'
  | 'getApplicationSession'
  | 'updateApplicationSession'
  | 'expireApplicationSession'
  | 'listApplicationSessions'
>;

export interface OpenApplicationOptions extends Once {
  /** Where the hosted pages send the contractor: with coverage, and without. Neither proves anything. */
  returnTo: { success: string; cancel: string };
  /** The session from before: its id, or itself as it was just read. */
  previous?: ApplicationSession | string | null | undefined;
  /** The hosts that contractors may be sent to, such as `apply.1099policy.com`. */
  allowedHosts: readonly string[];
}

export interface OpenApplication {
  id: string;
  /** Where to redirect the contractor, by GET: browsers block it as the answer to a form (CSP `form-action`). */
  url: string;
  session: ApplicationSession;
}

/**
 * The application of a quote, to hand the contractor over to. The previous session goes on where it is open and for
 * this quote, and learns of other return addresses; one for another quote is ended, and one that has expired or is not
 * known any more is replaced, once, however often this is called. A complete one is given back as it is: see its
 * `step` ("POST /api/v1/apply/sessions", "PUT /api/v1/apply/sessions/{session}").
 * @throws PolicyApiError; ApplicationUrlError for a URL on another host, or neither https nor on this machine
 */
export async function openApplication(
  api: ApplicationApi,
  quoteId: string,
  { returnTo, previous = null, allowedHosts, ...once }: OpenApplicationOptions,
): Promise<OpenApplication> {
  const before = typeof previous === 'string' ? await find(api, previous) : previous;
  const isOfQuote = before?.quote === quoteId || before?.quote === null;
  const goesOn = before && !before.expired && isOfQuote;
  if (before && !before.expired && !isOfQuote) await endApplication(api, before.id);
  const replaced = typeof previous === 'string' ? previous : previous?.id;
  const key = replaced === undefined ? once.key : keyFor(once.key, replaced);
  const session = goesOn
    ? await withReturns(api, before, returnTo)
    : await create(api, quoteId, returnTo, { ...once, key });
  return { id: session.id, url: applicationUrl(session.url, allowedHosts), session };
}

/**
 * Ends a session, since what it was made for has changed. Gives back whether its link is dead: a failure is no reason
 * to stop, only to say that the link still works ("POST /api/v1/apply/sessions/{session}/expire").
 */
export async function endApplication(
  api: Pick<PolicyApi, 'expireApplicationSession'>,
  id: string,
): Promise<boolean> {
  try {
    await api.expireApplicationSession(id, randomUUID());
    return true;
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return error.code === 'session_expired' || isUnknownObject(error);
  }
}

async function find(api: ApplicationApi, id: string): Promise<ApplicationSession | null> {
  try {
    return await api.getApplicationSession(id);
  } catch (error) {
    if (isUnknownObject(error)) return null;
    throw error;
  }
}

type ReturnTo = OpenApplicationOptions['returnTo'];

function create(api: ApplicationApi, quote: string, returnTo: ReturnTo, once: Once) {
  const input = { quote, success_url: returnTo.success, cancel_url: returnTo.cancel };
  const creation = {
    create: (key: string) => api.createApplicationSession(input, key),
    alike: async () => {
      const sessions = await api.listApplicationSessions({ limit: 100 });
      return sessions.filter(
        (session) => session.quote === quote && !session.expired && returnsTo(session, returnTo),
      );
    },
  };
  return createOnce(creation, once);
}

function withReturns(api: ApplicationApi, session: ApplicationSession, returnTo: ReturnTo) {
  if (session.step === 'application_complete' || returnsTo(session, returnTo)) return session;
  return api.updateApplicationSession(session.id, {
    success_url: returnTo.success,
    cancel_url: returnTo.cancel,
  });
}

/** What an answer leaves out is taken to be right. */
function returnsTo({ success_url, cancel_url }: ApplicationSession, { success, cancel }: ReturnTo): boolean {
  return (success_url ?? success) === success && (cancel_url ?? cancel) === cancel;
}

/** The same key twice would bring back the session that is to be replaced. */
function keyFor(key: string, id: string): string {
  return createHash('sha256').update(`${key} ${id}`).digest('hex').slice(0, 32);
}
