/**
 * The contractor step: create one, choose an existing one by email, or change the one chosen.
 *
 * Copy this folder if you onboard contractors. It needs src/policy-api and the form helpers beside it.
 * Replace the journey (../journey.ts) with your own way to load and save where a contractor stands.
 */
import type { Router } from 'express';
import { view } from '../../pages/view';
import type { PolicyApi } from '../../policy-api/client';
import { orNull } from '../../policy-api/or-null';
import type { Contractor, ContractorInput } from '../../policy-api/types/parties';
import { emailText } from '../form/contact';
import { textOf } from '../form/form';
import type { ObjectPage } from '../journey/form-page';
import type { Journey, JourneyDeps } from '../journey/journey';
import { metadataView, type MetadataView } from '../form/metadata';
import { objectStepRoutes } from '../journey/object-forms';
import type { ObjectStep, ObjectView } from '../journey/object-step';
import { contractorRows } from '../overview/rows';
import { contractorForm, contractorName } from './form';

const EMAIL = 'existing_email';

interface ContractorView extends MetadataView {
  offerExisting: boolean;
  existingEmail: string;
  /** Who has the email that was to be another contractor's. */
  holder: { name: string; href: string } | null;
}
export const contractorView = view<ObjectView & ContractorView>('onboarding/contractor');

const CONTRACTOR: ObjectStep<Contractor, ContractorInput, ContractorView> = {
  kind: 'contractor',
  form: contractorForm,
  name: contractorName,
  summary: ({ onboarding }, contractor) => contractorRows(onboarding, contractor).rows,
  because: 'The home state decides the rate of general liability',
  load: (api, id) => api.getContractor(id),
  create: ({ api }, input, key) => api.createContractor(input, key),
  update: ({ api }, id, input) => api.updateContractor(id, { ...input, tax_identification: undefined }),
  newest: ({ api }, { email }) => api.listContractors({ email }),
  existing: { field: EMAIL, read: (body) => textOf(body, EMAIL), find: findContractor },
  view: contractorView,
  own: shown,
};

export const contractorRoutes = (deps: JourneyDeps): Router => objectStepRoutes(deps, CONTRACTOR);

async function findContractor({ api }: Journey, email: string): Promise<Contractor | string> {
  if (email === '') return 'Enter the email address of the contractor';
  return (
    (await contractorWith(api, email)) ??
    'No contractor has this email address. The API compares it letter by letter, with capitals. Create the contractor below, or check the spelling'
  );
}

/** By the address as forms send it, and by the one that was typed, which other clients of the API may have sent. */
async function contractorWith(api: PolicyApi, email: string): Promise<Contractor | null> {
  for (const spelling of new Set([emailText(email), email])) {
    const [contractor] = await api.listContractors({ email: spelling, limit: 1 });
    if (contractor) return contractor;
  }
  return null;
}

async function shown({ api, deps }: Journey, page: ObjectPage): Promise<ContractorView> {
  const offerExisting = page.apiError?.code === 'duplicate_email';
  const { email = '' } = page.values;
  const holder = offerExisting ? await orNull(contractorWith(api, email)) : null;
  return {
    ...metadataView(page),
    offerExisting,
    existingEmail: (offerExisting ? email : page.values[EMAIL]) ?? '',
    holder: holder && { name: contractorName(holder), href: deps.paths.contractor(holder.id) },
  };
}
