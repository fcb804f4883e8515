import { idPrefixes } from './contract';

export const HIDDEN = '(hidden)';
const LONGEST = 40;

/** Lower case words, as names of attributes and values of enumerations are: no name of a person, no key and no id. */
const WORDS = /^[a-z]+\d?(?:[_.-][a-z]+\d?)*$/;

/** The word when it can only be one of the API's own; never what also stood where people write. */
export function shownWord(word: string, privates: ReadonlySet<string>): string {
  const [first = ''] = word.split('_');
  const mayBeId = word.includes('_') && (idPrefixes.has(first) || /\d/.test(first) || first === 'whsec');
  const isOurs = WORDS.test(word) && word.length <= LONGEST && !mayBeId && !privates.has(word);
  return isOurs ? word : HIDDEN;
}
