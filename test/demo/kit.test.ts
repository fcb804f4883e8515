import { Kit, type KitDeps } from '../../src/demo/kit';
import { pathsUnder } from '../../src/paths';

const event = { id: 'ev_1', type: 'policy.active', created: 1, resource: {}, raw: {} };

test('waits for webhooks that do not come once, and not for each of them', async () => {
  jest.useFakeTimers();
  const deps = {
    api: { listEvents: () => Promise.resolve([event]) },
    paths: pathsUnder(''),
    store: {
      events: { unknownKeys: (keys: readonly string[]) => Promise.resolve(new Set(keys)) },
      pending: { nextDue: () => Promise.resolve(null) },
    },
  } as unknown as KitDeps;
  const kit = new Kit(deps, { form: jest.fn(), link: jest.fn() });
  let isOver = false;
  const first = kit.settled().then(() => (isOver = true));
  await jest.advanceTimersByTimeAsync(4_900);
  expect(isOver).toBe(false);
  await jest.advanceTimersByTimeAsync(200);
  await first;
  // The next one does not wait so long again.
  let isNextOver = false;
  void kit.settled().then(() => (isNextOver = true));
  await jest.advanceTimersByTimeAsync(300);
  expect(isNextOver).toBe(true);
  jest.useRealTimers();
});
