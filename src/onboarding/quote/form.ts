import { z } from 'zod';
import { checkForm } from '../form/check-form';
import { allTextsOf, numeral, textOf, type FormBody, type FormError, type FormValues } from '../form/form';
import { startOfTomorrow, withDates } from '../../quote/terms';
import type { QuoteSummary } from './summary';

const date = (name: string) =>
  numeral().transform((text, context) => {
    if (text === '') return undefined;
    const seconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / 1000 : NaN;
    if (Number.isFinite(seconds) && dateText(seconds) === text) return seconds;
    context.addIssue({ code: 'custom', message: `${name} must be a real date, like 2027-01-31` });
    return z.NEVER;
  });

const fields = {
  // Several may be ticked: `chosenCoverage` reads them.
  coverage_type: z.string(),
  effective_date: date('The effective date'),
  end_date: date('The end date'),
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
    ...checkDates(read, texts.effective_date === '' ? startOfTomorrow(now) : read.effective_date, now),
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

/** `start` is what the end date counts from; undefined where the effective date is no date. */
function checkDates(
  {
    effective_date: effective,
    end_date: end,
  }: { effective_date?: number | undefined; end_date?: number | undefined },
  start: number | undefined,
  now: number,
): FormError[] {
  const errors: FormError[] = [];
  const say = (field: string, text: string) => errors.push({ field, text });
  if (effective !== undefined && effective <= now)
    say('effective_date', 'The effective date must be in the future: tomorrow (UTC) or later');
  if (end === undefined || start === undefined) return errors;
  if (end < start) say('end_date', 'The end date must be after the effective date');
  if (end > yearAfter(start))
    say('end_date', 'The end date can be at most one year after the effective date');
  return errors;
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

/** Epoch seconds as the value of a date field. */
export function dateText(seconds: number | null): string {
  return seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);
}

function yearAfter(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.setUTCFullYear(date.getUTCFullYear() + 1) / 1000;
}
