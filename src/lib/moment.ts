/** A moment as people say it: how long ago, and exactly. */
import { counted } from '../../lib/counted';
import { ago, shortDay } from './dates';

/** For `views/partials/when.ejs`. */
export interface Moment {
  /** ISO 8601, UTC. */
  iso: string;
  /** How long ago while that says most, else its day. */
  text: string;
  /** To the minute, in UTC. */
  exact: string;
}

/** `at` and `now` in epoch milliseconds. */
export function momentOf(at: number, now: number): Moment {
  const iso = new Date(at).toISOString();
  const isToday = iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  const time = `${iso.slice(11, 16)} UTC`;
  return {
    iso,
    text: agoText(at, now),
    exact: isToday ? time : `${shortDay(at / 1000, now / 1000)}, ${time}`,
  };
}

const DAY = 86_400;
/** After so many days the day itself says more. */
const MOST_DAYS = 14;

/** `3 min ago`, `yesterday`, `3 Dec`. What is to come by a clock that runs ahead is said to be now. */
export function agoText(at: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  const days = Math.floor(seconds / DAY);
  if (seconds === 0) return 'just now';
  if (days === 0) return `${ago(seconds)} ago`;
  if (days === 1) return 'yesterday';
  return days <= MOST_DAYS ? `${counted(days, 'day')} ago` : shortDay(at / 1000, now / 1000);
}
