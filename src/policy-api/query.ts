/** `limit` is 1 to 100, 10 when left out. Lists are newest first. */
export interface PageParams {
  limit?: number | undefined;
  startingAfter?: string | undefined;
  endingBefore?: string | undefined;
}

export type Query = Record<string, string | number | undefined>;

/** An empty id would address the whole list, and dots another path: with DELETE, somebody's data. */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new TypeError(`"${id}" is not an id.`);
  return encodeURIComponent(id);
}

export function page(params: PageParams = {}): Query {
  return { limit: params.limit, starting_after: params.startingAfter, ending_before: params.endingBefore };
}

export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value));
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}
