import {
  body,
  create,
  list,
  ok,
  operation,
  parameter,
  pathId,
  remove,
  retrieve,
  update,
} from '../operations';
import type { ResourceReference } from '../operations';
import {
  answered,
  coverageTypes,
  coverageTypesSent,
  created,
  date,
  dateSent,
  fields,
  flag,
  flagSent,
  guess,
  ids,
  nullable,
  rate,
  ref,
  text,
} from '../schemas';

const sent = {
  contractor: 'cn_Ehb3bYa',
  job: 'jb_jsb9KEcTpc',
  policy: 'pl_WzFRszJhoY',
  effective_date: 1646818364,
  end_date: 1678334737,
};
const example = {
  id: 'an_TzLQszJmoP',
  ...sent,
  bind: true,
  coverage_type: ['general', 'workers-comp'],
  net_rate: 65,
  eligible: { result: true, message: 'Contractor is pre-approved for insurance coverage.' },
  certificates: {
    gl_coi_pdf_url: '/bound-policies/prod/gl_coi_pl_wv23Q3lMc1_1691450123.pdf',
    wc_coi_pdf_url: '/bound-policies/prod/wc_coi_pl_wv23Q3lMc1_1691420903.pdf',
  },
  created: 1646818364,
};
const cancelled = {
  ...example,
  id: 'an_5HviNgc2Br',
  cancelled: true,
  cancellation_date: 1678334737,
  cancellation_reason: 'client_request',
  certificates: null,
};

const described = {
  contractor: ids.contractor,
  job: ids.job,
  bind: flagSent(
    'True: the contractor is told and then charged. False: an eligibility check only; no coverage is issued.',
    true,
  ),
  coverage_type: {
    ...coverageTypesSent(true),
    description: 'For the check. By default the types of the most recent active policy.',
  },
  effective_date: dateSent('In the future; the next day by default.'),
  end_date: dateSent(
    'After the effective date; 30 days later by default. On the same day it is moved to the start of the next day.',
  ),
  policy: guess({
    ...nullable(ids.policy),
    description:
      'By default the most recent active policy with the same job category code, work state and home state ' +
      '(documented); its coverage types play no part in that. That the most recent active policy is taken when none ' +
      'is the same, so that `eligible.message` can say what differs, is a guess.',
  }),
};

const older = { contractor_id: 'contractor', job_id: 'job', policy_id: 'policy' };

const eligible = answered({
  result: flag('Whether the contractor is covered for this job without a new application.'),
  message: text('Why, or why not.', 'Contractor is pre-approved for insurance coverage.'),
});

const refusals = [
  ...(['effective_date_invalid', 'end_date_invalid', 'invalid_contractor_id', 'invalid_job_id'] as const),
  ...(['invalid_policy_id', 'no_active_policy', 'invalid_job_category_code'] as const),
  'invalid_entity_id',
] as const;

export const assignments: ResourceReference = {
  tag: {
    name: 'Assignments',
    description:
      'Later jobs of contractors who have a policy. A contractor who is not covered is answered `eligible.result` ' +
      'false with the reason, not an error.',
  },
  schemas: {
    Assignment: answered(
      {
        id: ids.assignment,
        contractor: ids.contractor,
        job: ids.job,
        policy: guess({ ...nullable(ids.policy), description: 'Null when no policy covers the job.' }),
        bind: flag('False: an eligibility check only.', true),
        coverage_type: coverageTypes,
        effective_date: date('Start of the assignment.'),
        end_date: date('End of the assignment.'),
        net_rate: rate('The sum of all coverages.'),
        eligible,
        certificates: guess({
          ...nullable(ref('CertificateLinks')),
          description:
            'Certificates for this job; null as long as there is no coverage, and once it is cancelled.',
        }),
        created,
        cancelled: guess(
          flag('It was cancelled. Shown by the vendor in the answer to the cancellation alone.'),
        ),
        cancellation_date: guess(nullable(date('When it was cancelled.'))),
        cancellation_reason: guess(nullable(text('The reason that was given.', 'client_request'))),
      },
      ['cancelled', 'cancellation_date', 'cancellation_reason'],
    ),
    NewAssignment: fields(described, ['contractor', 'job'], older),
    AssignmentChange: fields(described, [], older),
    AssignmentCancellation: fields(
      {
        job_id: { ...ids.job, description: 'The id of the job, not of the assignment.' },
        reason: nullable(text('Free text.', 'client_request')),
      },
      ['job_id'],
      { job: 'job_id' },
    ),
  },
  paths: {
    '/assignments': {
      get: list({
        id: 'listAssignments',
        summary: 'List assignments',
        answer: 'Assignment',
        example: [example],
      }),
      post: create({
        id: 'createAssignment',
        summary: 'Create an assignment',
        fields: 'NewAssignment',
        sent,
        description: 'The contractor is told by email; the card on file is charged 24 hours later.',
        answer: 'Assignment',
        example,
        errors: refusals,
      }),
    },
    '/assignments/{assignment}': {
      parameters: [pathId('assignment', ids.assignment)],
      get: retrieve({
        id: 'retrieveAssignment',
        summary: 'Retrieve an assignment',
        answer: 'Assignment',
        example,
        errors: ['invalid_assignment_id'],
      }),
      put: update({
        id: 'updateAssignment',
        summary: 'Update an assignment',
        fields: 'AssignmentChange',
        description:
          'Possible until its invoice is paid in full; not after it was cancelled. The sandbox asks again whether the ' +
          'contractor is covered only when the contractor, job, policy or coverage changes, or a check is to be bound.',
        sent: { end_date: 1678334737 },
        answer: 'Assignment',
        example,
        errors: [...refusals, 'invoice_already_paid', 'invalid_assignment_id'],
      }),
      delete: remove({
        id: 'deleteAssignment',
        summary: 'Delete an assignment',
        object: 'assignment',
        description: 'Permanent. Refused when the job has an invoice that is paid in full.',
        errors: ['invoice_already_paid', 'invalid_assignment_id'],
        example: { id: 'an_TzLQszJmoP', object: 'assignment', deleted: true, deleted_at: 1640995200 },
      }),
    },
    '/assignments/cancel': {
      post: operation(
        {
          id: 'cancelAssignment',
          summary: 'Cancel the assignment of a job',
          description:
            'Of several, the most recent one that gives coverage and has not started. Refused once it has started. It cannot be undone; the card or the entity is refunded, and the contractor ' +
            'stays approved for later jobs.',
        },
        {
          parameters: [parameter('IdempotentKey')],
          requestBody: body('AssignmentCancellation', {
            job_id: 'jb_jsb9KEcTpc',
            reason: 'client_request',
          }),
          answers: { 200: ok('The assignment, cancelled.', ref('Assignment'), cancelled, true) },
          refusals: ['invalid_input', 'bad_request', 'invalid_job_id', 'invalid_assignment_id'],
          mayBeMissing: true,
        },
      ),
    },
  },
};
