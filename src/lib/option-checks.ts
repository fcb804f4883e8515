/**
 * What is wrong with the options of a part is said when it is made, not with the first request that misses them.
 * JavaScript checks no types. No message holds a value: some options are secrets.
 */
export type Check = (value: unknown) => boolean;

/** What each option has to be, and how it is written. */
export type Checks<Options> = Readonly<{
  [Name in keyof Options]-?: readonly [check: Check, mend: string];
}>;

export const isString: Check = (value) => typeof value === 'string';
export const isText: Check = (value) => isString(value) && value !== '';
export const isFunction: Check = (value) => typeof value === 'function';
export const isObject: Check = (value) => typeof value === 'object' && value !== null;
/** What counts or measures: a whole number from 1 on. */
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;

export const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);

export const both =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.every((check) => check(value));

export const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const orNone =
  (check: Check): Check =>
  (value) =>
    value === null || value === undefined || check(value);

/** A list, with such entries. */
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** An object, or what else has properties, with such ones. */
export const having =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    (isObject(value) || isFunction(value)) &&
    Object.entries(checks).every(([name, check]) => check((value as Record<string, unknown>)[name]));

/** What a logger of any kind has. */
export const isLogger = having({ info: isFunction, warn: isFunction, error: isFunction });

/**
 * Says which option is not what it has to be. `called`: what the message calls an option.
 * @throws TypeError
 */
export function requireChecked(
  given: unknown,
  checks: Readonly<Record<string, readonly [Check, string]>>,
  called: (name: string) => string,
): void {
  const options = isObject(given) ? (given as Record<string, unknown>) : {};
  for (const [name, [check, mend]] of Object.entries(checks)) {
    if (!check(options[name])) throw new TypeError(`${called(name)} has to be ${mend}.`);
  }
}

/**
 * Refuses options that nobody reads, such as misspelt ones. For objects that hold nothing but the options of one part:
 * what many parts read has more.
 * @throws TypeError
 */
export function requireKnown(
  given: unknown,
  known: readonly string[],
  called: (name: string) => string,
): void {
  const unknown = isObject(given)
    ? Object.keys(given as object).find((name) => !known.includes(name))
    : undefined;
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  throw new TypeError(`${called(unknown)} is no option.${hint} Options are ${known.join(', ')}.`);
}

/** Each option that nobody reads and that looks like one that is absent, with that one. */
export function misspelt(given: object, known: readonly string[]): [name: string, meant: string][] {
  const absent = known.filter((name) => !(name in given));
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, absent);
      return meant === null ? [] : [[name, meant] as [string, string]];
    });
}

/** The name that was meant; null when none is near. A third of the letters may be wrong. */
function nearest(name: string, known: readonly string[]): string | null {
  const [best] = known
    .map((one) => ({ one, distance: distanceOf(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= Math.max(one.length, name.length) / 3)
    .sort((a, b) => a.distance - b.distance);
  return best?.one ?? null;
}

/** How many letters have to be added, taken away or changed (Levenshtein). */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_none, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
