import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';
import type { Engine, Schema } from '../schema';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Word for word as they are asked for (see event-search.ts), else the indexes are not used. */
const STATES = [
  ['waiting', sql<boolean>`applied = 0 and failure is null`],
  ['put_aside', sql<boolean>`coalesce(failure, '') <> ''`],
  ['unmatched', sql<boolean>`coalesce(onboarding_id, contractor_id, '') = '' and applied = 1`],
  ['repeated', sql<boolean>`deliveries > 1`],
] as const;

/** Each filter of the log of events has its index, as that of contractors already has; what was rejected is kept apart from what was received. */
export async function eventLog(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const seq = sql`(seq + 0)`;
  const onEvents = (name: string) => db.schema.createIndex(name).on('events');
  await onEvents('events_by_verification').column('verified').expression(seq).execute();
  for (const [state, isOf] of STATES) await onEvents(`events_${state}`).expression(seq).where(isOf).execute();
  await db.schema
    .createTable('rejected_deliveries')
    .addColumn('id', engine === 'postgres' ? 'serial' : 'integer', (column) =>
      engine === 'postgres' ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('reason', 'text', required)
    .addColumn('status', 'integer', required)
    .addColumn('network', 'text', required)
    .addColumn('headers', 'text', required)
    .addColumn('body', 'text')
    .addColumn('bytes', 'integer')
    .addColumn('first_at', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addColumn('times', 'integer', required)
    .execute();
}
