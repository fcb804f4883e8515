import { BackgroundTask } from '../lib/background-task';
import { againAfterDeadlock } from './again-after-deadlock';
import { compiled } from './compiled';
import type { Database } from './database';
import { insertOfRows } from './row-list';
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

/**
 * A version for each thing that live pages show. It is counted after the commit of what was written, so that whoever
 * sees a version sees what it stands for, in whatever order processes commit; and apart from it, so that nobody who
 * writes waits for it.
 */
export class ChangeRepository {
  private readonly kept: Versions;
  private readonly written: Written;
  private readonly now: () => number;
  private readonly task: BackgroundTask;
  private readonly followers = new Set<() => void>();

  constructor({ sql, engine, written }: Pick<Database, 'sql' | 'engine' | 'written'>, now: () => number) {
    this.kept = engine === 'sqlite' ? inMemory(written.versions) : inTable({ sql, engine });
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
    const versions = await this.kept.of([...new Set(names.map(placeOf))]);
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
    try {
      await this.kept.count([...new Set(names.map(placeOf))], this.now());
    } catch (error) {
      this.written.add(names);
      throw error;
    }
    for (const tell of this.followers) tell();
  }
}

const TABLES: ReadonlySet<string> = new Set(SHOWN_TABLES);

/** The table does not grow: a table has a row of its own, all others share some. */
function placeOf(name: string): string {
  if (TABLES.has(name)) return name;
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (hash * 31 + name.charCodeAt(at)) % 1_000_003;
  return `${name.slice(0, 2)} ${hash % PLACES}`;
}

interface Versions {
  /** By the time, so that none comes again after a restart, and always a larger one. */
  count(places: readonly string[], time: number): Promise<void>;
  of(places: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** One process owns the embedded database. */
function inMemory(versions: Map<string, number>): Versions {
  return {
    count(places, time) {
      for (const name of places) versions.set(name, Math.max(time, (versions.get(name) ?? 0) + 1));
      return Promise.resolve();
    },
    of: () => Promise.resolve(versions),
  };
}

const versionsIn = compiled((db, names: readonly string[]) =>
  db.selectFrom('changes').selectAll().where('name', 'in', names),
);

const countRows = insertOfRows<{ name: string; version: number }>(
  'changes',
  { name: 'text', version: 'bigint' },
  `on conflict (name) do update set
    version = case when kept.version < excluded.version then excluded.version else kept.version + 1 end`,
);

/** Processes that share a database share them too. */
function inTable(database: Pick<Database, 'sql' | 'engine'>): Versions {
  return {
    async count(places, version) {
      // In one order everywhere, so that no two processes wait for each other.
      const rows = [...places].sort().map((name) => ({ name, version }));
      await againAfterDeadlock(() =>
        withoutWaiting(database, (transaction) => countRows(transaction, database.engine, rows)),
      );
    },
    async of(places) {
      const rows = await versionsIn(database.sql, places);
      return new Map(rows.map(({ name, version }) => [name, version]));
    },
  };
}
