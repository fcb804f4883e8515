import { z } from 'zod';
import type { Contractor, ContractorInput } from '../../policy-api/types/parties';
import { addressFields, addressTexts, missingInAddress, splitAddress } from '../../forms/address';
import { allUsed, checkForm, type FormTexts, type ObjectForm } from '../../forms/check-form';
import { optionalPhone, requiredEmail } from '../../forms/contact';
import { numeral, optionalText, requiredText, ticked } from '../../forms/form';
import { checkMetadata, knownKeys, metadataBody, metadataOf, metadataRows } from '../../forms/metadata';

/** Sent to the API and forgotten: never kept, logged or shown again. */

const TAX_ID_TEXT = 'An EIN or SSN has nine digits, like 12-3456789. Type it again: it is never kept here';

const fields = {
  first_name: requiredText('Enter the first name'),
  last_name: requiredText('Enter the last name'),
  email: requiredEmail('Enter the email address'),
  phone: optionalPhone(),
  ...addressFields,
  middle_name: optionalText(),
  company_name: optionalText(),
  tax_identification: numeral()
    .pipe(z.string().regex(/^(\d[- ]*){9}$|^$/, TAX_ID_TEXT))
    .transform((text) => text || undefined),
  withhold_premium: ticked(),
};

/** The tax id can be given once only: an update does not take it. Metadata of other clients is kept. */
export const contractorForm: ObjectForm<Contractor, ContractorInput> = {
  fields: Object.keys(fields),
  rare: [
    'address.country',
    'middle_name',
    'company_name',
    'tax_identification',
    'withhold_premium',
    'custom_metadata',
  ],
  read: (body, creating) => {
    const rows = metadataRows(body);
    const { data, errors } = checkForm(fields, body, (_read, texts) => [
      ...missingInAddress(texts, false),
      ...checkMetadata(rows, creating ? [] : knownKeys(body)),
    ]);
    if (data === null) return { input: null, errors };
    const empty = creating ? undefined : null;
    const [address, others] = splitAddress(data);
    const { middle_name, company_name, phone, tax_identification, ...required } = others;
    const { first_name, last_name, email, withhold_premium, ...rest } = required;
    allUsed(rest);
    return {
      errors: [],
      input: {
        first_name,
        last_name,
        email,
        withhold_premium,
        middle_name: middle_name ?? empty,
        company_name: company_name ?? empty,
        phone: phone ?? empty,
        address: address ?? empty,
        tax_identification: creating ? tax_identification : undefined,
        custom_metadata: metadataOf(rows, knownKeys(body)),
      },
    };
  },
  bodyOf: (contractor) => ({ ...textsOf(contractor), ...metadataBody(contractor.custom_metadata) }),
};

function textsOf(contractor: Contractor): FormTexts<typeof fields> {
  return {
    first_name: contractor.first_name ?? '',
    middle_name: contractor.middle_name ?? '',
    last_name: contractor.last_name ?? '',
    company_name: contractor.company_name ?? '',
    email: contractor.email ?? '',
    phone: contractor.phone ?? '',
    tax_identification: '',
    ...addressTexts(contractor.address),
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
