/** The entity step: create the company the work is for, choose an existing one, or change the one chosen. */
import { Router } from 'express';
import { paths } from '../../paths';
import { PolicyApiError } from '../../policy-api/errors';
import type { Entity } from '../../policy-api/types';
import { goOn, noticeOf } from '../after-save';
import { addressLine, STATE_OPTIONS } from '../address';
import { coverageItems } from '../coverage-types';
import {
  chosenId,
  errorsByField,
  failedForm,
  idempotencyKeyOf,
  listOf,
  textOf,
  valuesOf,
  type FailedForm,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { saveObject, useObject } from '../save-object';
import { ENTITY_FIELDS, entityValues, readEntityForm } from './form';

const EXISTING_SHOWN = 10;

interface View {
  status?: number;
  values: FormValues;
  coverage: readonly string[];
  errors: FormError[];
  apiError: FailedForm['apiError'] | null;
  idempotencyKey: string;
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
  const { onboarding, req, api, deps } = journey;
  if (onboarding.entity_id === null || req.query.new !== undefined)
    return show(journey, blank(deps.newKey()));
  const entity = await api.getEntity(onboarding.entity_id);
  return show(journey, {
    ...blank(deps.newKey()),
    values: entityValues(entity),
    coverage: entity.required_coverage,
    objectId: entity.id,
  });
}

async function saveEntity(journey: Journey): Promise<void> {
  const { req, api, deps } = journey;
  const body = req.body as FormBody;
  const key = idempotencyKeyOf(body, deps.newKey);
  const typed: View = {
    ...blank(key),
    values: valuesOf(body),
    coverage: listOf(body, 'required_coverage'),
    objectId: textOf(body, 'object_id') || null,
  };
  const { input, errors } = readEntityForm(body, typed.objectId === null);
  if (!input) return show(journey, { ...typed, status: 400, errors });
  try {
    await saveObject(
      journey,
      { kind: 'entity', body, key, name: (entity: Entity) => entity.name },
      {
        create: (createKey) => api.createEntity(input, createKey),
        update: (id) => api.updateEntity(id, input),
      },
    );
  } catch (error) {
    return show(journey, {
      ...typed,
      ...failedForm(error, ENTITY_FIELDS, { used: key, newKey: deps.newKey }),
    });
  }
  await goOn(journey, 'entity');
}

async function chooseEntity(journey: Journey): Promise<void> {
  const { req, api, deps } = journey;
  const id = chosenId(req.body as FormBody, 'existing_entity');
  const again: View = { ...blank(deps.newKey()), status: 400 };
  if (id === null) {
    return show(journey, {
      ...again,
      errors: [{ field: 'existing_entity', text: 'Choose an entity from the list' }],
    });
  }
  try {
    const entity = await api.getEntity(id);
    await useObject(journey, 'entity', entity.id, entity.name, null);
  } catch (error) {
    const failed = failedForm(error, [], { used: again.idempotencyKey, newKey: deps.newKey });
    return show(journey, { ...again, ...failed });
  }
  await goOn(journey, 'entity');
}

function blank(idempotencyKey: string): View {
  return { values: {}, coverage: [], errors: [], apiError: null, idempotencyKey, objectId: null };
}

async function show(journey: Journey, view: View): Promise<void> {
  const { onboarding } = journey;
  const action = paths.step(onboarding.id, 'entity');
  const existing = view.objectId ? null : await existingEntities(journey, action);
  return journey.render(
    'onboarding/entity',
    {
      title: view.objectId ? 'Change the entity' : 'Entity',
      notice: noticeOf(journey),
      ...(view.status !== undefined && { status: view.status }),
    },
    {
      action,
      existingAction: `${action}/existing`,
      existing,
      newHref: onboarding.entity_id === null ? null : `${action}?new`,
      objectId: view.objectId,
      values: view.values,
      coverageItems: coverageItems(view.coverage),
      errors: view.errors,
      fieldErrors: errorsByField(view.errors),
      apiError: view.apiError,
      idempotencyKey: view.idempotencyKey,
      states: STATE_OPTIONS,
      quoteMade: onboarding.quote_id !== null,
    },
  );
}

/** A page of the entities the API has, newest first. Without it the step still works: a new one can be made. */
async function existingEntities({ api, req, onboarding }: Journey, action: string) {
  const after = typeof req.query.after === 'string' ? req.query.after : undefined;
  try {
    const found = await api.listEntities({ limit: EXISTING_SHOWN, ...(after && { startingAfter: after }) });
    const keepNew = req.query.new === undefined ? '' : '&new';
    const last = found.at(-1);
    return {
      items: found.map((entity) => ({
        value: entity.id,
        text: entity.name,
        hint: [addressLine(entity.address), entity.id].filter(Boolean).join(' · '),
        checked: entity.id === onboarding.entity_id,
      })),
      moreHref:
        found.length === EXISTING_SHOWN && last
          ? `${action}?after=${encodeURIComponent(last.id)}${keepNew}`
          : null,
      firstHref: after ? `${action}${keepNew && '?new'}` : null,
      failed: false,
    };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return { items: [], moreHref: null, firstHref: null, failed: true };
  }
}
