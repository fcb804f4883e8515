import { Router } from 'express';
import { invalidInput } from '../api/errors';
import { addFault } from '../api-faults/list';
import { listText } from '../api-faults/schema';
import type { SandboxContext } from '../context';
import { switchAllOff } from '../switches';
import { apiForms } from './faults-forms';
import { readApiForm, readVariantForm, readWebhookForm } from './faults-reading';
import { faultsModel, keyOf } from './faults-view';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';

const PATH = '/faults';
const said = (text: string) => ({ text, links: [] });

/** `/faults`: what is set to go wrong and which variants of answers are on; the same as the control API can set. */
export function faultsRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  const { apiFaults, webhookFaults, variants } = context.switches;
  router.get(PATH, (req, res) => {
    const state = forms.model(req, res, PATH);
    res.render('faults', {
      page: dashboardPage('Faults and variants', 'Faults'),
      model: { ...state, ...faultsModel(context.switches, state) },
    });
  });
  router.post(`${PATH}/api/:kind`, ...forms.receive, async (req, res, next) => {
    const form = apiForms().find(({ id }) => id === req.params['kind']);
    if (!form) return next();
    await forms.answer(req, res, PATH, (fields) => {
      const fault = readApiForm(form, fields);
      if (!addFault(apiFaults, fault)) throw invalidInput({ [`${form.id}-operation`]: listText });
      return said('The fault is on.');
    });
  });
  router.post(`${PATH}/remove`, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, ({ fault }) => {
      const at = apiFaults.current().findIndex((one) => keyOf(one) === fault);
      apiFaults.set(apiFaults.current().filter((_one, index) => index !== at));
      return said('The fault is off.');
    }),
  );
  router.post(`${PATH}/webhooks`, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, (fields) => {
      webhookFaults.set(readWebhookForm(fields));
      return said('The webhook faults are set.');
    }),
  );
  router.post(`${PATH}/variants`, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, (fields) => {
      variants.set(readVariantForm(fields));
      return said('The variants are set.');
    }),
  );
  router.post(`${PATH}/off`, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, () => {
      switchAllOff(context.switches);
      return said('Everything is off: the sandbox behaves as documented.');
    }),
  );
  return router;
}
