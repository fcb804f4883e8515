import { z } from 'zod';
import type { Contractor, ContractorInput } from '../../policy-api/types';
import { addressFields, addressOf, addressValues, missingInAddress } from '../address';
import { checkForm } from '../check-form';
import { optionalPhone, requiredEmail } from '../contact';
import {
  numeral,
  optionalText,
  requiredText,
  ticked,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';
import { checkMetadata, knownKeys, metadataOf, metadataRows } from '../metadata';

/** Sent to the API and forgotten: never kept, logged or shown again. */

const TAX_ID_TEXT = 'An EIN or SSN has nine digits, like 12-3456789. Type it again: it is never kept here';

const fields = {
  first_name: requiredText('Enter the first name'),
  last_name: requiredText('Enter the last name'),
  middle_name: optionalText(),
  company_name: optionalText(),
  email: requiredEmail('Enter the email address'),
  phone: optionalPhone(),
  tax_identification: numeral()
    .pipe(z.string().regex(/^(\d[- ]*){9}$|^$/, TAX_ID_TEXT))
    .transform((text) => text || undefined),
  ...addressFields,
  withhold_premium: ticked(),
};

export const CONTRACTOR_FIELDS: readonly string[] = Object.keys(fields);

/**
 * The form as the API takes it, or what is wrong with it. A field that is left empty is left out when a contractor
 * is created; an update sends it as null, since the API keeps what is not sent.
 */
export function readContractorForm(
  body: FormBody,
  creating: boolean,
): { input: ContractorInput; errors: [] } | { input: null; errors: FormError[] } {
  const rows = metadataRows(body);
  const { data, errors } = checkForm(fields, body, (_read, texts) => [
    ...missingInAddress(texts, false),
    ...checkMetadata(rows, creating ? [] : knownKeys(body)),
  ]);
  if (data === null) return { input: null, errors };
  const empty = creating ? undefined : null;
  return {
    errors: [],
    input: {
      first_name: data.first_name,
      last_name: data.last_name,
      email: data.email,
      middle_name: data.middle_name ?? empty,
      company_name: data.company_name ?? empty,
      phone: data.phone ?? empty,
      address: addressOf(data) ?? empty,
      // It can be given once only: an update does not take it.
      tax_identification: creating ? data.tax_identification : undefined,
      withhold_premium: data.withhold_premium,
      custom_metadata: metadataOf(rows, knownKeys(body)),
    },
  };
}

/** A contractor as the values of the form. */
export function contractorValues(contractor: Contractor): FormValues {
  return {
    first_name: contractor.first_name ?? '',
    middle_name: contractor.middle_name ?? '',
    last_name: contractor.last_name ?? '',
    company_name: contractor.company_name ?? '',
    email: contractor.email ?? '',
    phone: contractor.phone ?? '',
    ...addressValues(contractor.address),
    withhold_premium: contractor.withhold_premium ? 'true' : '',
  };
}

export function contractorName(contractor: Contractor): string {
  return (
    [contractor.first_name, contractor.last_name].filter(Boolean).join(' ') ||
    contractor.email ||
    contractor.id
  );
}
