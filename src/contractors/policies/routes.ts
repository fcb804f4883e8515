/** A policy of a contractor: what it covers, and switching it off and on. */
import { Router } from 'express';
import { coverageName } from '../../coverage/types';
import { knownPolicy } from '../../coverage/onboarding-coverage';
import { textOf, withCents } from '../../forms/form';
import { freshForm } from '../../onboarding/journey/form-page';
import { policyRows, type Row } from '../../onboarding/journey/rows';
import { view } from '../../pages/view';
import { isUnknownObject } from '../../policy-api/errors';
import type { Policy, Quote } from '../../policy-api/types/coverage';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct, renderAct, typedAct, unsentAct, type ActPage, type ActView } from '../act/act-page';
import { askElseKnown, type Source } from '../act/ask-else-known';
import { policyAnswered, quoteAnswered } from '../known/as-answered';
import type { KnownPolicyRecord } from '../known/records';
import { policyWords } from './words';

interface PolicyView {
  action: string;
  tag: { text: string; tone: string };
  /** What pressing the button does: null where it can be neither switched off nor on. */
  press: 'off' | 'on' | null;
  rows: Row[];
}
export const policyView = view<ActView & PolicyView>('contractors/policy');

export function policyRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get(
    '/policies/:policyId',
    onContractor(deps, async (act) => showPolicy(act, await readPolicy(act))),
  );
  router.post('/policies/:policyId', onContractor(deps, switchPolicy));
  return router;
}

interface Read {
  policy: Policy;
  quote: Quote | null;
}

/** Whose a policy is, its quote alone says. */
const POLICY: Source<Read, KnownPolicyRecord> = {
  kind: 'policy',
  param: 'policyId',
  what: 'This policy',
  ask: async (api, id) => {
    const policy = await api.getPolicy(id);
    return { policy, quote: policy.quote === null ? null : await quoteOf(api, policy.quote) };
  },
  ownerOf: ({ quote }) => quote?.contractor ?? null,
  known: ({ policies }) => policies,
  asAnswered: (policy, { quotes }) => {
    const quote = quotes.find(({ id }) => id === policy.quoteId);
    return { policy: policyAnswered(policy), quote: quote ? quoteAnswered(quote) : null };
  },
};

async function quoteOf(api: Act['api'], id: string): Promise<Quote | null> {
  try {
    return await api.getQuote(id);
  } catch (error) {
    if (isUnknownObject(error)) return null;
    throw error;
  }
}

/** @throws PolicyApiError, NotFoundError where it is not one of this contractor */
async function readPolicy(act: Act): Promise<Read> {
  const { knowledge } = act.deps;
  const read = await askElseKnown(act, POLICY);
  if (act.stale) return read;
  if (read.quote) await knowledge.see('quote', read.quote);
  await knowledge.see('policy', read.policy);
  return read;
}

/** Which way it goes is what the form says, so that a second press does not switch it back. */
async function switchPolicy(act: Act): Promise<void> {
  const read = await readPolicy(act);
  const unsent = unsentAct(act, typedAct(act));
  if (unsent) return showPolicy(act, read, unsent);
  const { id, status } = read.policy;
  const on = textOf(act.body, 'is_active') === 'true';
  try {
    if ((status === 'active') !== on) {
      const changed = await act.api.updatePolicy(id, { is_active: on });
      await act.deps.knowledge.see('policy', changed);
    }
    const text = `The policy is switched ${on ? 'on' : 'off'}.`;
    act.redirect(act.deps.paths.policy(act.id, id), { kind: 'success', text });
  } catch (error) {
    return showPolicy(act, read, failedAct(act, typedAct(act), error, []));
  }
}

async function showPolicy(act: Act, { policy, quote }: Read, page: ActPage | null = null): Promise<void> {
  const { status } = policy;
  const press = status === 'active' ? 'off' : ['cancelled', 'inactive'].includes(status) ? 'on' : null;
  const fresh = { ...freshForm(act.deps.newKey), repeat: false };
  const why = {
    text: 'A policy is switched off where the work ends early, and on again where it goes on.',
    verb: 'Updates',
    call: 'PUT /api/v1/policies/{policy}',
  };
  await renderAct(
    act,
    policyView,
    page ?? fresh,
    { title: 'Policy', why },
    {
      action: act.deps.paths.policy(act.id, policy.id),
      tag: policyWords(status),
      press,
      rows: [
        { key: 'Coverage', value: (quote?.coverage_type ?? []).map(coverageName).join(', ') },
        ...(quote?.net_rate
          ? [{ key: 'Net rate', value: `${withCents(quote.net_rate)} per $100`, kind: 'money' as const }]
          : []),
        ...policyRows(knownPolicy(policy)),
      ],
    },
  );
}
