import { z } from 'zod';
import type { Job, JobInput } from '../../policy-api/types';
import { ADDRESS_FIELDS, addressFields, addressOf, addressValues, checkAddress } from '../address';
import {
  asTyped,
  checkForm,
  dollars,
  optionalText,
  requiredText,
  ticked,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';
import { checkMetadata, knownKeys, metadataOf, metadataRows } from '../metadata';

export const JOB_FIELDS = [
  'name',
  'description',
  'category_code',
  'wage',
  'wage_type',
  'remote',
  ...ADDRESS_FIELDS,
  'years_experience',
  'withhold_premium',
] as const;

export const WAGE_TYPES = [
  { value: 'flatfee', text: 'Flat fee', hint: 'The wage is for the whole job.' },
  { value: 'hourly', text: 'Hourly', hint: 'The wage is for one hour.' },
  { value: 'unit', text: 'By unit', hint: 'The wage is for one piece of work.' },
  { value: 'blended', text: 'Blended', hint: 'A mix of the above.' },
] as const;

const schema = z
  .object({
    name: requiredText('Enter the name of the role'),
    description: z
      .string()
      .min(1, 'Describe the role: what is done, and what it takes')
      .max(5000, 'Use at most 5000 characters'),
    category_code: optionalText(),
    // Documented: at least 100 cents. The newest page gives 1,000,000,000 cents as the most.
    wage: dollars({ min: 100, max: 1_000_000_000, name: 'The wage' }),
    wage_type: z.enum(
      WAGE_TYPES.map(({ value }) => value),
      'Choose how the wage is paid',
    ),
    remote: ticked(),
    ...addressFields,
    years_experience: z
      .string()
      .regex(/^(\d{1,2})?$/, 'Years of experience must be a whole number, like 3')
      .transform((text) => (text === '' ? undefined : Number(text))),
    withhold_premium: ticked(),
  })
  .superRefine((form, context) => {
    if (form.wage === undefined)
      context.addIssue({ code: 'custom', path: ['wage'], message: 'Enter the wage in dollars' });
    if (!form.remote) checkAddress(form, context, true);
  });

/**
 * The form as the API takes it, or what is wrong with it. The wage is sent in cents. The category code is asked
 * for when a job is created only: an update does not take it.
 */
export function readJobForm(
  body: FormBody,
  creating: boolean,
): { input: Omit<JobInput, 'entity'>; errors: [] } | { input: null; errors: FormError[] } {
  const { data, errors } = checkForm(schema, body, JOB_FIELDS);
  const rows = metadataRows(body);
  const all: FormError[] = [...errors, ...checkMetadata(rows)];
  if (creating && !body.category_code?.length) {
    all.push({ field: 'category_code', text: 'Choose the category code of the work' });
  }
  if (data === null || data.wage === undefined || all.length > 0)
    return { input: null, errors: inOrder(all) };
  const empty = creating ? undefined : null;
  return {
    errors: [],
    input: {
      name: data.name,
      description: data.description,
      category_code: data.category_code ?? '',
      wage: data.wage,
      wage_type: data.wage_type,
      address: (data.remote ? undefined : addressOf(data)) ?? empty,
      years_experience: data.years_experience ?? empty,
      withhold_premium: data.withhold_premium,
      custom_metadata: metadataOf(rows, knownKeys(body)),
    },
  };
}

/** A job as the values of the form. */
export function jobValues(job: Job): FormValues {
  return {
    name: job.name,
    description: job.description ?? '',
    category_code: job.category_code ?? '',
    wage: asTyped(job.wage),
    wage_type: job.wage_type ?? '',
    remote: job.address ? '' : 'true',
    ...addressValues(job.address),
    years_experience: job.years_experience === null ? '' : String(job.years_experience),
    withhold_premium: job.withhold_premium ? 'true' : '',
  };
}

/** Problems in the order of the fields on the page. */
function inOrder(errors: readonly FormError[]): FormError[] {
  const place = ({ field }: FormError) => (JOB_FIELDS as readonly (string | null)[]).indexOf(field);
  const last = JOB_FIELDS.length;
  return [...errors].sort((a, b) => (place(a) < 0 ? last : place(a)) - (place(b) < 0 ? last : place(b)));
}
