/**
 * The contractor step: create one, choose an existing one by email, or change the one chosen.
 *
 * Copy this folder if you onboard contractors. It needs src/policy-api and the form helpers beside it.
 * Replace the journey (../journey.ts) with your own way to load and save where a contractor stands.
 */
import { Router } from 'express';
import { paths } from '../../paths';
import { PolicyApiError } from '../../policy-api/errors';
import { goOn, noticeOf } from '../after-save';
import { STATE_OPTIONS } from '../address';
import {
  errorsByField,
  failedForm,
  idempotencyKeyOf,
  textOf,
  valuesOf,
  type FailedForm,
  type FormBody,
  type FormError,
  type FormValues,
} from '../form';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { metadataRows, rowsOf, withSpareRows, type MetadataRow } from '../metadata';
import { saveObject, useObject } from '../save-object';
import { CONTRACTOR_FIELDS, contractorName, contractorValues, NEVER_SHOWN, readContractorForm } from './form';

interface View {
  status?: number;
  values: FormValues;
  rows: MetadataRow[];
  errors: FormError[];
  apiError: FailedForm['apiError'] | null;
  idempotencyKey: string;
  objectId: string | null;
  /** Keys of the metadata that the API has. */
  knownKeys: string[];
}

export function contractorRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/contractor', onJourney(deps, 'contractor', showContractor));
  router.post('/contractor', onJourney(deps, 'contractor', saveContractor));
  router.post('/contractor/existing', onJourney(deps, 'contractor', chooseContractor));
  return router;
}

async function showContractor(journey: Journey): Promise<void> {
  const { onboarding, req, api, deps } = journey;
  if (onboarding.contractor_id === null || req.query.new !== undefined) {
    return show(journey, blank(deps.newKey()));
  }
  const contractor = await api.getContractor(onboarding.contractor_id);
  return show(journey, {
    ...blank(deps.newKey()),
    values: contractorValues(contractor),
    rows: rowsOf(contractor.custom_metadata),
    objectId: contractor.id,
    knownKeys: Object.keys(contractor.custom_metadata ?? {}),
  });
}

async function saveContractor(journey: Journey): Promise<void> {
  const { req, api, deps } = journey;
  const body = req.body as FormBody;
  const key = idempotencyKeyOf(body, deps.newKey);
  const typed: View = {
    ...blank(key),
    values: valuesOf(body, NEVER_SHOWN),
    rows: metadataRows(body),
    objectId: textOf(body, 'object_id') || null,
    knownKeys: [body['custom_metadata.was'] ?? []].flat(),
  };
  if (body._add_row !== undefined)
    return show(journey, { ...typed, rows: [...typed.rows, { key: '', value: '' }] });
  const { input, errors } = readContractorForm(body, typed.objectId === null);
  if (!input) return show(journey, { ...typed, status: 400, errors });
  try {
    await saveObject(
      journey,
      { kind: 'contractor', body, key, name: contractorName },
      {
        create: (createKey) => api.createContractor(input, createKey),
        update: (id) => api.updateContractor(id, { ...input, tax_identification: undefined }),
      },
    );
  } catch (error) {
    return show(journey, {
      ...typed,
      ...failedForm(error, CONTRACTOR_FIELDS, { used: key, newKey: deps.newKey }),
    });
  }
  await goOn(journey, 'contractor');
}

async function chooseContractor(journey: Journey): Promise<void> {
  const { req, api, deps } = journey;
  const email = textOf(req.body as FormBody, 'existing_email');
  const again: View = { ...blank(deps.newKey()), values: { existing_email: email }, status: 400 };
  const problem = (text: string) => show(journey, { ...again, errors: [{ field: 'existing_email', text }] });
  if (email === '') return problem('Enter the email address of the contractor');
  try {
    const [contractor] = await api.listContractors({ email, limit: 1 });
    if (!contractor) {
      return await problem(
        'No contractor has this email address. The API compares it letter by letter, with capitals. Create the contractor below, or check the spelling',
      );
    }
    await useObject(journey, 'contractor', contractor.id, contractorName(contractor), null);
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    const failed = failedForm(error, [], { used: again.idempotencyKey, newKey: deps.newKey });
    return show(journey, { ...again, ...failed });
  }
  await goOn(journey, 'contractor');
}

function blank(idempotencyKey: string): View {
  return { values: {}, rows: [], errors: [], apiError: null, idempotencyKey, objectId: null, knownKeys: [] };
}

function show(journey: Journey, view: View): Promise<void> {
  const { onboarding } = journey;
  const action = paths.step(onboarding.id, 'contractor');
  const duplicate = view.apiError?.code === 'duplicate_email';
  return journey.render(
    'onboarding/contractor',
    {
      title: view.objectId ? 'Change the contractor' : 'Contractor',
      notice: noticeOf(journey),
      ...(view.status !== undefined && { status: view.status }),
    },
    {
      action,
      existingAction: `${action}/existing`,
      newHref: onboarding.contractor_id === null ? null : `${action}?new`,
      objectId: view.objectId,
      knownKeys: view.knownKeys,
      values: view.values,
      rows: withSpareRows(view.rows),
      errors: view.errors,
      fieldErrors: errorsByField(view.errors),
      apiError: view.apiError,
      idempotencyKey: view.idempotencyKey,
      states: STATE_OPTIONS,
      existingEmail: duplicate ? (view.values.email ?? '') : (view.values.existing_email ?? ''),
      offerExisting: duplicate,
      quoteMade: onboarding.quote_id !== null,
      policyIssued: ['issuing', 'active', 'cancelled'].includes(onboarding.coverage_state),
    },
  );
}
