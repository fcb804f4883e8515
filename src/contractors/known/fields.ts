/**
 * What is known of one object, field by field: the latest value of each, with when it was told. To learn something
 * twice, or in another order, comes to the same.
 */

/** When it was told, in epoch seconds by the API's clock; its rank among what was told in that second; the value. */
export type Told = readonly [at: number, rank: number, value: unknown];
export type Fields = Readonly<Record<string, Told>>;

/** What both say, the later of each field. */
export function merged(one: Fields, other: Fields): Fields {
  const fields: Record<string, Told> = { ...one };
  for (const [name, told] of Object.entries(other)) {
    const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
    fields[name] = before && !isLater(told, before) ? before : told;
  }
  return fields;
}

/** What is told in the same second with the same rank is ordered by its text, so that all come to the same. */
function isLater([at, rank, value]: Told, [beforeAt, beforeRank, before]: Told): boolean {
  if (at !== beforeAt) return at > beforeAt;
  if (rank !== beforeRank) return rank > beforeRank;
  return JSON.stringify(value) > JSON.stringify(before);
}

/**
 * What was known before, without what would keep a change from being learned: what was read before the clock of a
 * sandbox went back says nothing against that the object is gone now. `at`: now by that clock, in epoch seconds.
 */
export function openTo(change: Fields, before: Fields, at: number): Fields {
  if (change['gone']?.[2] !== true || (before['gone']?.[0] ?? 0) <= at) return before;
  const { gone: _gone, ...rest } = before;
  return rest;
}

/** The same value for all fields that are told at one time. What is undefined was not told. */
export function toldAt(at: number, rank: number, values: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, Told] => [name, [at, rank, value]]),
  );
}

/** Whether both say the same, so that nothing was learned. */
export function isSameKnowledge(one: Fields, other: Fields): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]))
  );
}
