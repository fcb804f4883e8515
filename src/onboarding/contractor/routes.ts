/**
 * The contractor step: create one, choose an existing one by email, or change the one chosen.
 *
 * Copy this folder if you onboard contractors. It needs src/policy-api and the form helpers beside it.
 * Replace the journey (../journey.ts) with your own way to load and save where a contractor stands.
 */
import { Router } from 'express';
import { paths } from '../../paths';
import type { PolicyApi } from '../../policy-api/client';
import type { Contractor, ContractorInput } from '../../policy-api/types';
import { effectOfChange } from '../after-save';
import { basisOf, basisOfNew } from '../conflict';
import { emailText } from '../contact';
import { textOf, type FormBody } from '../form';
import { formRoutes, openStep } from '../form-routes';
import { freshForm, renderForm, typedForm, withErrors } from '../form-page';
import { showObject } from '../gone';
import type { Journey, JourneyDeps } from '../journey';
import {
  knownKeys,
  metadataRows,
  rowsOf,
  withAnotherRow,
  withSpareRows,
  type MetadataRow,
} from '../metadata';
import { contractorRows } from '../overview/rows';
import { anotherHref, changedObject, sameInput, shownObject } from '../save-object';
import { chooseObject, submitObject, type ObjectPage, type ObjectStep } from '../submit';
import { filledIn, testDataPanel } from '../test-data';
import { CONTRACTOR_FIELDS, contractorName, contractorValues, readContractorForm } from './form';

interface ContractorPage extends ObjectPage {
  rows: MetadataRow[];
  /** Keys of the metadata that the API has. */
  knownKeys: string[];
}

const CONTRACTOR: ObjectStep<Contractor, ContractorInput, ContractorPage> = {
  kind: 'contractor',
  fields: CONTRACTOR_FIELDS,
  name: contractorName,
  isSame: (contractor, input) =>
    sameInput(readContractorForm(contractorValues(contractor), false).input, input),
  summary: ({ onboarding }, contractor) => contractorRows(onboarding, contractor).rows,
  load: (api, id) => api.getContractor(id),
  create: ({ api }, input, key) => api.createContractor(input, key),
  update: ({ api }, id, input) => api.updateContractor(id, { ...input, tax_identification: undefined }),
  newest: ({ api }, { email }) => api.listContractors({ email }),
  show,
};

export function contractorRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  const form = { open: showContractor, typed: typedContractor, show, send: saveContractor };
  const choice = { open: openStep, typed: typedChoice, show, send: chooseContractor };
  router.use(
    formRoutes(deps, 'contractor', '/contractor', form),
    formRoutes(deps, 'contractor', '/contractor/existing', choice),
  );
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

function typedContractor(journey: Journey): ContractorPage {
  const body = journey.req.body as FormBody;
  return {
    ...typedForm(journey),
    rows: metadataRows(body),
    knownKeys: knownKeys(body),
    objectId: changedObject(journey, 'contractor'),
  };
}

async function saveContractor(journey: Journey, typed: ContractorPage): Promise<void> {
  const body = journey.req.body as FormBody;
  if (body._add_row !== undefined) return show(journey, withAnotherRow(typed));
  const { input, errors } = readContractorForm(body, typed.objectId === null);
  return input ? submitObject(journey, CONTRACTOR, typed, input) : show(journey, withErrors(typed, errors));
}

function typedChoice(journey: Journey): ContractorPage {
  const email = textOf(journey.req.body as FormBody, 'existing_email');
  return { ...blank(journey), values: { existing_email: email } };
}

async function chooseContractor(journey: Journey, again: ContractorPage): Promise<void> {
  const { api } = journey;
  const email = again.values.existing_email ?? '';
  return chooseObject(journey, CONTRACTOR, again, 'existing_email', async () =>
    email === ''
      ? 'Enter the email address of the contractor'
      : ((await contractorWith(api, email)) ??
        'No contractor has this email address. The API compares it letter by letter, with capitals. Create the contractor below, or check the spelling'),
  );
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
