import { defaultRetryDelaysMs } from '../src/delivery/queue';
import { DAY } from './support/movable-clock';

test('the waits between attempts grow from a second to a day', () => {
  expect(defaultRetryDelaysMs[0]).toBe(1000);
  expect(defaultRetryDelaysMs.at(-1)).toBe(DAY * 1000);
  expect([...defaultRetryDelaysMs].sort((a, b) => a - b)).toEqual(defaultRetryDelaysMs);
  const days = defaultRetryDelaysMs.reduce((sum, wait) => sum + wait, 0) / 1000 / DAY;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(4);
});
