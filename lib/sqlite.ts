/**
 * SQLite with full durability, whichever engine the running Node offers.
 *
 * Copy this if you want an embedded database that survives a power cut.
 * It needs `node:sqlite` (Node 22.13 and newer) or the package @photostructure/sqlite (Node 20), which does the same.
 * Replace it with your own database: nothing else here knows which engine is in use.
 */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { StartError } from './start-error';

type Value = string | number | bigint | null | Uint8Array;

/** A prepared statement. Parameters are always one array. */
export interface SqliteStatement {
  /** True when the statement gives back rows. */
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): void;
  close(): void;
}

interface Engine {
  prepare(sql: string): {
    all(...values: Value[]): unknown[];
    run(...values: Value[]): { changes: number | bigint; lastInsertRowid: number | bigint };
    iterate(...values: Value[]): IterableIterator<unknown>;
    columns?(): unknown[];
  };
  exec(sql: string): unknown;
  close(): void;
}

interface SqliteModule {
  DatabaseSync: new (file: string) => Engine;
}

export interface OpenOptions {
  /** How long to wait for a lock held by another connection, in milliseconds. */
  busyTimeoutMs?: number;
  journalMode?: 'WAL' | 'DELETE';
  /** NORMAL waits for no disk: in WAL mode a power cut may take the last rows, and a crash of the process none. */
  synchronous?: 'FULL' | 'NORMAL';
  /** Of a new file, in bytes: large rows are written with fewer calls where pages are large. */
  pageSize?: number;
}

/** Stands for a file: a database that is gone when it is closed. */
export const IN_MEMORY = ':memory:';

/**
 * Opens (or creates) a database file, by default with `synchronous=FULL`: a committed row survives a crash of the
 * process and of the machine. By default in WAL mode, waiting up to five seconds for a lock of another connection.
 */
export function openSqlite(file: string, options: OpenOptions = {}): SqliteDatabase {
  if (file !== IN_MEMORY) keepToOwner(file);
  const engine = openEngine(file);
  engine.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs ?? 5000}`);
  if (options.pageSize !== undefined) engine.exec(`PRAGMA page_size = ${options.pageSize}`);
  engine.exec(`PRAGMA journal_mode = ${options.journalMode ?? 'WAL'}`);
  engine.exec(`PRAGMA synchronous = ${options.synchronous ?? 'FULL'}`);
  engine.exec('PRAGMA foreign_keys = ON');
  return {
    exec: (sql) => void engine.exec(sql),
    close: () => engine.close(),
    prepare(sql) {
      const statement = engine.prepare(sql);
      const bind = (parameters: readonly unknown[]) => parameters as Value[];
      return {
        reader: returnsRows(sql, statement.columns?.()),
        all: (parameters) => statement.all(...bind(parameters)),
        run: (parameters) => statement.run(...bind(parameters)),
        iterate: (parameters) => statement.iterate(...bind(parameters)),
      };
    },
  };
}

/** Whether it is the database that failed: it is busy, damaged or full. */
export function isSqliteError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(ERR_)?SQLITE_/.test(code);
}

/** Readable by its owner only, whatever the umask; SQLite gives the files beside it the same rights. */
function keepToOwner(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  for (const name of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(name)) chmodSync(name, 0o600);
}

function openEngine(file: string): Engine {
  const { DatabaseSync } = loadEngine();
  return new DatabaseSync(file);
}

/** Thrown when neither Node nor a package brings SQLite. */
export class EngineMissingError extends StartError {
  constructor(reason: string) {
    super(
      `The database engine cannot be loaded: the package @photostructure/sqlite is missing, or has nothing that runs on this machine (${reason}). Install the packages again, or use Node.js 22.13 or newer, which brings its own.`,
    );
  }
}

function loadEngine(): SqliteModule {
  // `process.getBuiltinModule` avoids a failing import on Node 20, which has no `node:sqlite`.
  const builtin = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;
  if (builtin) return builtin;
  try {
    // In a module of ECMAScript there is no `__filename`; the program that runs finds its own packages.
    const from = typeof __filename === 'string' ? __filename : (process.argv[1] ?? process.execPath);
    return createRequire(from)('@photostructure/sqlite') as SqliteModule;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new EngineMissingError(reason);
  }
}

/** Node 22.13 to 22.15 cannot tell the columns of a statement; its text then has to. */
function returnsRows(sql: string, columns: unknown[] | undefined): boolean {
  return columns ? columns.length > 0 : /^\s*(select|with|pragma)\b|\breturning\b/i.test(sql);
}
