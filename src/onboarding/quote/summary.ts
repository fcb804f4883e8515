import { createHash } from 'node:crypto';
import type { Quote } from '../../policy-api/types/coverage';
import type { Job } from '../../policy-api/types/work';
import type { QuoteOffer } from '../../quote/fetch-quote';
import { coverageName } from '../../coverage/types';
import { day } from '../../lib/dates';
import { inDollars, withCents } from '../../forms/form';

/** What is kept of a quote. Rates: cents per $100. Dates: epoch seconds UTC. Amounts: cents. */
export interface QuoteSummary {
  id: string;
  eligible: boolean;
  message: string | null;
  coverageTypes: string[];
  netRate: number | null;
  parts: { label: string; cents: number }[];
  effectiveDate: number | null;
  endDate: number | null;
  wage: number | null;
  wageType: string | null;
  /** Where the contractor lived when it was fetched, in two letters: the API does not keep that. */
  homeState?: string | null;
}

/** What the form of a quote was made from. */
export function basisOfQuote(quote: QuoteSummary | null): string {
  return quote === null
    ? 'new'
    : createHash('sha256').update(JSON.stringify(quote)).digest('hex').slice(0, 16);
}

/** Whether two quotes are for the same pay, so that the premium is the same where the rate is. */
export function samePay(before: QuoteSummary | null, after: QuoteSummary): boolean {
  return before?.wage === after.wage && before.wageType === after.wageType;
}

/** What is kept of a quote, as the API has it. */
export function offerOf(quote: QuoteSummary): QuoteOffer {
  return {
    id: quote.id,
    eligible: quote.eligible,
    coverage_type: quote.coverageTypes,
    net_rate: quote.netRate,
    effective_date: quote.effectiveDate,
    end_date: quote.endDate,
  };
}

export function summaryOf(quote: Quote, job: Pick<Job, 'wage' | 'wage_type'> | null): QuoteSummary {
  return {
    id: quote.id,
    eligible: quote.eligible,
    message: quote.eligible_message,
    coverageTypes: quote.coverage_type,
    netRate: quote.net_rate,
    parts: ratesByCoverage(quote),
    effectiveDate: quote.effective_date,
    endDate: quote.end_date,
    wage: job?.wage ?? null,
    wageType: job?.wage_type ?? null,
  };
}

/** Keys of `quote_json`. Documented are `wc` and `gl`; the others are guesses that cost nothing. */
const PART_TYPES: Readonly<Record<string, string>> = {
  gl: 'general',
  wc: 'workers-comp',
  pl: 'professional',
};

/** The rate of each coverage, in cents per $100. What the parts leave open of the whole is shown as such. */
function ratesByCoverage(quote: Quote): QuoteSummary['parts'] {
  const rates = new Map<string, number>();
  for (const [key, part] of Object.entries(quote.quote_json)) {
    const rate = (part as { net_rate?: unknown } | null)?.net_rate;
    if (typeof rate === 'number') rates.set(PART_TYPES[key] ?? key, rate);
  }
  if (quote.wc_net_rate !== null && !rates.has('workers-comp')) rates.set('workers-comp', quote.wc_net_rate);
  if (quote.gl_net_rate !== null && !rates.has('general')) rates.set('general', quote.gl_net_rate);
  const parts = [...rates]
    .filter(([, cents]) => cents > 0)
    .map(([type, cents]) => ({ label: coverageName(type), cents }));
  const open = (quote.net_rate ?? 0) - parts.reduce((sum, { cents }) => sum + cents, 0);
  return open > 0
    ? [...parts, { label: parts.length ? 'Other coverage' : 'All coverage', cents: open }]
    : parts;
}

/**
 * The premium for one wage, in cents: wage x rate / 10000, as the vendor's invoice sample works it out. How the
 * vendor rounds is not documented; this is the nearest cent, and an estimate.
 */
export function premiumFor(wageCents: number, rate: number): number {
  return Math.round((wageCents * rate) / 10_000);
}

/** A quote as the page shows it. */
export function presentQuote(quote: QuoteSummary) {
  const { netRate, wage } = quote;
  const estimate = netRate === null || wage === null ? null : premiumFor(wage, netRate);
  return {
    ...quote,
    rate: netRate === null ? null : withCents(netRate),
    coverage: quote.coverageTypes.map(coverageName),
    estimate: estimate === null ? null : withCents(estimate),
    /** What the estimate is for: a premium for an hourly wage is one per hour. */
    estimateFor: PER[quote.wageType ?? ''] ?? '',
    wageText: wage === null ? null : wageText(wage, quote.wageType),
    effective: day(quote.effectiveDate),
    end: day(quote.endDate),
  };
}

const PER: Readonly<Record<string, string>> = {
  hourly: ' per hour',
  unit: ' per unit',
  flatfee: ' for the job',
  blended: ' (blended)',
};

/** A wage in cents with what it is for, such as `$1,800 for the job`. */
export function wageText(wage: number, type: string | null): string {
  return `${inDollars(wage)}${PER[type ?? ''] ?? ''}`;
}
