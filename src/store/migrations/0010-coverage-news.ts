import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** What a host is still to be told of. */
export async function coverageNews({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('coverage_news')
    .addColumn('onboarding_id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('tell_after', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('coverage_news_by_time').on('coverage_news').column('tell_after').execute();
}
