import { createHash } from 'node:crypto';

/**
 * Ends a statement whose text is always the same, and which runs often. PostgreSQL keeps it prepared on each connection:
 * a pooler before it that lends connections for one transaction has to know of that, as PgBouncer does
 * from 1.21 on with `max_prepared_statements` above zero (docs/production.md).
 */
export const PREPARED = '/* prepared */';

/** What PostgreSQL keeps the statement under; undefined where it is planned anew each time. */
export function preparedName(text: string): string | undefined {
  return text.endsWith(PREPARED) ? createHash('sha1').update(text).digest('hex') : undefined;
}
