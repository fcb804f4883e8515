/** The entity step: create the company the work is for, choose an existing one, or change the one chosen. */
import { Router } from 'express';
import { paths } from '../../paths';
import type { Entity, EntityInput } from '../../policy-api/types';
import { effectOfChange, effectOfOtherEntity } from '../after-save';
import { basisOf, basisOfNew } from '../conflict';
import { coverageItems } from '../../coverage/types';
import { chosenId, listOf, type FormBody } from '../form';
import { choiceAction, formRoutes, openStep } from '../form-routes';
import { freshForm, renderForm, typedForm, withErrors } from '../form-page';
import { showObject } from '../gone';
import type { Journey, JourneyDeps } from '../journey';
import { entityRows } from '../overview/rows';
import { anotherHref, changedObject, sameInput, shownObject } from '../save-object';
import { chooseObject, submitObject, type ObjectPage, type ObjectStep } from '../submit';
import { filledIn, testDataPanel } from '../test-data';
import { existingEntities } from './existing-entities';
import { ENTITY_FIELDS, entityValues, readEntityForm } from './form';

interface EntityPage extends ObjectPage {
  coverage: readonly string[];
}

const ENTITY: ObjectStep<Entity, EntityInput, EntityPage> = {
  kind: 'entity',
  fields: ENTITY_FIELDS,
  name: ({ name }) => name,
  isSame: (entity, input) => {
    const values = { ...entityValues(entity), required_coverage: [...entity.required_coverage] };
    return sameInput(readEntityForm(values, false).input, input);
  },
  summary: ({ onboarding }, entity) => entityRows(onboarding, entity).rows,
  load: (api, id) => api.getEntity(id),
  create: ({ api }, input, key) => api.createEntity(input, key),
  update: ({ api }, id, input) => api.updateEntity(id, input),
  newest: ({ api }) => api.listEntities({ limit: 100 }),
  show,
};

export function entityRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  const form = { open: showEntity, typed: typedEntity, show, send: saveEntity };
  const choice = { open: openStep, typed: typedChoice, show, send: chooseEntity };
  router.use(
    formRoutes(deps, 'entity', '/entity', form),
    formRoutes(deps, 'entity', '/entity/existing', choice),
  );
  return router;
}

async function showEntity(journey: Journey): Promise<void> {
  const objectId = shownObject(journey, 'entity');
  if (objectId === null) {
    const values = filledIn(journey, 'entity');
    const coverage = Object.keys(values).length > 0 ? ['general', 'workers-comp'] : [];
    return show(journey, { ...blank(journey), values, coverage });
  }
  return showObject(journey, 'entity', {
    read: async () => formOf(journey, await journey.api.getEntity(objectId)),
    blank: blank(journey),
    show,
  });
}

function formOf({ deps }: Journey, entity: Entity): EntityPage {
  return {
    ...freshForm(deps.newKey, entityValues(entity)),
    coverage: entity.required_coverage,
    objectId: entity.id,
    basis: basisOf(entity),
  };
}

function typedEntity(journey: Journey): EntityPage {
  return {
    ...typedForm(journey),
    coverage: listOf(journey.req.body as FormBody, 'required_coverage'),
    objectId: changedObject(journey, 'entity'),
  };
}

async function saveEntity(journey: Journey, typed: EntityPage): Promise<void> {
  const body = journey.req.body as FormBody;
  const { input, errors } = readEntityForm(body, typed.objectId === null);
  return input ? submitObject(journey, ENTITY, typed, input) : show(journey, withErrors(typed, errors));
}

function typedChoice(journey: Journey): EntityPage {
  const id = chosenId(journey.req.body as FormBody, 'existing_entity');
  return { ...blank(journey), values: id === null ? {} : { existing_entity: id } };
}

async function chooseEntity(journey: Journey, again: EntityPage): Promise<void> {
  const id = again.values.existing_entity ?? null;
  return chooseObject(journey, ENTITY, again, 'existing_entity', async () =>
    id === null ? 'Choose an entity from the list' : journey.api.getEntity(id),
  );
}

function blank(journey: Journey): EntityPage {
  return {
    ...freshForm(journey.deps.newKey),
    coverage: [],
    objectId: null,
    basis: basisOfNew(journey, 'entity'),
  };
}

async function show(journey: Journey, page: EntityPage): Promise<void> {
  const action = paths.step(journey.onboarding.id, 'entity');
  const chosen = page.values.existing_entity ?? journey.onboarding.entity_id;
  return renderForm(journey, 'entity', page, page.objectId && 'Change the entity', {
    objectId: page.objectId,
    testData: page.objectId ? null : await testDataPanel(journey, 'entity', action),
    effect: effectOfChange(journey.onboarding, 'The quote was made for the entity as it was'),
    effectOfOther: effectOfOtherEntity(journey.onboarding),
    coverageItems: coverageItems(page.coverage),
    existing: page.objectId ? null : await existingEntities(journey, action, chosen),
    existingAction: choiceAction(journey, action),
    newHref: anotherHref(journey, 'entity', action),
  });
}
