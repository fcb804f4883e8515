/** Bounds the wait of the first item. A turn that brings only a few more takes well under a millisecond. */
const MAX_TURNS = 4;

/**
 * Group commit: gathers the items that arrive together, in one turn of the event loop or in turns that follow at
 * once and bring more, and commits them together, so that many callers share the cost of one durable transaction.
 * Each caller's promise settles only after the commit of its own item. When a group fails, its items are tried one
 * by one: a bad item fails alone. While `maxGroups` are under way, the next one grows.
 */
export function batchPerTurn<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
  maxItems = 500,
  maxGroups = 2,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (reason: unknown) => void };
  const waiting: Waiting[] = [];
  let underWay = 0;

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (group.length > 1) await Promise.all(group.map((one) => commitGroup([one])));
      else group[0]?.reject(error);
    }
  }

  /** Commits what has gathered; a database that is busy with earlier groups gets one larger group later. */
  function flush(): void {
    while (waiting.length > 0 && underWay < maxGroups) {
      const group = waiting.splice(0, maxItems);
      underWay += 1;
      void commitGroup(group).finally(() => {
        underWay -= 1;
        flush();
      });
    }
  }

  /** Callers that were answered together send again together, yet spread over a few turns. */
  function gather(known: number, turn: number): void {
    if (waiting.length > known && turn < MAX_TURNS) setImmediate(gather, waiting.length, turn + 1);
    else flush();
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(gather, 0, 1);
      waiting.push({ item, resolve, reject });
    });
}
