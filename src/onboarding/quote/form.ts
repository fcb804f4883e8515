import { z } from 'zod';
import { checkForm } from '../../forms/check-form';
import { checkCoverageDates, coverageDates, dateText } from '../../forms/date-fields';
import { allTextsOf, textOf, type FormBody, type FormError, type FormValues } from '../../forms/form';
import { startOfTomorrow, withDates } from '../../quote/terms';
import type { QuoteSummary } from './summary';

const fields = {
  // Several may be ticked: `chosenCoverage` reads them.
  coverage_type: z.string(),
  ...coverageDates,
};

export const QUOTE_FIELDS: readonly string[] = Object.keys(fields);

export interface QuoteForm {
  coverage_type: string[];
  /** Epoch seconds at 00:00 UTC. */
  effective_date?: number;
  end_date?: number;
}

/**
 * The form as the API takes it, or what is wrong with it. The date rules are those of "POST /api/v1/quotes": in the
 * future, and at most a year long. `now` is epoch seconds. The rules of coverage types are left to the API.
 */
export function readQuoteForm(
  body: FormBody,
  now: number,
): { input: QuoteForm; errors: [] } | { input: null; errors: FormError[] } {
  const coverage = chosenCoverage(body);
  const { data, errors } = checkForm(fields, body, (read, texts) => [
    ...(coverage.length === 0 ? [{ field: 'coverage_type', text: 'Choose at least one coverage type' }] : []),
    ...checkCoverageDates(
      read,
      texts.effective_date === '' ? startOfTomorrow(now) : read.effective_date,
      now,
    ),
  ]);
  if (data === null) return { input: null, errors };
  const { effective_date: effective, end_date: end } = data;
  return {
    errors: [],
    input: {
      coverage_type: coverage,
      ...(effective !== undefined && { effective_date: effective }),
      ...(end !== undefined && { end_date: end }),
    },
  };
}

/** The coverage types ticked, or those of a button such as "Quote without workers' compensation". */
export function chosenCoverage(body: FormBody): string[] {
  const fromButton = textOf(body, '_coverage');
  return [...new Set(fromButton ? fromButton.split(',') : allTextsOf(body, 'coverage_type'))].filter(Boolean);
}

/**
 * What the form starts with: the dates of the quote there is; without one, or once its first day has come, tomorrow and
 * thirty days, as the API would choose. `now` is epoch seconds.
 */
export function startValues(
  now: number,
  quote: Pick<QuoteSummary, 'effectiveDate' | 'endDate'> | null,
): FormValues {
  if (quote && (quote.effectiveDate === null || quote.effectiveDate > now)) {
    return { effective_date: dateText(quote.effectiveDate), end_date: dateText(quote.endDate) };
  }
  const { effective_date: start, end_date: end } = withDates({}, now);
  return { effective_date: dateText(start), end_date: dateText(end) };
}

/** What a link fills the form with, such as `?coverage_type=general,media&effective_date=2027-01-31`. */
export function filledByLink(query: Readonly<Record<string, unknown>>) {
  const texts = (name: string) => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const coverage = texts('coverage_type')?.split(',').filter(Boolean) ?? null;
  const dates = ['effective_date', 'end_date'].flatMap((name) => {
    const value = texts(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { coverage, values: Object.fromEntries(dates) satisfies FormValues };
}
