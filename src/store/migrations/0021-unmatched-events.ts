import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/**
 * Events are looked for by the quote, policy or work that they name only while their onboarding is not known. So these
 * indexes hold those alone, and keeping an event writes none of them. Each has a condition that no other has: PostgreSQL
 * would read the whole of one that they all share.
 */
export async function unmatchedEvents({ schema }: Kysely<Schema>): Promise<void> {
  for (const name of ['events_by_quote', 'events_by_policy', 'events_by_shared'])
    await schema.dropIndex(name).execute();
  for (const column of ['quote_id', 'policy_id', 'shared_id'] as const)
    await schema
      .createIndex(`events_unmatched_by_${column.replace('_id', '')}`)
      .on('events')
      .column(column)
      .where(sql<boolean>`${sql.ref(column)} is not null and onboarding_id is null and applied = 1`)
      .execute();
}
