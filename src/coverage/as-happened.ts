import type { ListedEvent } from '../store/event-search';
import { happenedAt } from '../store/happened-at';
import { inOrder } from './derive';

/** Kept events in the order in which they happened, the first first. */
export const asHappened = (rows: readonly ListedEvent[]): ListedEvent[] =>
  rows
    .map((row) => ({ row, type: row.type, at: happenedAt(row) }))
    .sort(inOrder)
    .map(({ row }) => row);
