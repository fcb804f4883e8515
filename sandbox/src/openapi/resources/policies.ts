import { create, list, pathId, remove, retrieve, update, type ResourceReference } from '../operations';
import {
  answered,
  created,
  date,
  dateSent,
  fields,
  flag,
  flagSent,
  guess,
  ids,
  ref,
  text,
  type Schema,
} from '../schemas';

const example = {
  id: 'pl_WzFRszJhoY',
  quote: 'qt_5DciVga8Kt',
  status: 'active',
  created: 1646818364,
  effective_date: 1646818364,
  expiration_date: 1678334737,
  pdf_url: 'http://ten99policy.s3.amazonaws.com/1099policy-coi-sample.pdf',
  certificates: {
    gl_coi_pdf_url: '/bound-policies/prod/gl_coi_pl_wv23Q3lMc1_1691450123.pdf',
    wc_coi_pdf_url: '/bound-policies/prod/wc_coi_pl_wv23Q3lMc1_1691420903.pdf',
  },
};

export const policyStatus: Schema = {
  type: 'string',
  enum: ['active', 'cancelled', 'expired'],
  description: 'Whether coverage is in force.',
};

export const policies: ResourceReference = {
  tag: {
    name: 'Policies',
    description: 'Coverage in force. A policy appears by itself when an application is completed.',
  },
  schemas: {
    Policy: answered({
      id: ids.policy,
      quote: ids.quote,
      status: policyStatus,
      certificates: ref('CertificateLinks'),
      pdf_url: text('The policy (PDF).'),
      effective_date: date('Start of coverage.'),
      expiration_date: date('End of coverage.'),
      created,
    }),
    NewPolicy: fields(
      {
        quote: ids.quote,
        effective_date: dateSent('Start of coverage; the next day by default.'),
        expiration_date: dateSent(
          'End of coverage, at most a year after the start; 30 days after it by default.',
        ),
        is_active: flagSent(
          'Older pages send it. False: the policy is issued switched off, and no event tells of it.',
          true,
        ),
      },
      ['quote'],
      { quote_id: 'quote' },
    ),
    PolicyChange: fields({ is_active: flagSent('Switches the policy on or off.') }),
  },
  paths: {
    '/policies': {
      get: list({
        id: 'listPolicies',
        summary: 'List policies',
        answer: 'Policy',
        example: [example],
        query: [
          {
            name: 'quote',
            in: 'query',
            schema: { type: 'string' },
            description: 'Only policies issued from this quote.',
          },
        ],
      }),
      post: create({
        id: 'createPolicy',
        summary: 'Create a policy',
        fields: 'NewPolicy',
        answer: 'Policy',
        example,
        description:
          'Refused for a quote that is not eligible, for what the contractor is covered for already, and for coverage ' +
          'that is not sold where contractor and job are now. A start in the past is accepted: the rule for it is not ' +
          'documented.',
        sent: { quote: 'qt_5DciVga8Kt' },
        errors: [
          ...([
            'invalid_quote_id',
            'policy_already_exists',
            'application_already_complete',
            'effective_date_invalid',
          ] as const),
          ...(['end_date_invalid', 'invalid_contractor_id', 'invalid_job_id'] as const),
          ...(['invalid_entity_id', 'contractor_has_matching_policy'] as const),
        ],
      }),
    },
    '/policies/{policy}': {
      parameters: [pathId('policy', ids.policy)],
      get: retrieve({
        id: 'retrievePolicy',
        summary: 'Retrieve a policy',
        answer: 'Policy',
        example,
        errors: ['invalid_policy_id'],
      }),
      put: update({
        id: 'updatePolicy',
        summary: 'Switch a policy on or off',
        fields: 'PolicyChange',
        description:
          'For coverage without preset dates: its quote and dates cannot be changed. What ended with its contractor or entity cannot be switched on again.',
        sent: { is_active: false },
        answer: 'Policy',
        example: { ...example, status: 'cancelled' },
        errors: ['invalid_policy_id', 'invalid_contractor_id', 'invalid_entity_id'],
      }),
      delete: remove({
        id: 'deletePolicy',
        summary: 'Delete a policy',
        object: 'policy',
        errors: ['invalid_policy_id'],
        description: 'Permanent. Cancels coverage at once, and every assignment that starts later.',
        example: { id: 'pl_WzFRszJhoY', object: 'policy', deleted: true, deleted_at: 1640995200 },
      }),
    },
  },
};

/** What webhooks carry besides: the vendor’s samples show `is_active` there, and `status` in answers. */
export const policyOfEvent: Schema = answered({
  ...(policies.schemas['Policy']?.['properties'] as Record<string, Schema>),
  object: { const: 'policy' },
  is_active: guess(flag('Whether coverage is in force; the sandbox sends it beside `status`.')),
});
