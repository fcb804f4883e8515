import { create, list, pathId, remove, retrieve, update, type ResourceReference } from '../operations';
import {
  answered,
  cents,
  coverageTypes,
  coverageTypesSent,
  created,
  fields,
  guess,
  ids,
  nullable,
  ref,
  required,
  text,
} from '../schemas';

const limits = { aggregate_limit: 200_000_000, occurrence_limit: 100_000_000 };
const sent = {
  name: 'Apple, Inc',
  address: { line1: 'One Apple Park Way', locality: 'Cupertino', region: 'CA', postalcode: 95014 },
  coverage_limit: limits,
  required_coverage: ['general', 'workers-comp'],
};
const example = {
  ...sent,
  id: 'en_Ah3tqYn',
  created: 1646818364,
  address: { ...sent.address, line2: null, country: null },
};

const limit = (of: string) => cents(`Limit ${of}.`, 1000);
const limitSent = (of: string) => ({
  anyOf: [limit(of), { type: 'string', pattern: '^\\s*\\d{4,16}\\s*$' }],
  description: `Limit ${of}, in US cents; text with digits is accepted, as the vendor’s SDK examples send it.`,
});

const described = {
  name: required('Legal name.', 'Apple, Inc'),
  address: { ...nullable(ref('AddressSent')), description: 'Where the company is.' },
  coverage_limit: nullable({
    ...fields(
      { aggregate_limit: limitSent('in total'), occurrence_limit: limitSent('for each occurrence') },
      ['aggregate_limit', 'occurrence_limit'],
    ),
    description: 'What the company’s contracts ask for.',
  }),
  required_coverage: ref('RequiredCoverageSent'),
};

export const entities: ResourceReference = {
  tag: { name: 'Entities', description: 'The companies the work is done for.' },
  schemas: {
    Entity: answered({
      id: ids.entity,
      created,
      name: text('Legal name.'),
      address: guess({ ...nullable(ref('Address')), description: 'Null when none was sent.' }),
      coverage_limit: guess({
        ...nullable(
          answered({ aggregate_limit: limit('in total'), occurrence_limit: limit('for each occurrence') }),
        ),
        description: 'Null when none was sent.',
      }),
      required_coverage: guess({
        ...coverageTypes,
        description: 'Coverage that contractors need. Empty when none was sent.',
      }),
    }),
    NewEntity: fields(described, ['name']),
    EntityChange: fields(described),
    RequiredCoverageSent: {
      ...coverageTypesSent(true),
      description: 'Coverage that contractors need. Older pages have other forms and names.',
    },
  },
  paths: {
    '/entities': {
      get: list({ id: 'listEntities', summary: 'List entities', answer: 'Entity', example: [example] }),
      post: create({
        id: 'createEntity',
        summary: 'Create an entity',
        fields: 'NewEntity',
        sent,
        answer: 'Entity',
        example,
      }),
    },
    '/entities/{entity}': {
      parameters: [pathId('entity', ids.entity)],
      get: retrieve({
        id: 'retrieveEntity',
        summary: 'Retrieve an entity',
        answer: 'Entity',
        example,
        errors: ['invalid_entity_id'],
      }),
      put: update({
        id: 'updateEntity',
        summary: 'Update an entity',
        fields: 'EntityChange',
        sent: { name: 'Apple' },
        answer: 'Entity',
        example,
        errors: ['invalid_entity_id'],
      }),
      delete: remove({
        id: 'deleteEntity',
        summary: 'Delete an entity',
        object: 'entity',
        errors: ['invalid_entity_id'],
        description:
          'Permanent. Cancels every policy connected with active jobs of the entity at once: in the sandbox those ' +
          'bought for its jobs, and those that assignments to its jobs stand on. Nothing new is insured for its jobs, ' +
          'unless they are given to another entity.',
        example: { id: 'en_Ah3tqYn', object: 'entity', deleted: true, deleted_at: 1640995200 },
      }),
    },
  },
};
