import { z } from 'zod';
import type { Job, JobInput } from '../../policy-api/types';
import { addressFields, addressOf, addressValues, missingInAddress } from '../address';
import { checkForm, type FormRule } from '../check-form';
import {
  asTyped,
  dollars,
  idText,
  numeral,
  optionalText,
  requiredText,
  ticked,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';
import { checkMetadata, knownKeys, metadataOf, metadataRows, type MetadataRow } from '../metadata';

export const WAGE_TYPES = [
  { value: 'flatfee', text: 'Flat fee', hint: 'The wage is for the whole job.' },
  { value: 'hourly', text: 'Hourly', hint: 'The wage is for one hour.' },
  { value: 'unit', text: 'By unit', hint: 'The wage is for one piece of work.' },
  { value: 'blended', text: 'Blended', hint: 'A mix of the above.' },
] as const;

const fields = {
  name: requiredText('Enter the name of the role'),
  description: requiredText('Describe the role: what is done, and what it takes', 5000),
  category_code: optionalText().transform((text) => text && idText(text)),
  // Documented: at least 100 cents. The newest page gives 1,000,000,000 cents as the most.
  wage: dollars('Enter the wage in dollars', { name: 'The wage', min: 100, max: 1_000_000_000 }),
  wage_type: z.enum(
    WAGE_TYPES.map(({ value }) => value),
    'Choose how the wage is paid',
  ),
  remote: ticked(),
  ...addressFields,
  years_experience: numeral()
    .pipe(z.string().regex(/^(\d{1,2})?$/, 'Years of experience must be a whole number, like 3'))
    .transform((text) => (text === '' ? undefined : Number(text))),
  withhold_premium: ticked(),
};

export const JOB_FIELDS: readonly string[] = Object.keys(fields);

/** The category code is asked for when a job is created only: an update does not take it. */
const ruleFor =
  (body: FormBody, rows: readonly MetadataRow[], creating: boolean): FormRule<typeof fields> =>
  (_read, texts) => [
    ...(creating && texts.category_code === ''
      ? [{ field: 'category_code', text: 'Choose the category code of the work' }]
      : []),
    ...(texts.remote === '' ? missingInAddress(texts, true) : []),
    ...checkMetadata(rows, creating ? [] : knownKeys(body)),
  ];

/** A job as its form asks for it; the entity comes from the onboarding. */
export type JobForm = Omit<JobInput, 'entity'>;

/** The form as the API takes it, or what is wrong with it. The wage is sent in cents. */
export function readJobForm(
  body: FormBody,
  creating: boolean,
): { input: JobForm; errors: [] } | { input: null; errors: FormError[] } {
  const rows = metadataRows(body);
  const { data, errors } = checkForm(fields, body, ruleFor(body, rows, creating));
  if (data === null) return { input: null, errors };
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
