/** Dates for people: in English, and in UTC, as the API counts days. */

/** Epoch seconds as a day, such as `3 Dec 2026`. */
export function day(seconds: number): string;
export function day(seconds: number | null): string | null;
export function day(seconds: number | null): string | null {
  return seconds === null ? null : inWords(seconds, WITH_YEAR);
}

/** The same without the year, where it is that of the moment `at`: `3 Dec`. */
export function shortDay(seconds: number, at: number): string {
  return yearOf(seconds) === yearOf(at) ? inWords(seconds, WITHOUT_YEAR) : day(seconds);
}

/** From when to when: `3 Dec to 9 Dec`, `from 3 Dec`, `until 9 Dec`. Null: neither is known. */
export function span(
  { from, until }: { from: number | null; until: number | null },
  at: number,
): string | null {
  if (until === null) return from === null ? null : `from ${shortDay(from, at)}`;
  return `${from === null ? 'until' : `${shortDay(from, at)} to`} ${shortDay(until, at)}`;
}

/** A length of time in its largest unit, such as `4 min`. */
export function ago(seconds: number): string {
  const length = Math.max(0, Math.round(seconds));
  if (length < 60) return `${length} s`;
  if (length < 3600) return `${Math.floor(length / 60)} min`;
  return length < 86_400 ? `${Math.floor(length / 3600)} h` : `${Math.floor(length / 86_400)} d`;
}

const yearOf = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();

// Made once: making one costs a hundred times what it does.
const IN_UTC = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const WITH_YEAR = new Intl.DateTimeFormat('en-GB', { ...IN_UTC, year: 'numeric' });
const WITHOUT_YEAR = new Intl.DateTimeFormat('en-GB', IN_UTC);

function inWords(seconds: number, format: Intl.DateTimeFormat): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : format.format(date);
}
