import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { cancelFutureAssignments } from '../../insurance/assignments';
import { policyDates, refuseUsedQuote, termsOf } from '../../insurance/binding';
import { cancelPolicy, emitPolicy, issuePolicy, policyStatus, viewPolicy } from '../../insurance/policies';
import { findContractor, refuseDeletedEntity } from '../../insurance/parties';
import { refuseMatchingPolicy, refuseUnsoldCoverage } from '../../insurance/quoting';
import type { Quote } from '../../model/coverage';
import type { Stored } from '../../model/kinds';
import { withTodaysNames } from '../body';
import { ApiError, badRequest } from '../errors';
import type { Resource } from '../resource';
import { bodyReader } from '../schema';

const readNew = bodyReader((types) =>
  z.object({
    quote: types.text(),
    effective_date: types.date(),
    expiration_date: types.date(),
    is_active: types.flag(),
  }),
);
const readChange = bodyReader((types) => z.object({ is_active: types.flag() }));

/** Policies (vendor pages "… /api/v1/policies"). In the hosted flow a policy appears by itself. */
export const policies: Resource<'policy'> = {
  kind: 'policy',
  path: '/policies',
  objectName: 'policy',
  // The oldest pages let an update take them; today's take is_active alone.
  fixed: ['quote', 'effective_date', 'expiration_date'],
  invalidId: 'invalid_policy_id',
  filters: { quote: 'policy.quote' },
  deletable: true,
  view: viewPolicy,
  create(context, body) {
    const sent = readNew(withTodaysNames(body, { quote_id: 'quote' }));
    const quote = bindableQuote(context, sent.quote);
    const terms = termsOf(context, quote.data);
    refuseUnsoldCoverage(terms);
    refuseMatchingPolicy(context, terms);
    return issuePolicy(context, quote, terms, policyDates(context, quote.data, sent), sent.is_active);
  },
  /** "Switch the policy on or off." */
  update(context, policy, body) {
    const { is_active: active } = readChange(body);
    const status = policyStatus(context.clock, policy.data);
    if (active === undefined || active === (status === 'active')) return policy;
    if (status === 'expired') throw badRequest('The policy has expired and cannot be switched on again.');
    if (!active) return cancelPolicy(context, policy);
    // What a deletion has ended is ended for good.
    findContractor(context, policy.data.terms.contractor);
    refuseDeletedEntity(context, policy.data.job);
    const on = context.objects.update('policy', policy, { ...policy.data, cancelled: false });
    emitPolicy(context, 'policy.reactivated', on);
    return on;
  },
  /** "Cancels coverage at once", and every assignment that has not started. */
  beforeDelete(context, policy) {
    cancelPolicy(context, policy);
    cancelFutureAssignments(context, 'assignment.policy', policy.id, 'policy_deleted');
  },
};

function bindableQuote(context: SandboxContext, id: string): Stored<Quote> {
  const quote = context.objects.find('quote', id);
  if (!quote) throw new ApiError(400, 'invalid_quote_id', `There is no quote with the id ${id}.`);
  refuseUsedQuote(quote.data);
  if (!quote.data.eligible) {
    throw badRequest('The quote is not eligible: the contractor cannot be insured, so no policy is issued.');
  }
  return quote;
}
