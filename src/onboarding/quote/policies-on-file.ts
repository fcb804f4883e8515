import type { Policy } from '../../policy-api/types/coverage';
import { knownPolicy } from '../../coverage/onboarding-coverage';
import { policiesOf } from '../../coverage/read-contractor';
import { coverageName } from '../../coverage/types';
import type { Journey } from '../journey/journey';
import { orNull } from '../../policy-api/or-null';
import { policyRows, type Row } from '../journey/rows';
import { sameWords } from '../../quote/terms';
import type { QuoteForm } from './form';

/** A policy that covers the contractor already. */
export interface PolicyOnFile {
  rows: Row[];
}

const SHOWN = 3;
/** Each costs a call to learn what it covers. */
const COMPARED = 20;

/**
 * The active policies of the contractor, for a quote that was refused because there is one: the vendor's guide on repeat
 * coverage asks for an assignment then. Those of the same coverage where there are any; `quote` is what was asked for.
 */
export async function policiesOnFile(
  journey: Journey,
  quote: Pick<QuoteForm, 'coverage_type'>,
): Promise<PolicyOnFile[]> {
  const active = await activePolicies(journey);
  const policies = await Promise.all(
    active.slice(0, COMPARED).map(async (policy) => ({ policy, coverage: await typesOf(journey, policy) })),
  );
  const same = policies.filter(({ coverage }) => sameWords(coverage, quote.coverage_type));
  return (same.length > 0 ? same : policies).slice(0, SHOWN).map(({ policy, coverage }) => ({
    rows: [
      ...(coverage.length > 0 ? [{ key: 'Coverage', value: coverage.map(coverageName).join(', ') }] : []),
      ...policyRows(knownPolicy(policy)),
    ],
  }));
}

async function activePolicies({ api, onboarding }: Journey): Promise<Policy[]> {
  const found = await orNull(policiesOf(api, onboarding.contractor_id ?? ''));
  return (found?.items ?? []).filter(({ status }) => status === 'active');
}

/** A policy does not say what it covers; the quote it was issued from does. */
async function typesOf({ api }: Journey, { quote }: Policy): Promise<string[]> {
  return quote === null ? [] : ((await orNull(api.getQuote(quote)))?.coverage_type ?? []);
}
