import { z } from 'zod';
import type { Job, JobInput } from '../../policy-api/types/work';
import { addressFields, addressTexts, missingInAddress, splitAddress } from '../../forms/address';
import { allUsed, checkForm, type FormRule, type FormTexts, type ObjectForm } from '../../forms/check-form';
import {
  asTyped,
  dollars,
  idText,
  numeral,
  optionalText,
  requiredText,
  ticked,
  type FormBody,
} from '../../forms/form';
import {
  checkMetadata,
  knownKeys,
  metadataBody,
  metadataOf,
  metadataRows,
  type MetadataRow,
} from '../../forms/metadata';

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

/** A job as its form asks for it; the entity comes from the onboarding. An update does not take the category code. */
export type JobForm = Omit<JobInput, 'entity' | 'category_code'> & { category_code: string | undefined };

/** The wage is sent in cents. */
export const jobForm: ObjectForm<Job, JobForm> = {
  fields: Object.keys(fields),
  rare: ['address.country', 'years_experience', 'withhold_premium', 'custom_metadata'],
  read: (body, creating) => {
    const rows = metadataRows(body);
    const { data, errors } = checkForm(fields, body, ruleFor(body, rows, creating));
    if (data === null) return { input: null, errors };
    const empty = creating ? undefined : null;
    const [address, others] = splitAddress(data);
    const { name, description, wage, wage_type, withhold_premium, ...optional } = others;
    const { category_code, remote, years_experience, ...rest } = optional;
    allUsed(rest);
    return {
      errors: [],
      input: {
        name,
        description,
        wage,
        wage_type,
        withhold_premium,
        category_code: creating ? category_code : undefined,
        address: (remote ? undefined : address) ?? empty,
        years_experience: years_experience ?? empty,
        custom_metadata: metadataOf(rows, knownKeys(body)),
      },
    };
  },
  bodyOf: (job) => ({ ...textsOf(job), ...metadataBody(job.custom_metadata) }),
};

const ruleFor =
  (body: FormBody, rows: readonly MetadataRow[], creating: boolean): FormRule<typeof fields> =>
  (_read, texts) => [
    ...(creating && texts.category_code === ''
      ? [{ field: 'category_code', text: 'Choose the category code of the work' }]
      : []),
    ...(texts.remote === '' ? missingInAddress(texts, true) : []),
    ...checkMetadata(rows, creating ? [] : knownKeys(body)),
  ];

function textsOf(job: Job): FormTexts<typeof fields> {
  return {
    name: job.name,
    description: job.description ?? '',
    category_code: job.category_code ?? '',
    wage: asTyped(job.wage),
    wage_type: job.wage_type ?? '',
    remote: job.address ? '' : 'true',
    ...addressTexts(job.address),
    years_experience: job.years_experience === null ? '' : String(job.years_experience),
    withhold_premium: job.withhold_premium ? 'true' : '',
  };
}
