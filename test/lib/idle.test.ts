import { idleFor } from '../../src/lib/idle';

it('lets one turn go first when somebody waits', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('other work'));
  await idleFor(1e9, () => true);
  expect(order).toEqual(['other work']);
});

it('rests until somebody waits, or there was nothing else to do for as long', async () => {
  let looks = 0;
  await idleFor(1e9, () => (looks += 1) > 3);
  expect(looks).toBe(4);
  await idleFor(5, () => false);
});

it('goes on after a while, however long the rest was to be', async () => {
  await expect(idleFor(1e9, () => false, 20)).resolves.toBeUndefined();
});
