import { counted } from '../../lib/counted';
import { shortDay } from '../lib/dates';

/** A moment in epoch milliseconds, for a list: how long ago while that says most, else its day. */
export function timeText(at: number, now: number): { iso: string; text: string } {
  return { iso: new Date(at).toISOString(), text: agoText(at, now) };
}

function agoText(at: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${counted(Math.floor(seconds / 60), 'minute')} ago`;
  if (seconds < 86_400) return `${counted(Math.floor(seconds / 3600), 'hour')} ago`;
  return shortDay(at / 1000, now / 1000);
}
