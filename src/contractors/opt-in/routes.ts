/**
 * The general opt-in: an application without a job, so that later jobs in a state are covered by assignments. Handed over
 * by a link that is opened by GET, as in the journey.
 */
import { Router } from 'express';
import { z } from 'zod';
import { checkForm } from '../../forms/check-form';
import { STATES } from '../../forms/places';
import { freshForm, withErrors } from '../../onboarding/journey/form-page';
import { applicationFact } from '../../coverage/facts-from-api';
import { applicationStepName } from '../../onboarding/application/summary';
import { HostNotAllowedError, NotFoundError } from '../../pages/page-errors';
import { view } from '../../pages/view';
import { createOnce } from '../../policy-api/create-once';
import type { ApplicationSession } from '../../policy-api/types/coverage';
import { applicationUrl, ApplicationUrlError } from '../../quote/application-url';
import { idIn, onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct, renderAct, typedAct, type ActPage, type ActView } from '../act/act-page';
import { askElseKnown, type Source } from '../act/ask-else-known';
import { keyFor } from '../act/key';
import { sessionAnswered } from '../known/as-answered';
import type { KnownSession } from '../known/records';

interface OptInView {
  action: string;
  states: typeof STATES;
  /** Those that were made here before, newest first. */
  earlier: { href: string; text: string }[];
}
export const optInView = view<ActView & OptInView>('contractors/opt-in');

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

const FIELD = 'general_opt_in_work_state';
const fields = {
  [FIELD]: z
    .string()
    .refine((value) => STATES.some((state) => state.value === value), 'Choose the state of the work'),
};

const WHY = {
  text: 'Where jobs come and go, a contractor can opt in before there is one. Later jobs in that state are then reported as assignments.',
  verb: 'Creates',
  call: 'POST /api/v1/apply/sessions with is_general_opt_in: true',
};

export function optInRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/opt-in', onContractor(deps, openOptIn));
  router.post('/opt-in', onContractor(deps, start));
  router.get('/opt-in/:sessionId', onContractor(deps, showSession));
  router.get('/opt-in/:sessionId/open', onContractor(deps, handOver));
  return router;
}

async function openOptIn(act: Act): Promise<void> {
  const contractor = await act.readContractor();
  const values = { [FIELD]: contractor?.address?.region ?? '' };
  const fresh = { ...freshForm(act.deps.newKey, values), repeat: false };
  return showOptIn(act, act.req.unsent ? typedAct(act) : fresh);
}

async function start(act: Act): Promise<void> {
  await act.readContractor();
  const page = typedAct(act);
  const { data, errors } = checkForm(fields, act.body);
  if (data === null) return showOptIn(act, withErrors(page, errors));
  try {
    const session = await createOptIn(act, data[FIELD], page);
    act.redirect(`${act.deps.paths.optIn(act.id)}/${encodeURIComponent(session.id)}`);
  } catch (error) {
    return showOptIn(act, failedAct(act, page, error, [FIELD]));
  }
}

/** The answer does not say whose it is, so that is kept along with it: it is how the session is found again. */
async function createOptIn(act: Act, state: string, page: ActPage): Promise<ApplicationSession> {
  const { api, deps, id } = act;
  const row = await deps.store.contractors.find(id);
  const back = row && `${deps.publicUrl}${deps.paths.cover(row.link_token)}`;
  const input = {
    is_general_opt_in: true,
    contractor: id,
    [FIELD]: state,
    ...(back && { success_url: back, cancel_url: back }),
  };
  const creation = {
    create: (key: string) => api.createApplicationSession(input, key),
    alike: async () => {
      const sessions = await api.listApplicationSessions({ limit: 100 });
      return sessions.filter(
        (one) => !one.expired && one.quote === null && back !== undefined && one.success_url === back,
      );
    },
  };
  const session = await createOnce(creation, {
    key: keyFor(page.idempotencyKey, input),
    ...(page.repeat && { repeat: true }),
  });
  const own = { contractor: id, is_general_opt_in: true };
  await deps.knowledge.see('session', Object.assign({ ...session }, own));
  return session;
}

async function showOptIn(act: Act, page: ActPage): Promise<void> {
  const { deps, id } = act;
  const action = deps.paths.optIn(id);
  const known = await deps.knowledge.of(id);
  const earlier = (known?.sessions ?? [])
    .filter(({ isGeneralOptIn, gone }) => isGeneralOptIn && !gone)
    .map((session) => ({ href: `${action}/${encodeURIComponent(session.id)}`, text: session.id }));
  await renderAct(
    act,
    optInView,
    page,
    { title: 'General opt-in', why: WHY },
    { action, states: STATES, earlier },
  );
}

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

async function showSession(act: Act): Promise<void> {
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
async function handOver(act: Act): Promise<void> {
  act.res.redirect(303, urlOf(act, await readSession(act)));
}

/** @throws HostNotAllowedError */
function urlOf({ deps }: Act, { url }: ApplicationSession): string {
  try {
    return applicationUrl(url, deps.applicationHosts);
  } catch (error) {
    if (error instanceof ApplicationUrlError) throw new HostNotAllowedError(error.message);
    throw error;
  }
}
