/**
 * Why the database did not do something: it cannot work at the moment, whatever it is asked; it refuses what it was
 * asked to keep, and always will; or something else, such as a fault of ours.
 */
export type FailureKind = 'unavailable' | 'content' | 'other';

export function kindOfFailure(error: unknown): FailureKind {
  const code = codeOf(error);
  const engineCode = (error as { errcode?: unknown } | null)?.errcode;
  if (typeof engineCode === 'number') return kindOfSqlite(engineCode & 0xff);
  if (isUnavailable(code) || (code === '' && LOST.test(String(error)))) return 'unavailable';
  return /^(22|23|54)...$/.test(code) ? 'content' : 'other';
}

/** Whether there is no room for what was to be kept. */
export function isDiskFull(error: unknown): boolean {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return errcode === SQLITE_FULL || /^(ENOSPC|EDQUOT|53100)$/.test(codeOf(error));
}

/** The code of Node or of the engine; empty when there is none. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** What the driver says without a code when a connection broke, came too late, or was closed. */
const LOST =
  /timeout|Connection terminated|not queryable|pool after calling end|(?:database|connection) is not open|already been destroyed/i;

/**
 * Of Node: a connection failed. Of PostgreSQL: 08 connection, 25006 only to be read, 28 not let in, 3D no such database,
 * 40 taken back, 53 disk full or too many connections, 55 in use, 57 stopped, 58 input and output, XX001 damaged.
 */
function isUnavailable(code: string): boolean {
  if (code.startsWith('ERR_')) return code === 'ERR_INVALID_STATE';
  return /^(E[A-Z_]{3,}|(08|28|3D|40|53|55|57|58)...|25006|XX00[12])$/.test(code);
}

const SQLITE_FULL = 13;
/** Busy, locked, memory, read-only, interrupted, input and output, damaged, full, cannot open, protocol, no database. */
const SQLITE_UNAVAILABLE = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26]);
/** Too big, constraint, mismatch, range. */
const SQLITE_CONTENT = new Set([18, 19, 20, 25]);

function kindOfSqlite(code: number): FailureKind {
  if (SQLITE_UNAVAILABLE.has(code)) return 'unavailable';
  return SQLITE_CONTENT.has(code) ? 'content' : 'other';
}
