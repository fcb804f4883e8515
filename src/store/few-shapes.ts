/**
 * Lists come in all lengths, and each length makes a statement of its own, which the embedded database prepares and
 * keeps. In lengths that are powers of two there are few of them.
 */
import {
  OperationNodeTransformer,
  PrimitiveValueListNode,
  type BinaryOperationNode,
  type KyselyPlugin,
  type QueryId,
} from 'kysely';

/** The list with its last item repeated up to the next such length: to look for it twice changes nothing. */
export function padded<Item>(items: readonly Item[]): readonly Item[] {
  const [last] = items.slice(-1);
  if (last === undefined) return items;
  const length = 2 ** Math.ceil(Math.log2(items.length));
  return [...items, ...Array<Item>(length - items.length).fill(last)];
}

/** The longest group: a statement of more rows is not worth its memory. */
const LONGEST = 128;

/** The items in groups of such lengths, the longest first. */
export function inGroups<Item>(items: readonly Item[]): (readonly Item[])[] {
  const groups: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += groups.at(-1)?.length ?? 0) {
    const length = 2 ** Math.floor(Math.log2(Math.min(items.length - start, LONGEST)));
    groups.push(items.slice(start, start + length));
  }
  return groups;
}

class Padder extends OperationNodeTransformer {
  protected override transformBinaryOperation(node: BinaryOperationNode, id?: QueryId): BinaryOperationNode {
    const transformed = super.transformBinaryOperation(node, id);
    const { rightOperand } = transformed;
    if (!PrimitiveValueListNode.is(rightOperand)) return transformed;
    return { ...transformed, rightOperand: PrimitiveValueListNode.create(padded(rightOperand.values)) };
  }
}

/** Pads the list of each `in (…)`. */
export function paddedLists(): KyselyPlugin {
  const padder = new Padder();
  return {
    transformQuery: ({ node, queryId }) => padder.transformNode(node, queryId),
    transformResult: ({ result }) => Promise.resolve(result),
  };
}
