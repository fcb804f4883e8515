/** A link into the contractor portal of 1099Policy. It is on the page that answers the button, and nowhere else. */
import { Router } from 'express';
import { freshForm } from '../../onboarding/journey/form-page';
import { HostNotAllowedError } from '../../pages/page-errors';
import { view } from '../../pages/view';
import { applicationUrl, ApplicationUrlError } from '../../quote/application-url';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct, renderAct, typedAct, type ActPage, type ActView } from '../act/act-page';

interface PortalLinkView {
  action: string;
  /** Shown once. */
  link: { url: string; until: string | null } | null;
}
export const portalLinkView = view<ActView & PortalLinkView>('contractors/portal-link');

export function portalLinkRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/portal-link', onContractor(deps, open));
  router.post('/portal-link', onContractor(deps, make));
  return router;
}

async function open(act: Act): Promise<void> {
  await act.readContractor();
  await show(act, { ...freshForm(act.deps.newKey), repeat: false }, null);
}

/** A key of its own each time: the same would bring back the first link, run out or not. */
async function make(act: Act): Promise<void> {
  const { api, deps, id } = act;
  const page = typedAct(act);
  await act.readContractor();
  try {
    const { login_url: url, expires_at: until } = await api.createLoginLink(id, deps.newKey());
    await show(act, page, { url: applicationUrl(url, deps.applicationHosts), until: utc(until) });
  } catch (error) {
    if (error instanceof ApplicationUrlError)
      throw new HostNotAllowedError(error.message.replace('application URL', 'portal link'), deps.words);
    await show(act, failedAct(act, page, error, []), null);
  }
}

async function show(act: Act, page: ActPage, link: PortalLinkView['link']): Promise<void> {
  const why = {
    text: 'In the portal a contractor sees policies, certificates and charges, and can change the card or opt out of a job.',
    verb: 'Creates',
    call: 'POST /api/v1/contractors/{contractor}/login_link',
  };
  const action = act.deps.paths.portalLink(act.id);
  await renderAct(act, portalLinkView, page, { title: 'Portal link', why }, { action, link });
}

function utc(seconds: number | null): string | null {
  if (seconds === null) return null;
  const iso = new Date(seconds * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
