import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { buildQuote, type QuoteTerms } from '../../insurance/quoting';
import { withTodaysNames } from '../body';
import { ApiError } from '../errors';
import type { Resource } from '../resource';
import { bodyReader, type FieldTypes } from '../schema';
import { changedDates } from './parts';

const described = (types: FieldTypes) =>
  z.object({
    contractor: types.text(),
    job: types.text(),
    coverage_type: types.coverage().refine((list) => list.length > 0, 'Choose at least one coverage type.'),
    effective_date: types.date(),
    end_date: types.date(),
  });
const readNew = bodyReader(described);
const readChange = bodyReader((types) => described(types).partial());

/** Of a quote that nothing came of yet. */
const unused = { policy: null, issuing: false };

const olderNames = { contractor_id: 'contractor', job_id: 'job' };

/** Quotes (vendor pages "… /api/v1/quotes"). Rates are whole cents per $100. There is no delete. */
export const quotes: Resource<'quote'> = {
  kind: 'quote',
  path: '/quotes',
  objectName: 'quote',
  invalidId: 'invalid_quote_id',
  view(_context, { id, created, data }) {
    const { policy: _policy, issuing: _issuing, ...documented } = data;
    return { id, created, ...documented };
  },
  create(context, body) {
    const sent = readNew(withTodaysNames(body, olderNames));
    return insert(context, sent);
  },
  /** "Fully editable until a policy is issued from it." */
  update(context, quote, body) {
    const sent = readChange(withTodaysNames(body, olderNames));
    if (quote.data.policy !== null || quote.data.issuing) {
      const text =
        'A policy was issued from this quote, or is about to be, so it cannot be changed. Create a new quote.';
      throw new ApiError(400, 'cant_update_create_new_quote', text);
    }
    const { data } = quote;
    return context.objects.update('quote', quote, {
      ...buildQuote(
        context,
        {
          contractor: sent.contractor ?? data.contractor,
          job: sent.job ?? data.job,
          coverage_type: sent.coverage_type ?? data.coverage_type,
          ...changedDates(data, sent),
        },
        data.effective_date,
      ),
      ...unused,
    });
  },
};

function insert(context: SandboxContext, terms: QuoteTerms) {
  const quote = { ...buildQuote(context, terms), ...unused };
  return context.objects.insert('quote', context.ids.short('qt'), context.clock.seconds(), quote);
}
