import { BackgroundTask } from '../../src/lib/background-task';

/** Work whose runs end as the test says. */
function heldWork() {
  const runs: { end: (more: number | null) => void; fail: (error: unknown) => void }[] = [];
  const failures: number[] = [];
  const task = new BackgroundTask(
    () => new Promise((end, fail) => runs.push({ end, fail })),
    (_error, times) => failures.push(times),
  );
  return { runs, failures, task };
}

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('work in the background', () => {
  it('asked for several times before it begins is one run, at the earliest time', async () => {
    const { runs, task } = heldWork();
    task.soon(100);
    task.soon(20);
    task.soon(50);
    await pass(19);
    expect(runs).toHaveLength(0);
    await pass(1);
    expect(runs).toHaveLength(1);
    runs[0]!.end(null);
    await pass(1000);
    expect(runs).toHaveLength(1);
  });

  it('asked for while it runs is done once more, and never twice at once', async () => {
    const { runs, task } = heldWork();
    const first = task.now();
    await pass(0);
    const asked = [task.now(), task.now()];
    await pass(0);
    expect(runs).toHaveLength(1);
    runs[0]!.end(null);
    await pass(0);
    expect(runs).toHaveLength(2);
    let over = false;
    void Promise.all([first, ...asked]).then(() => (over = true));
    await pass(0);
    expect(over).toBe(false);
    runs[1]!.end(null);
    await pass(0);
    expect([over, runs.length]).toEqual([true, 2]);
  });

  it('is done again when it says that there is more to do', async () => {
    const { runs, task } = heldWork();
    void task.now();
    await pass(0);
    runs[0]!.end(5000);
    await pass(4999);
    expect(runs).toHaveLength(1);
    await pass(1);
    expect(runs).toHaveLength(2);
  });

  it('is tried again while it fails, after pauses that grow to half a minute, until it works', async () => {
    const { runs, failures, task } = heldWork();
    void task.now();
    await pass(0);
    for (const longest of [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const before = runs.length;
      expect(task.isFailing).toBe(before > 1);
      runs.at(-1)!.fail(new Error('not yet'));
      await pass(longest / 2 - 1);
      expect(runs).toHaveLength(before);
      await pass(longest / 2 + 1);
      expect(runs).toHaveLength(before + 1);
    }
    expect(failures).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    runs.at(-1)!.end(null);
    await pass(0);
    expect(task.isFailing).toBe(false);
    await pass(60_000);
    expect(runs).toHaveLength(10);
  });

  it('ends with the run that is under way', async () => {
    const { runs, task } = heldWork();
    void task.now();
    await pass(0);
    task.soon(5);
    let stopped = false;
    void task.stop().then(() => (stopped = true));
    await pass(10);
    expect(stopped).toBe(false);
    runs[0]!.end(0);
    await pass(10);
    task.soon(1);
    await task.now();
    await pass(60_000);
    expect([stopped, runs.length]).toEqual([true, 1]);
  });
});
