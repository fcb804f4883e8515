/** A page of the API has 100 objects at most (page "Pagination"). */
const PAGE = 100;

/**
 * A list of the API, newest first, page by page to its end, or to so many pages. `complete`: whether the end was
 * reached. A list that knows no cursor gives its first page again: nothing that it may have beyond is known. Rests on the
 * page "Pagination". Fails as `read` does.
 */
export async function everyPage<Item extends { id: string }>(
  read: (params: { limit: number; startingAfter?: string | undefined }) => Promise<readonly Item[]>,
  mostPages: number,
): Promise<{ items: Item[]; complete: boolean }> {
  const items = new Map<string, Item>();
  let last: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await read({ limit: PAGE, startingAfter: last });
    const before = items.size;
    for (const item of found) items.set(item.id, item);
    if (found.length < PAGE) return { items: [...items.values()], complete: true };
    if (items.size === before) break;
    last = found.at(-1)?.id;
  }
  return { items: [...items.values()], complete: false };
}
