import { inHalves } from './in-halves';

/** Bounds the wait of the first item. A turn that brings only a few more takes well under a millisecond. */
const MAX_TURNS = 4;

/**
 * Group commit: gathers the items that arrive together, in one turn of the event loop or in turns that follow at
 * once and bring more, and commits them together, so that many callers share the cost of one durable transaction.
 * Each caller's promise settles only after the commit of its own item. When a group fails, it is divided until the bad
 * items fail alone, unless the failure `isShared` by all. While `maxGroups` are under way, the next one grows.
 */
export function batchPerTurn<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
  {
    maxItems = 500,
    maxGroups = 2,
    isShared = (): boolean => false,
  }: { maxItems?: number; maxGroups?: number; isShared?: (error: unknown) => boolean } = {},
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (reason: unknown) => void };
  const waiting: Waiting[] = [];
  let underWay = 0;

  async function commitAll(group: readonly Waiting[]): Promise<void> {
    const results = await commit(group.map(({ item }) => item));
    group.forEach(({ resolve }, index) => resolve(results[index] as Result));
  }

  function commitGroup(group: readonly Waiting[]): Promise<void> {
    return inHalves(group, commitAll, isShared, ({ reject }, error) => reject(error)).catch(
      (error: unknown) => group.forEach(({ reject }) => reject(error)),
    );
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
