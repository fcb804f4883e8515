/** One opt-in: where it stands, and the way to it. */
import { applicationFact } from '../../coverage/facts-from-api';
import { freshForm } from '../../onboarding/journey/form-page';
import { applicationStepName } from '../../onboarding/application/summary';
import { HostNotAllowedError, NotFoundError } from '../../pages/page-errors';
import { view } from '../../pages/view';
import type { ApplicationSession } from '../../policy-api/types/coverage';
import { applicationUrl, ApplicationUrlError } from '../../quote/application-url';
import { idIn, type Act } from '../act/act';
import { renderAct, type ActView } from '../act/act-page';
import { askElseKnown, type Source } from '../act/ask-else-known';
import { sessionAnswered } from '../known/as-answered';
import type { KnownSession } from '../known/records';

interface SessionView {
  tag: { text: string; tone: string };
  sentence: string;
  /** Null: there is nothing to open. */
  openHref: string | null;
  link: string | null;
  sessionId: string;
  stepName: string;
  againHref: string;
}
export const optInSessionView = view<ActView & SessionView>('contractors/opt-in-session');

export const WHY = {
  text: 'Where jobs come and go, a contractor can opt in before there is one. Later jobs in that state are then reported as assignments.',
  verb: 'Creates',
  call: 'POST /api/v1/apply/sessions with is_general_opt_in: true',
};

/** @throws PolicyApiError, NotFoundError where it is not known as one of this contractor */
async function readSession(act: Act): Promise<ApplicationSession> {
  const { deps, id } = act;
  const sessionId = idIn(act.req, 'sessionId', SESSION.what);
  const known = (await deps.knowledge.of(id))?.sessions.find((one) => one.id === sessionId);
  if (!known?.isGeneralOptIn) throw new NotFoundError(SESSION.what);
  const session = await askElseKnown(act, { ...SESSION, ownerOf: () => id });
  if (!act.stale) await deps.knowledge.see('session', session);
  return session;
}

/** Whose it is was kept along with it: the answer does not say. */
const SESSION: Omit<Source<ApplicationSession, KnownSession>, 'ownerOf'> = {
  kind: 'session',
  param: 'sessionId',
  what: 'This opt-in',
  ask: (api, id) => api.getApplicationSession(id),
  known: ({ sessions }) => sessions,
  asAnswered: sessionAnswered,
};

const STATE_WORDS: Readonly<Record<string, { text: string; tone: string; sentence: string } | undefined>> = {
  issuing: { text: 'Complete', tone: 'success', sentence: 'The contractor has finished it.' },
  application_expired: {
    text: 'Expired',
    tone: 'warning',
    sentence: 'It can no longer be finished. Make another one.',
  },
};

export async function showSession(act: Act): Promise<void> {
  const { deps } = act;
  const session = await readSession(act);
  const state = applicationFact(session);
  const { text, tone, sentence } = STATE_WORDS[state] ?? {
    text: 'Open',
    tone: 'info',
    sentence: 'Open it here with the contractor, or send them the link.',
  };
  const isOpen = STATE_WORDS[state] === undefined;
  const address = `${deps.paths.optIn(act.id)}/${encodeURIComponent(session.id)}`;
  const page = { ...freshForm(deps.newKey), repeat: false };
  await renderAct(
    act,
    optInSessionView,
    page,
    { title: 'General opt-in', why: WHY },
    {
      tag: { text, tone },
      sentence,
      openHref: isOpen ? `${address}/open` : null,
      link: isOpen ? urlOf(act, session) : null,
      sessionId: session.id,
      stepName: applicationStepName(session.step),
      againHref: deps.paths.optIn(act.id),
    },
  );
}

/** A plain link leads here: browsers block a redirect to another host that answers a form. */
export async function handOver(act: Act): Promise<void> {
  act.res.redirect(303, urlOf(act, await readSession(act)));
}

/** @throws HostNotAllowedError */
function urlOf({ deps }: Act, { url }: ApplicationSession): string {
  try {
    return applicationUrl(url, deps.applicationHosts);
  } catch (error) {
    if (error instanceof ApplicationUrlError) throw new HostNotAllowedError(error.message, deps.words);
    throw error;
  }
}
