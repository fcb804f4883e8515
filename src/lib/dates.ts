/** Dates for people: in English, and in UTC, as the API counts days. */
import { remember } from '../../lib/remember';

/** Epoch seconds as a day, such as `3 Dec 2026`. */
export function day(seconds: number): string;
export function day(seconds: number | null): string | null;
export function day(seconds: number | null): string | null {
  return seconds === null ? null : withYear(seconds);
}

/** The same without the year, where it is that of the moment `at`: `3 Dec`. */
export function shortDay(seconds: number, at: number): string {
  return yearOf(seconds) === yearOf(at) ? withoutYear(seconds) : day(seconds);
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
  return length < DAY_SECONDS ? `${Math.floor(length / 3600)} h` : `${Math.floor(length / DAY_SECONDS)} d`;
}

const yearOf = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();

/** Says days in one form; each once, as pages say the same ones again. */
function wordsFor(form: Intl.DateTimeFormatOptions): (seconds: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...form,
  });
  const said = new Map<number, string>();
  return (seconds) => {
    const date = Math.floor(seconds / DAY_SECONDS);
    const known = said.get(date);
    if (known !== undefined) return known;
    const at = new Date(seconds * 1000);
    const words = Number.isNaN(at.getTime()) ? 'Invalid Date' : format.format(at);
    remember(said, date, words, MOST_SAID);
    return words;
  };
}

const DAY_SECONDS = 86_400;
const MOST_SAID = 1000;
const withYear = wordsFor({ year: 'numeric' });
const withoutYear = wordsFor({});
