import type { ClientWords } from '../words';

/**
 * What to tell a person about a failed call, in our words. `field` is the API attribute it concerns, nested with
 * dots, where there is one.
 */
export interface Explanation {
  title: string;
  explanation: string;
  fix: string;
  field: string | null;
}

/** One explanation, the fix of which may name options of the client. */
export type Entry = Omit<Explanation, 'fix'> & { fix: string | ((words: ClientWords) => string) };

/** `field`: the API attribute that it concerns, nested with dots. */
export function entry(
  title: string,
  explanation: string,
  fix: Entry['fix'],
  field: string | null = null,
): Entry {
  return { title, explanation, fix, field };
}

/** What mends it, in the words of who is told. */
export function fixOf({ fix }: Entry, words: ClientWords): string {
  return typeof fix === 'string' ? fix : fix(words);
}
