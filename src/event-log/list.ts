/** Which events a page of the log shows, and the ways to the pages beside it. */
import { z } from 'zod';
import type { EventFilter, FoundEvents } from '../store/event-search';
import type { EventRepository } from '../store/events';

export const PAGE_SIZE = 25;

/** The states that the log can be narrowed down to, in words. */
export const STATE_WORDS = {
  waiting: 'Waiting to be applied',
  put_aside: 'Put aside after failures',
  unmatched: 'Unmatched',
  repeated: 'Delivered more than once',
} as const;

export const VERIFIED_WORDS = { signature: 'By signature', api: 'Confirmed by the API' } as const;

const text = z.string().min(1).optional().catch(undefined);
const seq = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .optional()
  .catch(undefined);
const asked = z.object({
  onboarding: text,
  contractor: text,
  type: text,
  state: z.enum(['waiting', 'put_aside', 'unmatched', 'repeated']).optional().catch(undefined),
  verified: z.enum(['signature', 'api']).optional().catch(undefined),
});
const place = z.object({ before: seq, after: seq });

/** What the address asks for; an empty field, and one that cannot be meant, asks for nothing. */
export function filterOf(query: unknown): EventFilter {
  const found = Object.entries(asked.parse(query)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found);
}

export function queryOf(filter: EventFilter, more: Record<string, string> = {}): string {
  const text = new URLSearchParams({ ...filter, ...more }).toString();
  return text === '' ? '' : `?${text}`;
}

export interface KeysetPage<Row> {
  rows: Row[];
  previousHref: string | null;
  nextHref: string | null;
}

interface Read<Row> {
  rows: Row[];
  /** The last that was looked at, where more may lie behind it. */
  lookedTo?: number | null;
}

/** One page of a list that is newest first: one row more than shown is read, to know whether there is another page. */
export async function keysetPage<Row>(
  query: unknown,
  read: (range: { before?: number; after?: number; limit: number }) => Promise<Read<Row>>,
  { numberOf, href }: { numberOf: (row: Row) => number; href: (more: Record<string, string>) => string },
): Promise<KeysetPage<Row>> {
  const { before, after: given } = place.parse(query);
  const after = before === undefined ? given : undefined;
  const limit = PAGE_SIZE + 1;
  const { rows: found, lookedTo = null } = await read({
    limit,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  });
  const rows = after === undefined ? found.slice(0, PAGE_SIZE) : found.slice(-PAGE_SIZE);
  const ends = { first: rows[0] && numberOf(rows[0]), last: rows.at(-1) && numberOf(rows.at(-1) as Row) };
  const hasMore = found.length > PAGE_SIZE;
  const older = after !== undefined ? (ends.last ?? after + 1) : hasMore ? ends.last : lookedTo;
  const newer =
    before !== undefined
      ? (ends.first ?? before - 1)
      : after === undefined
        ? null
        : hasMore
          ? ends.first
          : lookedTo;
  const link = (direction: string, at: number | null | undefined) =>
    at === null || at === undefined ? null : href({ [direction]: String(at) });
  return { rows, previousHref: link('after', newer), nextHref: link('before', older) };
}

/** A page of the events that a filter lets through. */
export function pageOfEvents(
  events: Pick<EventRepository, 'search'>,
  query: unknown,
  action: string,
): Promise<KeysetPage<FoundEvents['rows'][number]>> {
  const filter = filterOf(query);
  return keysetPage(query, (range) => events.search({ ...filter, ...range }), {
    numberOf: ({ seq }) => seq,
    href: (more) => action + queryOf(filter, more),
  });
}
