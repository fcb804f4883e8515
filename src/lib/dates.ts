/** Dates for people: in English, and in UTC, as the API counts days. */

/** Epoch seconds as a day, such as `3 Dec 2026`. */
export function day(seconds: number): string;
export function day(seconds: number | null): string | null;
export function day(seconds: number | null): string | null {
  return seconds === null ? null : inWords(seconds, { year: 'numeric' });
}

/** The same without the year, where it is that of the moment `at`: `3 Dec`. */
export function shortDay(seconds: number, at: number): string {
  return yearOf(seconds) === yearOf(at) ? inWords(seconds, {}) : day(seconds);
}

const yearOf = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();

function inWords(seconds: number, more: Intl.DateTimeFormatOptions): string {
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC', ...more } as const;
  return new Date(seconds * 1000).toLocaleDateString('en-GB', options);
}
