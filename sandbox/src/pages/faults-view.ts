import { whatItDoes, whichCalls } from '../api-faults/describe';
import type { ApiFault } from '../api-faults/schema';
import { whatIsOn, type Switches } from '../switches';
import { apiForms, idOf, variantForm, webhookForm, type Form } from './faults-forms';
import type { FieldView } from './form-field';
import type { FormState } from './page-forms';

interface FormView extends Omit<Form, 'fields'> {
  action: string;
  fields: FieldView[];
}

/** A fault among those that are on; how often it was hit meanwhile does not matter. */
export const keyOf = (fault: ApiFault): string => JSON.stringify({ ...fault, times: undefined });

/** What is on, and the forms to change it; one that was refused has what was typed and what is wrong with it. */
export function faultsModel(switches: Switches, state: FormState) {
  const { apiFaults, webhookFaults, variants } = switches;
  const view = (form: Form, action: string, current: object = {}) => viewOf(form, action, current, state);
  return {
    on: whatIsOn(switches),
    faults: apiFaults.current().map((fault) => ({
      calls: whichCalls(fault),
      effect: whatItDoes(fault),
      key: keyOf(fault),
    })),
    apiForms: apiForms().map((form) => view(form, `/faults/api/${form.id}`)),
    webhookForm: view(webhookForm, '/faults/webhooks', webhookFaults.current()),
    variantForm: view(variantForm, '/faults/variants', variants.current()),
  };
}

function viewOf(form: Form, action: string, current: object, { errors, values }: FormState): FormView {
  const errorOf = (name: string) => errors.find(({ field }) => field === idOf(form, name))?.text ?? null;
  const isRefused = form.fields.some(({ name }) => errorOf(name) !== null);
  const standing = new Map<string, unknown>(Object.entries(current));
  return {
    ...form,
    action,
    fields: form.fields.map((field) => ({
      ...field,
      id: idOf(form, field.name),
      value: isRefused ? (values[field.name] ?? '') : shown(standing.get(field.name)),
      error: errorOf(field.name),
    })),
  };
}

/** What is off is shown as an empty field. */
function shown(value: unknown): string {
  if (typeof value === 'number') return value === 0 ? '' : String(value);
  if (typeof value === 'boolean') return value ? 'on' : '';
  return typeof value === 'string' ? value : '';
}
