import { z } from 'zod';
import type { Address } from '../policy-api/types/common';
import type { FormTexts } from './check-form';
import { numeral, optionalText, type FormError, type FormValues } from './form';
import { countryOf, stateOf } from './places';

export const ADDRESS_FIELDS = [
  'address.line1',
  'address.line2',
  'address.locality',
  'address.region',
  'address.postalcode',
  'address.country',
] as const;

const ZIP_TEXT = 'A ZIP code has five digits, like 94104, or nine, like 94104-1234';

/** A choice from a list, also by its name: forms are filled in by programs and by hand, too. */
const place = (find: (text: string) => string | undefined, unknown: string) =>
  z.string().transform((text, context) => {
    if (text === '') return undefined;
    const found = find(text);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: unknown });
    return z.NEVER;
  });

/** The fields of an address, for a form. Which of them must be there is for `missingInAddress` to say. */
export const addressFields = {
  'address.line1': optionalText(),
  'address.line2': optionalText(),
  'address.locality': optionalText(),
  'address.region': place(stateOf, 'Choose a state from the list'),
  'address.postalcode': numeral()
    .pipe(z.string().regex(/^(\d{5}([ -]*\d{4})?)?$/, ZIP_TEXT))
    .transform((text) => text.replace(/^(\d{5})\D*(\d{4})$/, '$1-$2') || undefined),
  'address.country': place(countryOf, 'Choose a country from the list'),
};

export type AddressForm = { [Name in keyof typeof addressFields]: z.output<(typeof addressFields)[Name]> };

const MISSING: FormValues = {
  'address.line1': 'Enter the street, or a PO box',
  'address.locality': 'Enter the city',
  'address.region': 'Choose the state',
  'address.postalcode': 'Enter the ZIP code',
};

/** What is missing of an address that has to be there, or was begun. `texts`: the form as it was typed. */
export function missingInAddress(texts: FormValues, required: boolean): FormError[] {
  const begun = ADDRESS_FIELDS.some((name) => name !== 'address.country' && texts[name] !== '');
  if (!begun && !required) return [];
  return Object.entries(MISSING)
    .filter(([name]) => texts[name] === '')
    .map(([field, text]) => ({ field, text }));
}

/** A form's address as the API takes it, undefined when it has none, and the rest of the form. */
export function splitAddress<Form extends AddressForm>(
  form: Form,
): [Address | undefined, Omit<Form, keyof AddressForm>] {
  const rest: Partial<Form> = { ...form };
  for (const name of ADDRESS_FIELDS) delete rest[name];
  return [addressOf(form), rest as Omit<Form, keyof AddressForm>];
}

function addressOf(form: AddressForm): Address | undefined {
  const line1 = form['address.line1'];
  const locality = form['address.locality'];
  const region = form['address.region'];
  const postalcode = form['address.postalcode'];
  if (!line1 || !locality || !region || !postalcode) return undefined;
  return {
    line1,
    line2: form['address.line2'] ?? null,
    locality,
    region,
    postalcode,
    country: form['address.country'] ?? null,
  };
}

/** An address as the texts of its fields. */
export function addressTexts(address: Address | null | undefined): FormTexts<typeof addressFields> {
  return {
    'address.line1': address?.line1 ?? '',
    'address.line2': address?.line2 ?? '',
    'address.locality': address?.locality ?? '',
    'address.region': address?.region ?? '',
    'address.postalcode': address?.postalcode ?? '',
    'address.country': address?.country ?? '',
  };
}

/** The values of a form with the choice from a list in the place of a name that means it. */
export function withChosenPlaces(values: FormValues): FormValues {
  const [region, country] = [values['address.region'] ?? '', values['address.country'] ?? ''];
  return {
    ...values,
    'address.region': stateOf(region) ?? region,
    'address.country': countryOf(country) ?? country,
  };
}

/** An address in one line, for summaries. */
export function addressLine(address: Address | null | undefined): string | null {
  if (!address) return null;
  const { line1, line2, locality, region, postalcode } = address;
  const city = [locality, [region, postalcode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [line1, line2, city].filter(Boolean).join(', ') || null;
}
