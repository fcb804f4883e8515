/** `limit` is 1 to 100, 10 when left out. Lists are newest first. */
export interface PageParams {
  limit?: number | undefined;
  startingAfter?: string | undefined;
  endingBefore?: string | undefined;
}

export type Query = Record<string, string | number | undefined>;

/**
 * An id as part of a path. A blank one would address the whole list, and dots another path: with DELETE, somebody's data.
 * Whatever else has a meaning in a path is escaped. What is no text, such as undefined, would be written as a word.
 * @throws TypeError
 */
export function segment(id: string): string {
  const isId = typeof id === 'string' && !/^\s*$|^\.{1,2}$|\p{Surrogate}/u.test(id);
  if (!isId)
    throw new TypeError(`"${String(id)}" is not an id: it must be text, and neither blank nor dots.`);
  return encodeURIComponent(id);
}

/** The cursors of a list, by the names of the API (page "Pagination"). */
export function page(params: PageParams = {}): Query {
  return { limit: params.limit, starting_after: params.startingAfter, ending_before: params.endingBefore };
}

/** A query with its question mark; empty where nothing is asked. What is undefined is left out. */
export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value));
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}
