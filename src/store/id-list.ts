import { sql, type RawBuilder } from 'kysely';
import { padded } from './few-shapes';

/** Ids as a table, to look up each by itself, however many rows there are of one. Its only column is `column1`. */
export function idList(ids: readonly string[]): RawBuilder<{ column1: string }> {
  return sql`(values ${sql.join(padded(ids).map((id) => sql`(${id})`))})`;
}
