import { act, create, list, pathId, remove, retrieve, update, type ResourceReference } from '../operations';
import {
  about,
  answered,
  created,
  fields,
  flag,
  flagSent,
  guess,
  ids,
  nullable,
  ref,
  required,
  text,
  unsettable,
  webAddress,
} from '../schemas';

const example = {
  id: 'cn_Ehb3bYa',
  created: 1646818364,
  email: 'joe@example.com',
  phone: '415-474-9088',
  first_name: 'Joe',
  middle_name: null,
  last_name: 'Parker',
  company_name: 'Acme Co.',
  address: {
    line1: '1 Kearny St',
    line2: null,
    locality: 'San Francisco',
    region: 'CA',
    postalcode: 94104,
    country: null,
  },
  custom_metadata: { campaign: 'Red Bull' },
  withhold_premium: false,
};
const sent = {
  email: 'joe@example.com',
  phone: '415-474-9088',
  first_name: 'Joe',
  last_name: 'Parker',
  company_name: 'Acme Co.',
  tax_identification: '12-3456789',
  address: { line1: '1 Kearny St', locality: 'San Francisco', region: 'CA', postalcode: 94104 },
  custom_metadata: { campaign: 'Red Bull' },
};

const loginLink = {
  success: true,
  login_url: 'https://my.1099policy.com/quick-access?contractor_id=cn_abc123&token=xyz789',
  expires_at: '2025-12-12T16:00:00Z',
  contractor: {
    id: 42,
    public_id: 'cn_abc123',
    email: sent.email,
    username: sent.email,
    first_name: 'Joe',
    last_name: 'Parker',
    company_name: 'Acme Co.',
  },
};

const withhold = flag('The platform withholds the premium from the pay and remits it.', false);
const described = {
  email: { ...required('Unique in your account.', 'joe@example.com'), format: 'email' },
  first_name: required('First name.', 'Joe'),
  last_name: required('Last name.', 'Parker'),
  phone: unsettable(text('Phone number. Older pages require it.', '415-474-9088')),
  middle_name: unsettable(text('Middle name.')),
  company_name: unsettable(text('Company.', 'Acme Co.')),
  address: {
    description: 'Home address. Its state drives the rate of general liability. Older pages require it.',
    ...nullable(ref('AddressSent')),
  },
  withhold_premium: flagSent('The platform withholds the premium from the pay and remits it.', false),
  custom_metadata: ref('MetadataSent'),
};
const taxId = guess({
  type: ['string', 'number', 'null'],
  description: 'EIN or SSN. Write-only: it is in no answer. That a number is taken, and null, is a guess.',
  examples: ['12-3456789'],
});

export const contractors: ResourceReference = {
  tag: {
    name: 'Contractors',
    description: 'The people who are insured. A contractor is made once and used for all jobs.',
  },
  schemas: {
    Contractor: answered({
      id: ids.contractor,
      created,
      email: text('Unique in your account.'),
      phone: guess(nullable(text('Phone number. Null when none was sent.'))),
      first_name: text('First name.'),
      middle_name: nullable(text('Middle name.')),
      last_name: text('Last name.'),
      company_name: nullable(text('Company.')),
      address: guess({ ...nullable(ref('Address')), description: 'Null when none was sent.' }),
      custom_metadata: ref('Metadata'),
      withhold_premium: withhold,
    }),
    LoginLink: answered({
      success: { const: true, description: 'Always true.' },
      login_url: webAddress('Opens the contractor portal. Whoever has it is signed in as the contractor.'),
      expires_at: { ...text('When it stops working.', loginLink.expires_at), format: 'date-time' },
      contractor: about('Whose link it is.', {
        id: { type: 'integer', description: 'A number of its own; the id of the API is `public_id`.' },
        public_id: ids.contractor,
        email: text('As in the contractor.'),
        first_name: text('As in the contractor.'),
        last_name: text('As in the contractor.'),
        company_name: guess(nullable(text('As in the contractor. That it can be null is a guess.'))),
        username: guess(text('Here the email.')),
      }),
    }),
    NewContractor: fields({ ...described, tax_identification: taxId }, ['email', 'first_name', 'last_name']),
    ContractorChange: fields({
      ...described,
      tax_identification: guess({ ...taxId, description: 'Accepted and not kept.' }),
    }),
  },
  paths: {
    '/contractors': {
      get: list({
        id: 'listContractors',
        summary: 'List contractors',
        answer: 'Contractor',
        example: [example],
        query: [
          {
            name: 'email',
            in: 'query',
            schema: { type: 'string' },
            description: 'Only the contractor with exactly this email, case-sensitive.',
          },
        ],
      }),
      post: create({
        id: 'createContractor',
        summary: 'Create a contractor',
        fields: 'NewContractor',
        sent,
        answer: 'Contractor',
        example,
        errors: ['duplicate_email', 'contractor_blocked_for_writes'],
      }),
    },
    '/contractors/{contractor}': {
      parameters: [pathId('contractor', ids.contractor)],
      get: retrieve({
        id: 'retrieveContractor',
        summary: 'Retrieve a contractor',
        answer: 'Contractor',
        example,
      }),
      put: update({
        id: 'updateContractor',
        summary: 'Update a contractor',
        fields: 'ContractorChange',
        sent: { company_name: 'Acme Holding' },
        answer: 'Contractor',
        example,
        errors: ['duplicate_email', 'contractor_blocked_for_writes'],
      }),
      delete: remove({
        id: 'deleteContractor',
        summary: 'Delete a contractor',
        object: 'contractor',
        description: 'Permanent. Cancels every active policy of the contractor at once.',
        errors: ['contractor_blocked_for_writes'],
        example: { id: 'cn_Ehb3bYa', object: 'contractor', deleted: true, deleted_at: 1640995200 },
      }),
    },
    '/contractors/{contractor}/login_link': {
      parameters: [pathId('contractor', ids.contractor)],
      post: act({
        id: 'createLoginLink',
        summary: 'Create a login link',
        description:
          'A link into the contractor portal, without the emailed one. How long it works is not documented; here for an hour, and once it is opened for twelve.',
        answer: 'LoginLink',
        example: loginLink,
      }),
    },
    '/contractors/{contractor}/policies': {
      parameters: [pathId('contractor', ids.contractor)],
      get: list({
        id: 'listContractorPolicies',
        summary: 'List the policies of a contractor',
        answer: 'Policy',
        description: 'Known from the vendor’s Python SDK alone. The form of the answer is a guess.',
        uncertain: true,
        mayBeMissing: true,
      }),
    },
  },
};
