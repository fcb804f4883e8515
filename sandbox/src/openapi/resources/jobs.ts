import { create, list, pathId, remove, retrieve, update, type ResourceReference } from '../operations';
import {
  answered,
  cents,
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
  type Schema,
} from '../schemas';

const sent = {
  name: 'Field technician',
  entity: 'en_Ah3tqYn',
  category_code: 'jc_MTqpkbkp6G',
  description: 'Install fiber optic cable from back to the front of the store.',
  wage: 15000,
  wage_type: 'flatfee',
  years_experience: 10,
  custom_metadata: { campaign: 'Volvo' },
};
const example = {
  id: 'jb_jsb9KEcTpc',
  created: 1646818364,
  ...sent,
  address: null,
  withhold_premium: false,
};

const wageType: Schema = {
  type: 'string',
  enum: ['flatfee', 'hourly', 'unit', 'blended'],
  description: 'What the wage is paid for.',
};
const years: Schema = { type: 'integer', minimum: 0, description: 'Years of experience the job asks for.' };
const yearsSent = guess({
  type: ['integer', 'null'],
  minimum: 0,
  maximum: 100,
  description: 'Years of experience the job asks for. The maximum is a guess.',
});
const metadataNote = ' `custom_metadata.purchase_order_number` is inherited by the invoices of the job.';

/** Until March 2023. */
const older = { entity_id: 'entity' };

const described = {
  name: required('Name of the role.', 'Field technician'),
  description: required('Role, responsibilities and qualifications.'),
  entity: ids.entity,
  wage: cents('Wage. Older pages give a maximum of $1,000,000.', 100, 1_000_000_000),
  wage_type: wageType,
  years_experience: yearsSent,
  address: {
    ...nullable(ref('WorkAddressSent')),
    description:
      'Place of work; leave it out for remote work. Its state drives the rate of workers’ compensation.',
  },
  withhold_premium: flagSent('The platform withholds the premium from the pay and remits it.', false),
  custom_metadata: ref('MetadataSent'),
};

export const jobs: ResourceReference = {
  tag: { name: 'Jobs', description: `The work a contractor does for an entity.${metadataNote}` },
  schemas: {
    Job: answered({
      id: ids.job,
      created,
      name: text('Name of the role.'),
      description: text('Role, responsibilities and qualifications.'),
      entity: ids.entity,
      category_code: ids.categoryCode,
      wage: cents('Wage.', 100, 1_000_000_000),
      wage_type: wageType,
      years_experience: nullable(years),
      address: nullable(ref('Address')),
      custom_metadata: ref('Metadata'),
      withhold_premium: guess(flag('As it was sent.', false)),
    }),
    NewJob: fields(
      { ...described, category_code: ids.categoryCode },
      [...['name', 'description', 'entity', 'category_code', 'wage', 'wage_type']],
      older,
    ),
    JobChange: {
      ...fields({ ...described, address: nullable(ref('WorkAddressChange')) }, [], older),
      description: 'The category code cannot be changed: another one is refused.',
    },
  },
  paths: {
    '/jobs': {
      get: list({ id: 'listJobs', summary: 'List jobs', answer: 'Job', example: [example] }),
      post: create({
        id: 'createJob',
        summary: 'Create a job',
        fields: 'NewJob',
        sent,
        answer: 'Job',
        example,
        errors: [
          ...(['missing_job_category_code', 'invalid_job_category_code'] as const),
          ...(['job_category_not_approved', 'invalid_entity_id'] as const),
        ],
      }),
    },
    '/jobs/{job}': {
      parameters: [pathId('job', ids.job)],
      get: retrieve({ id: 'retrieveJob', summary: 'Retrieve a job', answer: 'Job', example }),
      put: update({
        id: 'updateJob',
        summary: 'Update a job',
        fields: 'JobChange',
        sent: { wage: 17500 },
        description: 'Refused once the job has an invoice.',
        answer: 'Job',
        example,
        errors: ['invoice_exists', 'invalid_entity_id', 'job_is_used'],
      }),
      delete: remove({
        id: 'deleteJob',
        summary: 'Delete a job',
        object: 'job',
        guessed: true,
        uncertain: true,
        description:
          'Known from the vendor’s SDKs alone. The sandbox refuses it while something refers to the job.',
        errors: ['job_is_used'],
      }),
    },
  },
};
