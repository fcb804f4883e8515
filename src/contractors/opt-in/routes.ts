/**
 * The general opt-in: an application without a job, so that later jobs in a state are covered by assignments. Handed over
 * by a link that is opened by GET, as in the journey.
 */
import { Router } from 'express';
import { z } from 'zod';
import { checkForm } from '../../forms/check-form';
import { STATES } from '../../forms/places';
import { freshForm, withErrors } from '../../onboarding/journey/form-page';
import { view } from '../../pages/view';
import { createOnce } from '../../policy-api/create-once';
import type { ApplicationSession } from '../../policy-api/types/coverage';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct, renderAct, typedAct, type ActPage, type ActView } from '../act/act-page';
import { keyFor } from '../act/key';
import { handOver, showSession, WHY } from './session';

interface OptInView {
  action: string;
  states: typeof STATES;
  /** Those that were made here before, newest first. */
  earlier: { href: string; text: string }[];
}
export const optInView = view<ActView & OptInView>('contractors/opt-in');

const FIELD = 'general_opt_in_work_state';
const fields = {
  [FIELD]: z
    .string()
    .refine((value) => STATES.some((state) => state.value === value), 'Choose the state of the work'),
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
