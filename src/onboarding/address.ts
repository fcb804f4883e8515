import { z } from 'zod';
import type { Address } from '../policy-api/types';
import { optionalText, type FormError, type FormValues } from './form';

export const ADDRESS_FIELDS = [
  'address.line1',
  'address.line2',
  'address.locality',
  'address.region',
  'address.postalcode',
  'address.country',
] as const;

/** The fields of an address, for a form. Which of them must be there is for `missingInAddress` to say. */
export const addressFields = {
  'address.line1': optionalText(),
  'address.line2': optionalText(),
  'address.locality': optionalText(),
  'address.region': z
    .string()
    .refine((text) => text === '' || STATES.some(([code]) => code === text), 'Choose a state from the list')
    .transform((text) => text || undefined),
  'address.postalcode': z
    .string()
    .regex(/^(\d{5}(-\d{4})?)?$/, 'A ZIP code has five digits, like 94104, or nine, like 94104-1234')
    .transform((text) => text || undefined),
  'address.country': z
    .string()
    .regex(/^([A-Za-z]{2})?$/, 'A country is a code of two letters, like US')
    .transform((text) => text.toUpperCase() || undefined),
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

/** The address as the API takes it, or undefined when the form has none. */
export function addressOf(form: AddressForm): Address | undefined {
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

/** An address as the values of its fields. */
export function addressValues(address: Address | null | undefined): FormValues {
  return Object.fromEntries(
    ADDRESS_FIELDS.map((name) => {
      const value = address?.[name.slice('address.'.length) as keyof Address];
      return [name, value === null || value === undefined ? '' : String(value)];
    }),
  );
}

/** An address in one line, for summaries. */
export function addressLine(address: Address | null | undefined): string | null {
  if (!address) return null;
  const { line1, line2, locality, region, postalcode } = address;
  const city = [locality, [region, postalcode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [line1, line2, city].filter(Boolean).join(', ') || null;
}

const STATES: readonly (readonly [string, string])[] = [
  ['AL', 'Alabama'], ['AK', 'Alaska'], ['AZ', 'Arizona'], ['AR', 'Arkansas'], ['CA', 'California'],
  ['CO', 'Colorado'], ['CT', 'Connecticut'], ['DE', 'Delaware'], ['DC', 'District of Columbia'],
  ['FL', 'Florida'], ['GA', 'Georgia'], ['HI', 'Hawaii'], ['ID', 'Idaho'], ['IL', 'Illinois'],
  ['IN', 'Indiana'], ['IA', 'Iowa'], ['KS', 'Kansas'], ['KY', 'Kentucky'], ['LA', 'Louisiana'],
  ['ME', 'Maine'], ['MD', 'Maryland'], ['MA', 'Massachusetts'], ['MI', 'Michigan'], ['MN', 'Minnesota'],
  ['MS', 'Mississippi'], ['MO', 'Missouri'], ['MT', 'Montana'], ['NE', 'Nebraska'], ['NV', 'Nevada'],
  ['NH', 'New Hampshire'], ['NJ', 'New Jersey'], ['NM', 'New Mexico'], ['NY', 'New York'],
  ['NC', 'North Carolina'], ['ND', 'North Dakota'], ['OH', 'Ohio'], ['OK', 'Oklahoma'], ['OR', 'Oregon'],
  ['PA', 'Pennsylvania'], ['RI', 'Rhode Island'], ['SC', 'South Carolina'], ['SD', 'South Dakota'],
  ['TN', 'Tennessee'], ['TX', 'Texas'], ['UT', 'Utah'], ['VT', 'Vermont'], ['VA', 'Virginia'],
  ['WA', 'Washington'], ['WV', 'West Virginia'], ['WI', 'Wisconsin'], ['WY', 'Wyoming'],
  ['PR', 'Puerto Rico'], ['VI', 'U.S. Virgin Islands'], ['GU', 'Guam'], ['AS', 'American Samoa'],
  ['MP', 'Northern Mariana Islands'],
]; // prettier-ignore

/** The options of a state field. */
export const STATE_OPTIONS = STATES.map(([value, text]) => ({ value, text }));
