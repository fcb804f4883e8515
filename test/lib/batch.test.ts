import { batchPerTurn } from '../../src/lib/batch';

/** Commits that end when the test says so. */
function heldCommits() {
  const groups: number[][] = [];
  const ends: (() => void)[] = [];
  const commit = (items: readonly number[]) => {
    groups.push([...items]);
    return new Promise<number[]>((resolve) => ends.push(() => resolve(items.map((item) => item * 10))));
  };
  return { groups, ends, commit };
}

/** A few turns of the event loop: enough for whatever arrived to be gathered. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('group commit', () => {
  it('commits together what arrives together, and answers each after it', async () => {
    const { groups, ends, commit } = heldCommits();
    const add = batchPerTurn(commit);
    const answered: number[] = [];
    const all = [1, 2, 3].map((item) => add(item).then((answer) => answered.push(answer)));
    await turns();
    expect([groups, answered]).toEqual([[[1, 2, 3]], []]);
    ends[0]!();
    await Promise.all(all);
    expect(answered).toEqual([10, 20, 30]);
  });

  it('lets the next group grow while the database is busy', async () => {
    const { groups, ends, commit } = heldCommits();
    const add = batchPerTurn(commit);
    const all: Promise<number>[] = [];
    for (let item = 1; item <= 6; item += 1) {
      all.push(add(item));
      await turns();
    }
    expect(groups).toEqual([[1], [2]]);
    ends[0]!();
    await turns();
    expect(groups).toEqual([[1], [2], [3, 4, 5, 6]]);
    ends.forEach((end) => end());
    expect(await Promise.all(all)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('lets a bad item fail alone', async () => {
    const add = batchPerTurn((items: readonly number[]) =>
      items.includes(2) ? Promise.reject(new Error('bad item')) : Promise.resolve(items),
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map(add));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('takes no more than its limit into one group', async () => {
    const { groups, ends, commit } = heldCommits();
    const add = batchPerTurn(commit, { maxItems: 2, maxGroups: 1 });
    const all = [1, 2, 3].map(add);
    await turns();
    expect(groups).toEqual([[1, 2]]);
    ends[0]!();
    await turns();
    ends[1]!();
    expect(await Promise.all(all)).toEqual([10, 20, 30]);
  });
});
