/**
 * The contractor step: create one, choose an existing one by email, or change the one chosen.
 *
 * Copy this folder if you onboard contractors. It needs src/policy-api and the form helpers beside it.
 * Replace the journey (../journey.ts) with your own way to load and save where a contractor stands.
 */
import { Router } from 'express';
import { paths } from '../../paths';
import type { PolicyApi } from '../../policy-api/client';
import type { Contractor } from '../../policy-api/types';
import { effectOfChange, goOn } from '../after-save';
import { basisOf, basisOfNew, conflictOf, conflictOfChoice, withConflict } from '../conflict';
import { emailText } from '../contact';
import { textOf, type FormBody } from '../form';
import { freshForm, renderForm, typedForm, withErrors, withFailure, type FormPage } from '../form-page';
import { showObject, withFailedSave } from '../gone';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { knownKeys, metadataRows, rowsOf, withSpareRows, type MetadataRow } from '../metadata';
import { anotherHref, changedObject, sameInput, saveObject, shownObject, useObject } from '../save-object';
import { filledIn, testDataPanel } from '../test-data';
import { CONTRACTOR_FIELDS, contractorName, contractorValues, NEVER_SHOWN, readContractorForm } from './form';

interface ContractorPage extends FormPage {
  rows: MetadataRow[];
  /** Keys of the metadata that the API has. */
  knownKeys: string[];
  objectId: string | null;
}

export function contractorRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/contractor', onJourney(deps, 'contractor', showContractor));
  router.post('/contractor', onJourney(deps, 'contractor', saveContractor));
  router.post('/contractor/existing', onJourney(deps, 'contractor', chooseContractor));
  return router;
}

async function showContractor(journey: Journey): Promise<void> {
  const objectId = shownObject(journey, 'contractor');
  if (objectId === null) return show(journey, { ...blank(journey), values: filledIn(journey, 'contractor') });
  return showObject(journey, 'contractor', {
    read: async () => formOf(journey, await journey.api.getContractor(objectId)),
    blank: blank(journey),
    show,
  });
}

function formOf({ deps }: Journey, contractor: Contractor): ContractorPage {
  const rows = rowsOf(contractor.custom_metadata);
  return {
    ...freshForm(deps.newKey, contractorValues(contractor)),
    rows,
    knownKeys: rows.map(({ key }) => key),
    objectId: contractor.id,
    basis: basisOf(contractor),
  };
}

async function saveContractor(journey: Journey): Promise<void> {
  const { req, api } = journey;
  const body = req.body as FormBody;
  const typed: ContractorPage = {
    ...typedForm(journey, NEVER_SHOWN),
    rows: metadataRows(body),
    knownKeys: knownKeys(body),
    objectId: changedObject(journey, 'contractor'),
  };
  if (body._add_row !== undefined) {
    return show(journey, { ...typed, rows: [...typed.rows, { key: '', value: '' }] });
  }
  const { input, errors } = readContractorForm(body, typed.objectId === null);
  if (!input) return show(journey, withErrors(typed, errors));
  try {
    const conflict = await conflictOf(journey, 'contractor', typed, {
      load: (id) => api.getContractor(id),
      isSame: (contractor) => sameInput(readContractorForm(contractorValues(contractor), false).input, input),
    });
    if (conflict) return await show(journey, withConflict(typed, conflict));
    await saveObject(
      journey,
      { kind: 'contractor', key: typed.idempotencyKey, name: contractorName },
      {
        create: (key) => api.createContractor(input, key),
        update: (id) => api.updateContractor(id, { ...input, tax_identification: undefined }),
      },
    );
  } catch (error) {
    return show(journey, withFailedSave(journey, 'contractor', typed, error, CONTRACTOR_FIELDS));
  }
  goOn(journey, 'contractor');
}

async function chooseContractor(journey: Journey): Promise<void> {
  const { req, api, deps } = journey;
  const email = textOf(req.body as FormBody, 'existing_email');
  const again: ContractorPage = { ...blank(journey), values: { existing_email: email } };
  const problem = (text: string) => show(journey, withErrors(again, [{ field: 'existing_email', text }]));
  if (email === '') return problem('Enter the email address of the contractor');
  try {
    const contractor = await contractorWith(api, email);
    if (!contractor) {
      return await problem(
        'No contractor has this email address. The API compares it letter by letter, with capitals. Create the contractor below, or check the spelling',
      );
    }
    const conflict = conflictOfChoice(journey, 'contractor', contractor.id);
    if (conflict) return await show(journey, withConflict(again, conflict));
    await useObject(journey, 'contractor', contractor.id, contractorName(contractor));
  } catch (error) {
    return show(journey, withFailure(again, error, [], deps.newKey));
  }
  goOn(journey, 'contractor');
}

/** By the address as forms send it, and by the one that was typed, which other clients of the API may have sent. */
async function contractorWith(api: PolicyApi, email: string): Promise<Contractor | undefined> {
  for (const spelling of new Set([emailText(email), email])) {
    const [contractor] = await api.listContractors({ email: spelling, limit: 1 });
    if (contractor) return contractor;
  }
  return undefined;
}

function blank(journey: Journey): ContractorPage {
  const basis = basisOfNew(journey, 'contractor');
  return { ...freshForm(journey.deps.newKey), rows: [], knownKeys: [], objectId: null, basis };
}

async function show(journey: Journey, page: ContractorPage): Promise<void> {
  const { onboarding } = journey;
  const action = paths.step(onboarding.id, 'contractor');
  const duplicate = page.apiError?.code === 'duplicate_email';
  return renderForm(journey, 'contractor', page, page.objectId && 'Change the contractor', {
    objectId: page.objectId,
    rows: withSpareRows(page.rows),
    knownKeys: page.knownKeys,
    existingAction: `${action}/existing`,
    existingEmail: (duplicate ? page.values.email : page.values.existing_email) ?? '',
    offerExisting: duplicate,
    newHref: anotherHref(journey, 'contractor', action),
    testData: page.objectId ? null : await testDataPanel(journey, 'contractor', action),
    effect: effectOfChange(onboarding, 'The home state decides the rate of general liability'),
  });
}
