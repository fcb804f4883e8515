import type { SqliteDatabase } from './sqlite';
import { remember } from './remember';

/** A table of the embedded database, with the number of statements that have written to it. */
export interface WrittenTable {
  writes: number;
}

/** Knows which tables a statement reads or writes, by the names in its text and in the triggers of what it names. */
export class TablesNamed {
  private readonly db: SqliteDatabase;
  private readonly byText = new Map<string, readonly WrittenTable[]>();
  private tables: Map<string, WrittenTable> | null = null;
  private triggers: { table: string; names: string[] }[] = [];

  constructor(db: SqliteDatabase) {
    this.db = db;
  }

  /** Tables and triggers may be others now. */
  forget(): void {
    this.tables = null;
    this.byText.clear();
  }

  of(text: string): readonly WrittenTable[] {
    const found = this.byText.get(text) ?? this.find(text);
    if (!this.byText.has(text)) remember(this.byText, text, found, 500);
    return found;
  }

  private find(text: string): WrittenTable[] {
    const tables = (this.tables ??= this.read());
    const named = new Set(wordsOf(text));
    // A set hands out what is added meanwhile, so that triggers of triggers are followed.
    for (const name of named) {
      const words = this.triggers.filter(({ table }) => table === name).flatMap(({ names }) => names);
      for (const word of words) named.add(word);
    }
    return [...named].flatMap((name) => tables.get(name) ?? []);
  }

  private read(): Map<string, WrittenTable> {
    const all = this.db
      .prepare('SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master')
      .all([]) as { type: string; name: string; tbl_name: string; sql: string | null }[];
    this.triggers = all
      .filter(({ type }) => type === 'trigger')
      .map(({ tbl_name: table, sql }) => ({ table: table.toLowerCase(), names: wordsOf(sql ?? '') }));
    return new Map(
      all.filter(({ type }) => type === 'table').map(({ name }) => [name.toLowerCase(), { writes: 0 }]),
    );
  }
}

/** Names are the same in capitals. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/\w+/g) ?? [];
