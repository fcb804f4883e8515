import { z } from 'zod';
import { numeral, type FormError } from './form';

/** A date that may be left out, as epoch seconds at 00:00 UTC; left out it is undefined. `name` begins what is wrong. */
export const optionalDate = (name: string) =>
  numeral().transform((text, context) => {
    if (text === '') return undefined;
    const seconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / 1000 : NaN;
    if (Number.isFinite(seconds) && dateText(seconds) === text) return seconds;
    context.addIssue({ code: 'custom', message: `${name} must be a real date, like 2027-01-31` });
    return z.NEVER;
  });

/** The dates of coverage, as quotes and assignments have them. */
export const coverageDates = {
  effective_date: optionalDate('The effective date'),
  end_date: optionalDate('The end date'),
};

interface Dates {
  effective_date?: number | undefined;
  end_date?: number | undefined;
}

/**
 * The rules of "POST /api/v1/quotes" and "POST /api/v1/assignments": in the future, and at most a year long. `start` is
 * what the end date counts from; undefined where the effective date is no date. All are epoch seconds.
 */
export function checkCoverageDates(
  { effective_date: effective, end_date: end }: Dates,
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

/** Epoch seconds as the value of a date field. */
export function dateText(seconds: number | null): string {
  return seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);
}

function yearAfter(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.setUTCFullYear(date.getUTCFullYear() + 1) / 1000;
}
