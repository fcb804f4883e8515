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
import { ids, ref } from '../schemas';
import { assignmentSchemas } from './assignment-schemas';

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
  schemas: assignmentSchemas,
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
            'Of several of one contractor, the most recent one that gives coverage and has not started. Where several ' +
            'contractors have one, `contractor` or `assignment` has to say which is meant (that is the sandbox’s choice). ' +
            'Refused once it has started. It cannot be undone; the card or the entity is refunded, and the contractor ' +
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
