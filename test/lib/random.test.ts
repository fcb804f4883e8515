import { isId, newId, newToken } from '../../src/lib/random';

it('makes ids and tokens that are all different, however many', () => {
  const made = Array.from({ length: 2000 }, () => [newId(), newToken()]).flat();
  expect(new Set(made).size).toBe(4000);
  expect(made.filter(isId)).toHaveLength(2000);
  expect(made.filter((one) => /^[\w-]{43}$/.test(one))).toHaveLength(2000);
});
