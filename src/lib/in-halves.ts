/**
 * Does work on items together. When that fails, the halves are worked on apart, and so on, until the items that fail
 * by themselves are found: those are handed to `setAside`, and the work is done for all others. A failure that
 * `isShared` by all items, whatever they are, is thrown instead.
 */
export async function inHalves<Item>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<void>,
  isShared: (error: unknown) => boolean,
  setAside: (item: Item, error: unknown) => void | Promise<void>,
): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  try {
    await work(items);
  } catch (error) {
    if (isShared(error)) throw error;
    if (items.length === 1) return setAside(first, error);
    const middle = items.length >> 1;
    for (const half of [items.slice(0, middle), items.slice(middle)])
      await inHalves(half, work, isShared, setAside);
  }
}
