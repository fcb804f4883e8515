/** Does the work on each item, so many side by side. Gives back the results in the order of the items. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  sideBySide: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const one = async () => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: sideBySide }, one));
  return items.map((_item, index) => results.get(index) as Result);
}
