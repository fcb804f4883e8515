import type { Kysely } from 'kysely';
import { BackgroundTask } from '../lib/background-task';
import { againAfterDeadlock } from './again-after-deadlock';
import { compiled } from './compiled';
import type { Database } from './database';
import { insertOfRows } from './row-list';
import type { Schema } from './schema';
import { SHOWN_TABLES, type ShownTable } from './shown-tables';
import { withoutWaiting } from './without-waiting';
import type { Written } from './written';

/** What is written in quick succession is counted together. */
const GATHER_MS = 100;
/** So many places for all whom events concern: two that share one are both looked at where one was changed. */
const PLACES = 1024;

/** A table, or the pages of an onboarding (`ob_…`) or a contractor (`cn:…`). */
export type Changed = ShownTable | `ob_${string}` | `cn:${string}`;

/** Whoever is told that pages of theirs show something else. */
export interface Noted {
  add(name: Changed): unknown;
}

const versionsIn = compiled((db, names: readonly string[]) =>
  db.selectFrom('changes').selectAll().where('name', 'in', names),
);

/**
 * A version for each thing that live pages show. It is counted after the commit of what was written, so that whoever
 * sees a version sees what it stands for, in whatever order processes commit; and apart from it, so that nobody who
 * writes waits for it.
 */
export class ChangeRepository {
  private readonly db: Kysely<Schema>;
  private readonly database: Pick<Database, 'sql' | 'engine'>;
  private readonly written: Written;
  private readonly now: () => number;
  private readonly task: BackgroundTask;
  private readonly followers = new Set<() => void>();

  constructor({ sql, engine, written }: Pick<Database, 'sql' | 'engine' | 'written'>, now: () => number) {
    this.db = sql;
    this.database = { sql, engine };
    this.written = written;
    this.now = now;
    // What cannot be counted is counted by the next try.
    const quiet = () => undefined;
    this.task = new BackgroundTask(() => this.count().then(() => null), quiet);
    written.onAdded(() => this.task.soon(GATHER_MS));
  }

  /** `tell` is called each time something of this process was counted. */
  follow(tell: () => void): void {
    this.followers.add(tell);
  }

  /** The versions of these as they are now; 0 for what never changed. */
  async versions(names: readonly Changed[]): Promise<Map<Changed, number>> {
    if (names.length === 0) return new Map();
    // What this process wrote is in them.
    await this.task.now();
    const rows = await versionsIn(this.db, [...new Set(names.map(placeOf))]);
    const versions = new Map(rows.map(({ name, version }) => [name, version]));
    return new Map(names.map((name) => [name, versions.get(placeOf(name)) ?? 0]));
  }

  /** Counts what was written last. */
  async stop(): Promise<void> {
    await this.task.now();
    await this.task.stop();
  }

  private async count(): Promise<void> {
    const names = this.written.take();
    if (names.length === 0) return;
    const version = this.now();
    // In one order everywhere, so that no two processes wait for each other.
    const places = [...new Set(names.map(placeOf))].sort();
    const rows = places.map((name) => ({ name, version }));
    try {
      await againAfterDeadlock(() =>
        withoutWaiting(this.database, (transaction) => countRows(transaction, this.database.engine, rows)),
      );
    } catch (error) {
      this.written.add(names);
      throw error;
    }
    for (const tell of this.followers) tell();
  }
}

/** By the time, so that none comes again after a restart, and always a larger one. */
const countRows = insertOfRows<{ name: string; version: number }>(
  'changes',
  { name: 'text', version: 'bigint' },
  `on conflict (name) do update set
    version = case when kept.version < excluded.version then excluded.version else kept.version + 1 end`,
);

const TABLES: ReadonlySet<string> = new Set(SHOWN_TABLES);

/** The table does not grow: a table has a row of its own, all others share some. */
function placeOf(name: string): string {
  if (TABLES.has(name)) return name;
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (hash * 31 + name.charCodeAt(at)) % 1_000_003;
  return `${name.slice(0, 2)} ${hash % PLACES}`;
}
