import { ApiError } from '../api/errors';

export const DAY = 24 * 60 * 60;
/** 31 December 9999: later dates are almost surely milliseconds sent as seconds. */
export const LATEST = 253_402_300_799;

export const startOfDay = (seconds: number): number => Math.floor(seconds / DAY) * DAY;

export const aYearAfter = (seconds: number): number => {
  const date = new Date(seconds * 1000);
  return Math.floor(date.setUTCFullYear(date.getUTCFullYear() + 1) / 1000);
};

/**
 * The dates of a quote, epoch seconds UTC. The effective date must be in the future and is the next day by
 * default; the end date must be after it, at most a year later, and is 30 days later by default. An end on the
 * same day is moved to the start of the next day (vendor page "POST /api/v1/quotes").
 * An effective date that stays as it was (`unchanged`) may have passed.
 * @throws ApiError effective_date_invalid, end_date_invalid
 */
export function coverageDates(
  now: number,
  effective: number | null | undefined,
  end: number | null | undefined,
  unchanged?: number,
): { effective_date: number; end_date: number } {
  const start = effective ?? startOfDay(now) + DAY;
  if (start <= now && start !== unchanged)
    throw invalidEffective('The effective date must be in the future.');
  if (start > LATEST)
    throw invalidEffective('The effective date is too far away: send seconds, not milliseconds.');
  const wanted = end ?? start + 30 * DAY;
  const finish = startOfDay(wanted) === startOfDay(start) ? startOfDay(start) + DAY : wanted;
  if (finish <= start) throw invalidEnd('The end date must be after the effective date.');
  if (finish > aYearAfter(start)) {
    throw invalidEnd('The end date must be at most one year after the effective date.');
  }
  return { effective_date: start, end_date: finish };
}

const invalidEffective = (message: string) => new ApiError(400, 'effective_date_invalid', message);
const invalidEnd = (message: string) => new ApiError(400, 'end_date_invalid', message);
