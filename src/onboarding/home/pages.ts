/** One page of a list of onboardings, by keyset: one row more than shown is read, to know whether there is another. */
import type { Request } from 'express';
import type { ListedOnboarding, ListPlace, OnboardingCursor } from '../../store/onboarding-lists';

export const PAGE_SIZE = 25;

export interface ListPage {
  rows: ListedOnboarding[];
  previousHref: string | null;
  nextHref: string | null;
}

/** `read`: the rows beside a place, last change first. `href`: where the page is, with more in its query. */
export async function pageOfRows(
  query: Request['query'],
  read: (beside: ListPlace) => Promise<ListedOnboarding[]>,
  href: (more: string) => string,
): Promise<ListPage> {
  const before = cursorOf(query.before);
  const after = before ? null : cursorOf(query.after);
  const found = await read({ limit: PAGE_SIZE + 1, ...(before && { before }), ...(after && { after }) });
  const more = found.length > PAGE_SIZE;
  const rows = after ? found.slice(-PAGE_SIZE) : found.slice(0, PAGE_SIZE);
  const link = (direction: 'before' | 'after', row: ListedOnboarding | undefined) =>
    row ? href(`${direction}=${row.updated_at}.${row.id}`) : null;
  const hasPrevious = after ? more : before !== null;
  const hasNext = after ? true : more;
  return {
    rows,
    previousHref: hasPrevious ? link('after', rows[0]) : null,
    nextHref: hasNext ? link('before', rows.at(-1)) : null,
  };
}

function cursorOf(value: unknown): OnboardingCursor | null {
  const match = typeof value === 'string' ? /^(\d{1,15})\.([\w-]{1,64})$/.exec(value) : null;
  return match?.[1] && match[2] ? { updatedAt: Number(match[1]), id: match[2] } : null;
}
