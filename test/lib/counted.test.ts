import { counted, times } from '../../lib/counted';

test('a number and what it counts go together', () => {
  const seconds = [0, 1, 2, 1.5, 1250].map((amount) => counted(amount, 'second'));
  expect(seconds).toEqual(['0 seconds', '1 second', '2 seconds', '1.5 seconds', '1,250 seconds']);
  expect([0, 1, 2].map((amount) => counted(amount, 'entity', 'entities'))).toEqual([
    ...['0 entities', '1 entity', '2 entities'],
  ]);
  expect([1, 2].map(times)).toEqual(['once', '2 times']);
});
