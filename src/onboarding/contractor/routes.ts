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
import { emailText } from '../../forms/contact';
import { textOf } from '../../forms/form';
import type { ObjectPage } from '../journey/form-page';
import type { Journey, JourneyDeps } from '../journey/journey';
import { metadataView, type MetadataView } from '../../forms/metadata';
import { objectStepRoutes } from '../journey/object-forms';
import type { ObjectStep, ObjectView } from '../journey/object-step';
import { contractorRows } from '../overview/rows';
import { contractorForm, contractorName } from './form';

const EMAIL = 'existing_email';
/** A form does not wait long for what it can do without. */
const ASK_MS = 2_000;

interface ContractorView extends MetadataView {
  /** The choice of a contractor that exists; null where there is none to choose. */
  existing: { email: string; open: boolean } | null;
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

async function shown(journey: Journey, page: ObjectPage): Promise<ContractorView> {
  const { api, deps } = journey;
  const isTaken = page.apiError?.code === 'duplicate_email';
  const { email = '', [EMAIL]: typed = '' } = page.values;
  const holder = isTaken ? await orNull(contractorWith(api, email)) : null;
  const existing = isTaken ? email : typed;
  const open = existing !== '' || page.errors.some(({ field }) => field === EMAIL);
  return {
    ...metadataView(page),
    existing:
      open || (page.objectId === null && (await mayHaveOne(journey))) ? { email: existing, open } : null,
    holder: holder && { name: contractorName(holder), href: deps.paths.contractor(holder.id) },
  };
}

/** Whether the account has a contractor, as far as is known here, else as the API says; if it says nothing, it may. */
async function mayHaveOne({ api, deps }: Journey): Promise<boolean> {
  if ((await deps.store.contractors.page({ limit: 1 })).length > 0) return true;
  const found = await orNull(api.within(ASK_MS).listContractors({ limit: 1 }));
  return found === null || found.length > 0;
}
