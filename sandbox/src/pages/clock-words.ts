import type { Clock } from '../clock';
import { span } from './span';

/** How the clock is to real time. */
export function clockWords(clock: Clock): string {
  if (clock.stands()) return 'Stands until it is moved, as a seed is set';
  const ahead = Math.round(clock.offset() / 1000);
  return ahead > 0 ? `${span(ahead)} ahead of real time` : 'Real time';
}
