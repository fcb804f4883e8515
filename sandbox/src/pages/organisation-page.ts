import { Router } from 'express';
import type { SandboxContext } from '../context';
import { changeOrganisation } from '../control/organisation';
import type { FormFields } from '../form-fields';
import type { Organisation } from '../organisation';
import type { Field, FieldView } from './form-field';
import { dashboardPage } from './navigation';
import type { FormState, PageForms } from './page-forms';

const PATH = '/organisation';

const fields: readonly (Field & { name: keyof Organisation })[] = [
  {
    name: 'withhold_premium',
    kind: 'checkbox',
    label: 'Withhold premiums',
    hint: 'The organisation remits the premium of every contractor: no application asks for a card.',
  },
  {
    name: 'return_hosts',
    kind: 'text',
    label: 'Hosts that payment sessions may lead back to',
    hint: 'Names, separated by commas, with a port where only that one is meant. No wildcards.',
  },
  {
    name: 'issuance_seconds',
    kind: 'number',
    label: 'Seconds until a policy is issued',
    hint: 'After the application is complete. 0: at once.',
  },
  {
    name: 'application_valid_days',
    kind: 'number',
    label: 'Days that an application counts',
    hint: 'For later assignments. Then the contractor needs a new one.',
  },
];

/** `/organisation`: what the vendor sets on its dashboard or by its support; the same as the control API can set. */
export function organisationRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  router.get(PATH, (req, res) => {
    const state = forms.model(req, res, PATH);
    res.render('organisation', {
      page: dashboardPage('Organisation', 'Organisation'),
      model: {
        ...state,
        action: PATH,
        requirements: '/requirements',
        fields: fieldsOf(context.organisation.current(), state),
        own: context.returnHosts.join(', '),
      },
    });
  });
  router.post(PATH, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, (sent) => {
      changeOrganisation(context, read(sent));
      return { text: 'The settings are kept.', links: [] };
    }),
  );
  return router;
}

const numberOf = (text = ''): unknown => (/^\d+$/.test(text) ? Number(text) : text);

const read = (sent: FormFields) => ({
  withhold_premium: sent['withhold_premium'] === 'on',
  return_hosts: (sent['return_hosts'] ?? '').split(/[\s,]+/).filter(Boolean),
  issuance_seconds: numberOf(sent['issuance_seconds']),
  application_valid_days: numberOf(sent['application_valid_days']),
});

/** As they are set, or as they were typed with errors. */
function fieldsOf(set: Organisation, { errors, values }: FormState): FieldView[] {
  const wasWrong = errors.length > 0;
  return fields.map((field) => {
    const { [field.name]: value } = set;
    const shown = Array.isArray(value) ? value.join(', ') : value === false ? '' : String(value);
    const isAbout = (name: string) => name === field.name || name.startsWith(`${field.name}.`);
    return {
      ...field,
      id: field.name,
      value: wasWrong ? (values[field.name] ?? '') : shown,
      error: errors.find((error) => isAbout(error.field))?.text ?? null,
    };
  });
}
