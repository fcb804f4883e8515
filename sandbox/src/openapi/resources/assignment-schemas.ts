import type { ResourceReference } from '../operations';
import {
  about,
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

const eligible = about('Whether an assignment is enough, and why or why not.', {
  result: flag('Whether the contractor is covered for this job without a new application.'),
  message: text('Why, or why not.', 'Contractor is pre-approved for insurance coverage.'),
});

/** What a client sends, and what it is answered. */
export const assignmentSchemas: ResourceReference['schemas'] = {
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
      contractor: guess(
        nullable({ ...ids.contractor, description: 'Only the assignment of this contractor.' }),
      ),
      assignment: guess(nullable({ ...ids.assignment, description: 'Only this assignment.' })),
    },
    ['job_id'],
    { job: 'job_id', contractor_id: 'contractor', assignment_id: 'assignment' },
  ),
};
