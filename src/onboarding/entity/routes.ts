/** The entity step: create the company the work is for, choose an existing one, or change the one chosen. */
import type { Router } from 'express';
import { view } from '../../pages/view';
import type { Entity, EntityInput } from '../../policy-api/types/parties';
import { coverageItems } from '../../forms/coverage-items';
import { effectOfOtherEntity } from '../journey/after-save';
import { allTextsOf } from '../../forms/form';
import type { JourneyDeps } from '../journey/journey';
import { objectStepRoutes } from '../journey/object-forms';
import type { ObjectStep, ObjectView } from '../journey/object-step';
import { entityRows } from '../overview/rows';
import { existingEntities } from './existing-entities';
import { entityForm, REQUIRED } from './form';

const CHOICE = 'existing_entity';

interface EntityView {
  effectOfOther: string;
  coverageItems: ReturnType<typeof coverageItems>;
  existing: Awaited<ReturnType<typeof existingEntities>> | null;
}
export const entityView = view<ObjectView & EntityView>('onboarding/entity');

const ENTITY: ObjectStep<Entity, EntityInput, EntityView> = {
  kind: 'entity',
  form: entityForm,
  name: ({ name }) => name,
  summary: ({ onboarding }, entity) => entityRows(onboarding, entity).rows,
  because: 'The quote was made for the entity as it was',
  load: (api, id) => api.getEntity(id),
  create: ({ api }, input, key) => api.createEntity(input, key),
  update: ({ api }, id, input) => api.updateEntity(id, input),
  newest: ({ api }) => api.listEntities({ limit: 100 }),
  existing: {
    field: CHOICE,
    find: async ({ api }, id) => (id === '' ? 'Choose an entity from the list' : api.getEntity(id)),
  },
  view: entityView,
  own: async (journey, page, action) => ({
    effectOfOther: effectOfOtherEntity(journey.onboarding),
    coverageItems: coverageItems(allTextsOf(page.body, REQUIRED)),
    existing: page.objectId
      ? null
      : await existingEntities(journey, action, page.values[CHOICE] || journey.onboarding.entity_id),
  }),
};

export const entityRoutes = (deps: JourneyDeps): Router => objectStepRoutes(deps, ENTITY);
