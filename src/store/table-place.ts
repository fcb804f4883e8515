import { StartError } from '../../lib/start-error';
import type { Engine } from './schema';

/** Where the tables stand, to live beside those of another program. What is left out is as the database has it. */
export interface TablePlace {
  /** A schema of PostgreSQL; made when it is missing. */
  schema?: string | null | undefined;
  /** What the name of each table, index, trigger and function begins with. */
  tablePrefix?: string | null | undefined;
}

/** Thrown when tables cannot be put where they should be. The message says what to do. */
export class TablePlaceError extends StartError {}

/** The longest of our own names, with what PostgreSQL adds to it for a key, stays below its 63 bytes. */
export const MAX_PREFIX_LENGTH = 24;
const MAX_SCHEMA_LENGTH = 63;

/** What is wrong with the name of a schema; null when nothing is. */
export const schemaProblem = (name: string) => nameProblem(name, MAX_SCHEMA_LENGTH);

/** What is wrong with a prefix of tables; null when nothing is. */
export const prefixProblem = (name: string) => nameProblem(name, MAX_PREFIX_LENGTH);

/** Small letters, as PostgreSQL folds what is written without quotes; both engines keep names of their own. */
function nameProblem(name: string, longest: number): string | null {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) {
    return 'is no plain name: small letters, digits and _, and no digit first';
  }
  if (/^(pg|sqlite)_/.test(name)) return 'begins as the names of the database itself do';
  return name.length > longest ? `is too long: ${longest} characters at most` : null;
}

/** @throws TablePlaceError */
export function checkPlace({ schema, tablePrefix }: TablePlace, engine: Engine): void {
  const problems = [
    ...(schema ? [[`The schema "${schema}"`, schemaProblem(schema)]] : []),
    ...(tablePrefix ? [[`The table prefix "${tablePrefix}"`, prefixProblem(tablePrefix)]] : []),
  ].filter(([, problem]) => problem !== null);
  if (problems.length > 0)
    throw new TablePlaceError(problems.map((words) => `${words.join(' ')}.`).join('\n'));
  if (schema && engine === 'sqlite') {
    throw new TablePlaceError('The embedded database knows no schemas: use a table prefix instead.');
  }
}
