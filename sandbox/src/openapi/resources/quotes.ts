import { create, list, pathId, retrieve, update, type ResourceReference } from '../operations';
import {
  answered,
  coverageTypes,
  coverageTypesSent,
  created,
  date,
  dateSent,
  fields,
  flag,
  guess,
  ids,
  nullable,
  rate,
  ref,
  text,
  type Schema,
} from '../schemas';

const sent = {
  job: 'jb_jsb9KEcTpc',
  contractor: 'cn_Ehb3bYa',
  coverage_type: ['general', 'workers-comp'],
};
const example = {
  id: 'qt_5DciVga8Kt',
  created: 1646818364,
  ...sent,
  net_rate: 65,
  wc_net_rate: 45,
  gl_net_rate: 20,
  eligible: true,
  quote_json: {
    wc: { net_rate: 45, state: 'CA', wc_code: 5191 },
    gl: {
      net_rate: 20,
      stamping_fee: null,
      risk_purchasing_group_fee: null,
      state: 'CA',
      gl_code: 91555,
      residence_state: 'CA',
      tax_rate: '0.03000',
      stamping_fee_rate: '0.00180',
    },
  },
  effective_date: 1646870400,
  end_date: 1649462400,
};

const described = {
  contractor: ids.contractor,
  job: ids.job,
  coverage_type: ref('CoverageTypesSent'),
  effective_date: dateSent('Start of coverage, in the future. The next day by default.'),
  end_date: dateSent(
    'After the effective date, at most a year later; 30 days later by default. On the same day it is moved to the ' +
      'start of the next day.',
  ),
};

const older = { contractor_id: 'contractor', job_id: 'job' };

const state = nullable(text('State the rate was made for.', 'CA'));
const quoteJson: Schema = {
  type: 'object',
  description: 'The parts of the rate: one key for each coverage.',
  properties: {
    wc: {
      ...answered({ net_rate: rate('Workers’ compensation.'), state, wc_code: { type: 'integer' } }, [
        'state',
        'wc_code',
      ]),
      description: 'Workers’ compensation. The reference shows `net_rate` alone, an older guide all three.',
    },
    gl: {
      ...answered(
        {
          net_rate: rate('General liability.'),
          stamping_fee: { type: ['integer', 'null'] },
          risk_purchasing_group_fee: { type: ['integer', 'null'] },
          state,
          gl_code: { type: 'integer' },
          residence_state: nullable(text('State the contractor lives in.')),
          tax_rate: text('Surplus-lines tax, a decimal number.', '0.03500'),
          stamping_fee_rate: text('Stamping fee, a decimal number.', '0.00040'),
        },
        ['state', 'gl_code', 'residence_state', 'tax_rate', 'stamping_fee_rate'],
      ),
      description: 'General liability. The reference shows the first three keys, an older guide the others.',
    },
    professional: guess({ ...answered({ net_rate: rate('Professional liability.') }), description: '' }),
    media: guess({ ...answered({ net_rate: rate('Media.') }), description: '' }),
    cyber: guess({ ...answered({ net_rate: rate('Cyber.') }), description: '' }),
  },
};

const refusals = [
  ...(['effective_date_invalid', 'end_date_invalid', 'invalid_contractor_id', 'invalid_job_id'] as const),
  ...(['job_category_not_approved', 'missing_job_category_code'] as const),
  ...(['contractor_has_matching_policy', 'invalid_entity_id'] as const),
] as const;
const rules = [
  'Workers’ compensation is not sold in ND, OH, WA and WY, and general liability not to those who live in Hawaii:',
  'the sandbox answers `bad_request`; the vendor’s code is not documented.',
].join(' ');

export const quotes: ResourceReference = {
  tag: {
    name: 'Quotes',
    description:
      'What coverage costs a contractor for a job, in cents for each $100 of pay. `net_rate` is the sum of all coverages.',
  },
  schemas: {
    Quote: answered({
      id: ids.quote,
      created,
      contractor: ids.contractor,
      job: ids.job,
      coverage_type: coverageTypes,
      effective_date: date('Start of coverage.'),
      end_date: date('End of coverage.'),
      eligible: flag('Whether the contractor can be insured. What makes it false is not documented.', true),
      net_rate: rate('The sum of all coverages.'),
      wc_net_rate: guess(nullable(rate('Workers’ compensation. Null when it is not quoted.'))),
      gl_net_rate: guess(nullable(rate('General liability. Null when it is not quoted.'))),
      quote_json: quoteJson,
    }),
    NewQuote: fields(described, ['contractor', 'job', 'coverage_type'], older),
    QuoteChange: fields(described, [], older),
    CoverageTypesSent: {
      ...coverageTypesSent(false),
      description: 'Types of coverage. Until February 2023 a single text.',
    },
  },
  paths: {
    '/quotes': {
      get: list({ id: 'listQuotes', summary: 'List quotes', answer: 'Quote', example: [example] }),
      post: create({
        id: 'createQuote',
        summary: 'Create a quote',
        description: rules,
        fields: 'NewQuote',
        sent,
        answer: 'Quote',
        example,
        errors: refusals,
      }),
    },
    '/quotes/{quote}': {
      parameters: [pathId('quote', ids.quote)],
      get: retrieve({
        id: 'retrieveQuote',
        summary: 'Retrieve a quote',
        answer: 'Quote',
        example,
        errors: ['invalid_quote_id'],
      }),
      put: update({
        id: 'updateQuote',
        summary: 'Update a quote',
        fields: 'QuoteChange',
        answer: 'Quote',
        example,
        description: 'Possible until a policy is issued from the quote. The rates are made anew.',
        sent: { coverage_type: ['general'] },
        errors: [...refusals, 'invalid_quote_id', 'cant_update_create_new_quote'],
      }),
    },
  },
};
