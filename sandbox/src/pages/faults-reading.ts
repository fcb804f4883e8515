import type { z } from 'zod';
import { numberText } from '../../../lib/text';
import { invalidInput } from '../api/errors';
import { apiFaultSchema } from '../api-faults/schema';
import { webhookFaultsSchema } from '../delivery/faults';
import { variantsSchema } from '../variants/schema';
import type { FormFields } from '../form-fields';
import { idOf, variantForm, webhookForm, type Form } from './faults-forms';

/** What was typed, as the control API would be sent it: an empty field counts as not sent. */
function sentBy({ fields }: Form, typed: FormFields): Record<string, unknown> {
  const values = fields.flatMap(({ name, kind }): [string, unknown][] => {
    const text = typed[name] ?? '';
    if (kind === 'checkbox') return [[name, text !== '']];
    if (text === '') return [];
    if (kind !== 'number' && name !== 'status') return [[name, text]];
    const number = numberText(text);
    return [[name, /^-?\d+(\.\d+)?$/.test(number) ? Number(number) : text]];
  });
  return Object.fromEntries(values);
}

/** @throws ApiError that names the fields of the form by their ids */
function read<T>(form: Form, schema: z.ZodType<T>, sent: unknown): T {
  const { data, error } = schema.safeParse(sent);
  if (error === undefined) return data;
  const problems = error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const label = form.fields.find((field) => field.name === name)?.label ?? name;
    return [idOf(form, name), `${label}: ${message}`];
  });
  throw invalidInput(Object.fromEntries(problems) as Record<string, string>);
}

export function readApiForm(form: Form, typed: FormFields) {
  const { ending, ...sent } = sentBy(form, typed);
  if (typeof ending !== 'string') return read(form, apiFaultSchema, { fault: form.id, ...sent });
  const [fault, when] = ending.split(' ');
  return read(form, apiFaultSchema, { ...sent, fault, ...(when && { when }) });
}

export const readWebhookForm = (typed: FormFields) =>
  read(webhookForm, webhookFaultsSchema, sentBy(webhookForm, typed));
export const readVariantForm = (typed: FormFields) =>
  read(variantForm, variantsSchema, sentBy(variantForm, typed));
