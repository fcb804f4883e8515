import { sql, type Kysely, type Selectable } from 'kysely';
import { grouped } from '../lib/grouped';
import { compiled } from './compiled';
import type { PagePlace, Place } from './page-of-rows';
import { insertOfRows } from './row-list';
import type { Engine, Schema } from './schema';

type SearchWord = Selectable<Schema['search_words']>;

/** Lists that are searched by the beginnings of words. */
export type SearchedList = 'contractors' | 'standings';

/** Longer words are told apart by their beginning. */
const LONGEST = 40;
/** So many words of a row can be searched for, and so many at once. */
const MOST_OF_ROW = 40;
const MOST_ASKED = 5;
/** A search gives no more rows than these: each is read from where it lies, and put in order here. */
const MOST_FOUND = 200;
/** What names a row may name it twice, as one can have several words with the same beginning. */
const NAMES_READ = 2 * MOST_FOUND;
/** So many names are read for `foundIn`: one more shows that there are more. */
export const MOST_READ = NAMES_READ + 1;

/** The rows that a search found. */
export interface Found {
  refs: string[];
  /** Whether there are more than these. */
  isCut: boolean;
}

/** The words of a text, as they are searched for: without case and accents. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, LONGEST)))];
}

/** The words that a search asks for. */
const wordsAsked = (asked: string): string[] => wordsOf(asked).slice(0, MOST_ASKED);
const wordsIn = (texts: readonly (string | null)[]): string[] =>
  wordsOf(texts.filter((text) => text !== null).join(' ')).slice(0, MOST_OF_ROW);

/** Whether a search finds a row by these texts, as `find` does. */
export function isFoundBy(texts: readonly (string | null)[], asked: string): boolean {
  const words = wordsIn(texts);
  return wordsAsked(asked).every((beginning) => words.some((word) => word.startsWith(beginning)));
}

const ofRows = compiled((db, list: SearchedList, refs: readonly string[]) =>
  db.selectFrom('search_words').select(['ref', 'word']).where('list', '=', list).where('ref', 'in', refs),
);
const removed = compiled((db, list: SearchedList, ref: string, words: readonly string[]) =>
  db.deleteFrom('search_words').where('list', '=', list).where('ref', '=', ref).where('word', 'in', words),
);
const added = insertOfRows<SearchWord>(
  'search_words',
  { list: 'text', word: 'text', ref: 'text' },
  'on conflict (list, word, ref) do nothing',
);

/** The words that rows of lists can be found by. */
export class SearchWordRepository {
  private readonly db: Kysely<Schema>;
  private readonly engine: Engine;

  constructor(db: Kysely<Schema>, engine: Engine) {
    this.db = db;
    this.engine = engine;
  }

  /** Makes rows be found by the words of these texts, and by no others. */
  async set(list: SearchedList, texts: ReadonlyMap<string, readonly (string | null)[]>): Promise<void> {
    if (texts.size === 0) return;
    const { db, engine } = this;
    const known = grouped(await ofRows(db, list, [...texts.keys()]), ({ ref }) => ref);
    const fresh: SearchWord[] = [];
    for (const [ref, parts] of texts) {
      const words = wordsIn(parts);
      const before = (known.get(ref) ?? []).map(({ word }) => word);
      const gone = before.filter((word) => !words.includes(word));
      if (gone.length > 0) await removed(db, list, ref, gone);
      fresh.push(...words.filter((word) => !before.includes(word)).map((word) => ({ list, word, ref })));
    }
    if (fresh.length > 0) await added(db, engine, fresh);
  }

  /**
   * The rows that have a word beginning with each of the words asked for: found by the longest of them, in its order.
   * Null: nothing was asked for. Of more than `MOST_FOUND` it gives some, and says so.
   */
  async find(list: SearchedList, asked: string): Promise<Found | null> {
    const [longest, ...others] = wordsAsked(asked).sort((a, b) => b.length - a.length);
    if (longest === undefined) return asked.trim() === '' ? null : foundIn([]);
    let query = this.db
      .selectFrom('search_words')
      .select('ref')
      .where('list', '=', list)
      .where('word', '>=', longest)
      .where('word', '<', longest + LAST)
      .orderBy('list')
      .orderBy('word')
      .orderBy('ref')
      .limit(MOST_READ);
    for (const word of others)
      query = query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('search_words as other')
            .select('other.word')
            .whereRef('other.list', '=', 'search_words.list')
            .whereRef('other.ref', '=', 'search_words.ref')
            .where('other.word', '>=', word)
            .where('other.word', '<', word + LAST)
            .limit(sql.lit(1)),
        ),
      );
    const rows = await query.execute();
    return foundIn(rows.map(({ ref }) => ref));
  }
}

/** What was found by the first names that were read, of which there are no more than `MOST_READ`. */
export function foundIn(read: readonly string[]): Found {
  const refs = [...new Set(read)];
  return { refs: refs.slice(0, MOST_FOUND), isCut: read.length > NAMES_READ || refs.length > MOST_FOUND };
}

/** A page of rows that were found: they are few enough to be put in order here. `key`: what they are ordered by. */
export function pageOfFound<Row>(
  found: readonly Row[],
  key: (row: Row) => Place,
  { before, after, limit }: PagePlace,
): Row[] {
  const rows = [...found].sort((one, other) => compared(key(one), key(other)));
  if (before) return rows.filter((row) => compared(key(row), before) < 0).slice(-limit);
  return rows.filter((row) => !after || compared(key(row), after) > 0).slice(0, limit);
}

function compared(one: Place, other: Place): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  const [a, b] = [one[index], other[index]];
  if (a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}

/** After all letters and digits. */
const LAST = '\u{10FFFF}';
