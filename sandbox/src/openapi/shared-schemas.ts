import { guess, ref, text, nullable, answered, fields, type Schema } from './schemas';

const region = text('Two-letter code of the state.', 'CA');
const regionSent = ref('State');
// prettier-ignore
const states = [
  'AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY',
  'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH',
  'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY',
];
const postalcode: Schema = {
  type: ['string', 'integer', 'null'],
  description: 'Postal code, as text or as a whole number; answered as it was sent.',
  examples: [94104],
};
const country = nullable(text('Two-letter code of the country.', 'US'));

const addressParts = {
  line1: nullable(text('Street or post-office box.', '1 Kearny St')),
  line2: nullable(text('Apartment, suite or floor.')),
  locality: nullable(text('City.', 'San Francisco')),
};

/** Schemas that several resources share. */
export const sharedSchemas: Record<string, Schema> = {
  Address: {
    ...answered({ ...addressParts, region: nullable(region), postalcode, country }),
    description: 'A postal address.',
  },
  AddressSent: {
    ...fields({
      ...addressParts,
      region: { anyOf: [regionSent, { enum: ['', null], description: 'None.' }] },
      postalcode,
      country,
    }),
    description: 'A postal address. An update changes the parts it names.',
    examples: [{ line1: '1 Kearny St', locality: 'San Francisco', region: 'CA', postalcode: 94104 }],
  },
  WorkAddressSent: {
    ...fields({ ...addressParts, region: regionSent, postalcode, country }, ['region']),
    description: 'The place of work. Leave it out for remote work.',
    examples: [{ line1: '1 Kearny St', locality: 'San Francisco', region: 'CA', postalcode: 94104 }],
  },
  WorkAddressChange: {
    ...fields({ ...addressParts, region: regionSent, postalcode, country }),
    description:
      'The place of work. An update changes the parts it names; the state has to be there, be it sent now or before.',
    examples: [{ line1: '2 Kearny St' }],
  },
  State: guess({
    type: 'string',
    enum: [...states, ...states.map((state) => state.toLowerCase())],
    description:
      'Two-letter code of one of the 50 states or of DC. That lower case is taken, and Puerto Rico and the other ' +
      'territories are not, is a guess.',
    examples: ['CA'],
  }),
  Metadata: guess({
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'] },
    description: 'Keys and values of your own. That values are text, numbers, true or false is a guess.',
    examples: [{ campaign: 'Red Bull' }],
  }),
  MetadataSent: guess({
    anyOf: [
      {
        type: 'object',
        additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
        examples: [{ campaign: 'Red Bull' }],
      },
      { enum: [null, ''] },
    ],
    description:
      'Keys and values of your own. In an update a key with an empty value is unset, and `{}` clears all (documented). ' +
      'That null and "" do the same is a guess.',
  }),
  CertificateLinks: {
    ...answered({
      gl_coi_pdf_url: nullable(text('Certificate of general liability (PDF).')),
      wc_coi_pdf_url: nullable(text('Certificate of workers’ compensation (PDF).')),
    }),
    ...guess({ description: 'Links to certificates of insurance. Null stands for coverage not bought.' }),
  },
};
