import { Router, type Response } from 'express';
import type { SandboxContext } from '../context';
import { createRequirement, deleteRequirement, updateRequirement } from '../control/requirements';
import { rulesInWords } from '../insurance/coverage-lines';
import type { Stored } from '../model/kinds';
import type { Requirement } from '../model/requirements';
import { ALL } from '../objects';
import { showMessage } from './errors';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';
import { readRequirement, requirementForm } from './requirement-form';

const PATH = '/requirements';
const NEW = `${PATH}/new`;

/** `/requirements`: what the organisation asks of certificates; the API has no call for it. */
export function requirementRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  router.get(PATH, (req, res) => {
    const all = context.objects.page('requirement', { limit: ALL });
    res.render('requirements/list', {
      page: dashboardPage('Insurance requirements', 'Organisation'),
      model: { ...forms.model(req, res, PATH), newHref: NEW, requirements: all.map(rowOf) },
    });
  });
  router.get(NEW, (req, res) => {
    const state = forms.model(req, res, NEW);
    res.render('requirements/form', {
      page: dashboardPage('New insurance requirement', 'Organisation'),
      model: { ...state, form: requirementForm(null, state), action: NEW, list: PATH, requirement: null },
    });
  });
  router.get(`${PATH}/:id`, (req, res) => {
    const { id } = req.params;
    const requirement = context.objects.find('requirement', id);
    if (!requirement) return showMissing(res, id);
    const action = `${PATH}/${id}`;
    const state = forms.model(req, res, action);
    res.render('requirements/form', {
      page: dashboardPage('Change the insurance requirement', 'Organisation'),
      model: {
        ...state,
        form: requirementForm(requirement.data, state),
        action,
        list: PATH,
        requirement: rowOf(requirement),
      },
    });
  });
  addForms(router, context, forms);
  return router;
}

function addForms(router: Router, context: SandboxContext, forms: PageForms): void {
  router.post(NEW, ...forms.receive, (req, res) => {
    const act = (fields: Parameters<typeof readRequirement>[0]) => {
      const { name } = createRequirement(context, readRequirement(fields));
      return said(`“${name}” was created.`);
    };
    return forms.answer(req, res, NEW, act, PATH);
  });
  router.post(`${PATH}/:id`, ...forms.receive, (req, res) => {
    const id = String(req.params['id']);
    const act = (fields: Parameters<typeof readRequirement>[0]) => {
      const { name } = updateRequirement(context, id, readRequirement(fields));
      return said(`“${name}” was changed. Certificates that are decided from now on are held against it.`);
    };
    return forms.answer(req, res, `${PATH}/${encodeURIComponent(id)}`, act, PATH);
  });
  router.post(`${PATH}/:id/default`, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, () => {
      const { name } = updateRequirement(context, String(req.params['id']), { is_default: true });
      return said(`“${name}” is the default now.`);
    }),
  );
  router.post(`${PATH}/:id/delete`, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, () => {
      deleteRequirement(context, String(req.params['id']));
      return said('The requirement was deleted.');
    }),
  );
}

const said = (text: string) => ({ text, links: [] });

const rowOf = ({ id, data }: Stored<Requirement>) => ({
  id,
  name: data.name,
  isDefault: data.is_default,
  href: `${PATH}/${id}`,
  rules: rulesInWords(data.rules),
  links: [...data.entities, ...data.category_codes],
});

const showMissing = (res: Response, id: string) =>
  showMessage(res, {
    status: 404,
    title: 'Insurance requirement not found',
    text: `There is no insurance requirement with the id ${id}. It may have been deleted.`,
  });
