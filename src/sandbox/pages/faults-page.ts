import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { addFault } from '../api-faults/list';
import { listText } from '../api-faults/schema';
import type { SandboxContext } from '../context';
import { isFromHere } from '../control/body';
import { switchAllOff } from '../switches';
import { showMessage } from './errors';
import { apiForms, variantForm, webhookForm } from './faults-forms';
import { readApiForm, readVariantForm, readWebhookForm, type Read, type Typed } from './faults-reading';
import { dashboardPage } from './navigation';
import { faultsModel, keyOf, type Refused } from './faults-view';

const PATH = '/faults';

const notices: Record<string, string> = {
  added: 'The fault is on.',
  removed: 'The fault is off.',
  webhooks: 'The webhook faults are set.',
  variants: 'The variants are set.',
  off: 'Everything is off: the sandbox behaves as documented.',
};

/** `/faults`: what is set to go wrong and which variants of answers are on; the same as the control API can set. */
export function faultsRouter(context: SandboxContext): Router {
  const router = Router();
  const { apiFaults, webhookFaults, variants } = context.switches;
  const form = [express.urlencoded({ extended: false, limit: '20kb' }), refuseOtherPages] as const;
  router.get(PATH, (req, res) => show(context, res, noticeOf(req)));
  router.post(`${PATH}/api/:kind`, ...form, (req, res, next) => {
    const added = apiForms().find(({ id }) => id === req.params['kind']);
    if (!added) return next();
    const typed = typedIn(req);
    settle(context, res, { form: added, typed }, readApiForm(added, typed), 'added', (fault) =>
      addFault(apiFaults, fault),
    );
  });
  router.post(`${PATH}/remove`, ...form, (req, res) => {
    const { fault } = typedIn(req);
    const at = apiFaults.current().findIndex((one) => keyOf(one) === fault);
    apiFaults.set(apiFaults.current().filter((_one, index) => index !== at));
    res.redirect(303, `${PATH}?done=removed`);
  });
  router.post(`${PATH}/webhooks`, ...form, (req, res) => {
    const typed = typedIn(req);
    settle(context, res, { form: webhookForm, typed }, readWebhookForm(typed), 'webhooks', (faults) =>
      webhookFaults.set(faults),
    );
  });
  router.post(`${PATH}/variants`, ...form, (req, res) => {
    const typed = typedIn(req);
    settle(context, res, { form: variantForm, typed }, readVariantForm(typed), 'variants', (chosen) =>
      variants.set(chosen),
    );
  });
  router.post(`${PATH}/off`, ...form, (_req, res) => {
    switchAllOff(context.switches);
    res.redirect(303, `${PATH}?done=off`);
  });
  return router;
}

/** Browsers say which page sent a form; what no browser sent has the control API. */
const refuseOtherPages: RequestHandler = (req, res, next) => {
  const says = req.get('origin') !== undefined || req.get('sec-fetch-site') !== undefined;
  if (says && isFromHere(req)) return next();
  const text = 'This form was not sent from a page of this sandbox. Open the page again.';
  showMessage(res, { status: 403, title: 'Please open the page again', text });
};

function typedIn(req: Request): Typed {
  const body = (req.body ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
}

/** Does what a form asks, or shows it again as it was typed. `act` says false when there is no room. */
function settle<T>(
  context: SandboxContext,
  res: Response,
  sent: Pick<Refused, 'form' | 'typed'>,
  read: Read<T>,
  done: string,
  act: (value: T) => boolean | void,
): void {
  if ('errors' in read) return show(context, res, null, { ...sent, errors: read.errors });
  if (act(read.value) !== false) return res.redirect(303, `${PATH}?done=${done}`);
  show(context, res, null, { ...sent, errors: [{ name: 'operation', text: listText }] });
}

function noticeOf({ query: { done } }: Request): string | null {
  return typeof done === 'string' && Object.hasOwn(notices, done) ? (notices[done] ?? null) : null;
}

function show(context: SandboxContext, res: Response, notice: string | null, refused?: Refused): void {
  const title = 'Faults and variants';
  res.status(refused ? 400 : 200).render('faults', {
    page: dashboardPage(refused ? `Error: ${title}` : title, 'Faults'),
    model: { title, notice, ...faultsModel(context.switches, refused) },
  });
}
