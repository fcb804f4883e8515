/** `limit` is 1 to 100, 10 when left out. Lists are newest first. */
export interface PageParams {
  limit?: number | undefined;
  startingAfter?: string | undefined;
  endingBefore?: string | undefined;
}

export type Query = Record<string, string | number | undefined>;

/**
 * An id as part of a path. An empty one would address the whole list, and dots another path: with DELETE, somebody's data.
 * @throws TypeError
 */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new TypeError(`"${id}" is not an id.`);
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
