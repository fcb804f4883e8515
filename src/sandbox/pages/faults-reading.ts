import type { z } from 'zod';
import { apiFaultSchema } from '../api-faults/schema';
import { webhookFaultsSchema } from '../delivery/faults';
import { variantsSchema } from '../variants/schema';
import { variantForm, webhookForm, type Form } from './faults-forms';

export type Typed = Readonly<Record<string, string>>;

/** What was typed, as the control API would be sent it: an empty field counts as not sent. */
function sentBy({ fields }: Form, typed: Typed): Record<string, unknown> {
  const values = fields.flatMap(({ name, kind }): [string, unknown][] => {
    const text = (typed[name] ?? '').trim();
    if (kind === 'checkbox') return [[name, text !== '']];
    if (text === '') return [];
    const isNumber = (kind === 'number' || name === 'status') && /^-?\d+(\.\d+)?$/.test(text);
    return [[name, isNumber ? Number(text) : text]];
  });
  return Object.fromEntries(values);
}

export type Read<T> = { value: T } | { errors: { name: string; text: string }[] };

function read<T>(schema: z.ZodType<T>, sent: unknown): Read<T> {
  const { data, error } = schema.safeParse(sent);
  if (error === undefined) return { value: data };
  const texts = new Map(error.issues.map(({ path, message }) => [String(path[0]), message]));
  return { errors: [...texts].map(([name, text]) => ({ name, text })) };
}

export function readApiForm(form: Form, typed: Typed) {
  const { ending, ...sent } = sentBy(form, typed);
  if (typeof ending !== 'string') return read(apiFaultSchema, { fault: form.id, ...sent });
  const [fault, when] = ending.split(' ');
  return read(apiFaultSchema, { ...sent, fault, ...(when && { when }) });
}

export const readWebhookForm = (typed: Typed) => read(webhookFaultsSchema, sentBy(webhookForm, typed));
export const readVariantForm = (typed: Typed) => read(variantsSchema, sentBy(variantForm, typed));
