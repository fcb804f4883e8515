import { z } from 'zod';
import { endWorkFor } from '../../insurance/cascade';
import type { Entity } from '../../model/parties';
import type { Resource } from '../resource';
import { bodyReader, type FieldTypes } from '../schema';
import { mergeAddress } from './parts';

const MINIMUM_LIMIT = 1000;

const described = (types: FieldTypes) =>
  z.object({
    name: types.text(),
    address: types.address(false),
    coverage_limit: z
      .object(
        {
          aggregate_limit: types.looseInteger(MINIMUM_LIMIT),
          occurrence_limit: types.looseInteger(MINIMUM_LIMIT),
        },
        'Must be an object with aggregate_limit and occurrence_limit.',
      )
      .nullable()
      .optional(),
    required_coverage: types.coverage().optional(),
  });
const readNew = bodyReader(described);
const readChange = bodyReader((types) => described(types).partial());

/** Entities (vendor pages "… /api/v1/entities"). Limits are in cents. */
export const entities: Resource<'entity'> = {
  kind: 'entity',
  path: '/entities',
  objectName: 'entity',
  invalidId: 'invalid_entity_id',
  deletable: true,
  view: (_context, { id, created, data }) => ({ id, created, ...data }),
  create(context, body) {
    const sent = readNew(body);
    const entity: Entity = {
      name: sent.name,
      address: mergeAddress(null, sent.address),
      coverage_limit: sent.coverage_limit ?? null,
      required_coverage: sent.required_coverage ?? [],
    };
    return context.objects.insert('entity', context.ids.short('en'), context.clock.seconds(), entity);
  },
  update(context, entity, body) {
    const sent = readChange(body);
    const { data } = entity;
    return context.objects.update('entity', entity, {
      name: sent.name ?? data.name,
      address: mergeAddress(data.address, sent.address),
      coverage_limit: sent.coverage_limit === undefined ? data.coverage_limit : sent.coverage_limit,
      required_coverage: sent.required_coverage ?? data.required_coverage,
    });
  },
  /** "Also cancels at once every policy connected with active jobs of the entity"; see `endWorkFor`. */
  beforeDelete: (context, entity) => endWorkFor(context, entity.id),
};
