/** The entity step: create the company the work is for, choose an existing one, or change the one chosen. */
import { Router } from 'express';
import { paths } from '../../paths';
import type { Entity } from '../../policy-api/types';
import { effectOfChange, effectOfOtherEntity, goOn } from '../after-save';
import { basisOf, basisOfNew, conflictOf, conflictOfChoice, withConflict } from '../conflict';
import { coverageItems } from '../coverage-types';
import { chosenId, listOf, type FormBody } from '../form';
import { freshForm, renderForm, typedForm, withErrors, withFailure, type FormPage } from '../form-page';
import { showObject, withFailedSave } from '../gone';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { anotherHref, changedObject, sameInput, saveObject, shownObject, useObject } from '../save-object';
import { filledIn, testDataPanel } from '../test-data';
import { existingEntities } from './existing-entities';
import { ENTITY_FIELDS, entityValues, readEntityForm } from './form';

interface EntityPage extends FormPage {
  coverage: readonly string[];
  objectId: string | null;
}

export function entityRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/entity', onJourney(deps, 'entity', showEntity));
  router.post('/entity', onJourney(deps, 'entity', saveEntity));
  router.post('/entity/existing', onJourney(deps, 'entity', chooseEntity));
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

async function saveEntity(journey: Journey): Promise<void> {
  const { req, api } = journey;
  const body = req.body as FormBody;
  const typed: EntityPage = {
    ...typedForm(journey),
    coverage: listOf(body, 'required_coverage'),
    objectId: changedObject(journey, 'entity'),
  };
  const { input, errors } = readEntityForm(body, typed.objectId === null);
  if (!input) return show(journey, withErrors(typed, errors));
  try {
    const conflict = await conflictOf(journey, 'entity', typed, {
      load: (id) => api.getEntity(id),
      isSame: (entity) => {
        const values = { ...entityValues(entity), required_coverage: [...entity.required_coverage] };
        return sameInput(readEntityForm(values, false).input, input);
      },
    });
    if (conflict) return await show(journey, withConflict(typed, conflict));
    await saveObject(
      journey,
      { kind: 'entity', key: typed.idempotencyKey, name: (entity: Entity) => entity.name },
      {
        create: (key) => api.createEntity(input, key),
        update: (id) => api.updateEntity(id, input),
      },
    );
  } catch (error) {
    return show(journey, withFailedSave(journey, 'entity', typed, error, ENTITY_FIELDS));
  }
  goOn(journey, 'entity');
}

async function chooseEntity(journey: Journey): Promise<void> {
  const { req, api, deps } = journey;
  const id = chosenId(req.body as FormBody, 'existing_entity');
  if (id === null) {
    const error = { field: 'existing_entity', text: 'Choose an entity from the list' };
    return show(journey, withErrors(blank(journey), [error]));
  }
  try {
    const entity = await api.getEntity(id);
    const conflict = conflictOfChoice(journey, 'entity', entity.id);
    if (conflict) return await show(journey, withConflict(blank(journey), conflict));
    await useObject(journey, 'entity', entity.id, entity.name);
  } catch (error) {
    return show(journey, withFailure(blank(journey), error, [], deps.newKey));
  }
  goOn(journey, 'entity');
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
  return renderForm(journey, 'entity', page, page.objectId && 'Change the entity', {
    objectId: page.objectId,
    testData: page.objectId ? null : await testDataPanel(journey, 'entity', action),
    effect: effectOfChange(journey.onboarding, 'The quote was made for the entity as it was'),
    effectOfOther: effectOfOtherEntity(journey.onboarding),
    coverageItems: coverageItems(page.coverage),
    existing: page.objectId ? null : await existingEntities(journey, action),
    existingAction: `${action}/existing`,
    newHref: anotherHref(journey, 'entity', action),
  });
}
