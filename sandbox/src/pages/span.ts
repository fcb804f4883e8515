import { counted } from '../../../lib/counted';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length of time in its two largest units, e.g. "2 days, 4 hours"; in seconds. */
export function span(seconds: number): string {
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const amount = Math.floor(left / size);
    left -= amount * size;
    if (amount > 0) parts.push(counted(amount, unit));
  }
  return parts.slice(0, 2).join(', ') || 'less than a second';
}
