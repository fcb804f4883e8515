import { whatItDoes, whichCalls } from '../api-faults/describe';
import type { ApiFault } from '../api-faults/schema';
import type { Switches } from '../switches';
import { apiForms, variantForm, webhookForm, type Field, type Form } from './faults-forms';
import type { Typed } from './faults-reading';

/** A form that came back, as it was typed. */
export interface Refused {
  form: Form;
  typed: Typed;
  errors: readonly { name: string; text: string }[];
}

interface FormView extends Omit<Form, 'fields'> {
  action: string;
  fields: (Field & { id: string; value: string; error: string | null })[];
}

/** A fault among those that are on; how often it was hit meanwhile does not matter. */
export const keyOf = (fault: ApiFault): string => JSON.stringify({ ...fault, times: undefined });

/** What is on, and the forms to change it; one that was refused has what was typed and what is wrong with it. */
export function faultsModel({ apiFaults, webhookFaults, variants }: Switches, refused: Refused | undefined) {
  const view = (form: Form, action: string, current: object = {}) => viewOf(form, action, current, refused);
  const on = [
    ...(apiFaults.isOn() ? ['API faults'] : []),
    ...(webhookFaults.isOn() ? ['webhook faults'] : []),
    ...(variants.isOn() ? ['variants'] : []),
  ];
  return {
    on: on.join(', '),
    errors: refused ? errorsOf(refused) : [],
    faults: apiFaults.current().map((fault) => ({
      ...{ calls: whichCalls(fault), effect: whatItDoes(fault), key: keyOf(fault) },
    })),
    apiForms: apiForms().map((form) => view(form, `/faults/api/${form.id}`)),
    webhookForm: view(webhookForm, '/faults/webhooks', webhookFaults.current()),
    variantForm: view(variantForm, '/faults/variants', variants.current()),
  };
}

function errorsOf({ form, errors }: Refused): { field: string; text: string }[] {
  return errors.map(({ name, text }) => {
    const label = form.fields.find((field) => field.name === name)?.label ?? name;
    return { field: `${form.id}-${name}`, text: `${label}: ${text}` };
  });
}

function viewOf(form: Form, action: string, current: object, refused: Refused | undefined): FormView {
  const own = refused?.form.id === form.id ? refused : undefined;
  const values = new Map<string, unknown>(Object.entries(current));
  return {
    ...form,
    action,
    fields: form.fields.map((field) => ({
      ...field,
      id: `${form.id}-${field.name}`,
      value: own ? (own.typed[field.name] ?? '') : shown(values.get(field.name)),
      error: own?.errors.find(({ name }) => name === field.name)?.text ?? null,
    })),
  };
}

/** What is off is shown as an empty field. */
function shown(value: unknown): string {
  if (typeof value === 'number') return value === 0 ? '' : String(value);
  if (typeof value === 'boolean') return value ? 'on' : '';
  return typeof value === 'string' ? value : '';
}
