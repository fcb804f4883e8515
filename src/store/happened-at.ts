import type { ListedEvent } from './event-search';

/** When an event happened by the API's clock, in epoch seconds; one that does not say it is dated by its receipt. */
export const happenedAt = (event: Pick<ListedEvent, 'created_seconds' | 'received_at'>): number =>
  event.created_seconds ?? Math.floor(event.received_at / 1000);
