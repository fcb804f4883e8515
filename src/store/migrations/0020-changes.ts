import { sql, type Kysely } from 'kysely';
import type { Engine, Schema } from '../schema';

/** Versions of what live pages show; where one process owns the database it has them in memory (see changes.ts). */
export async function changes({ schema }: Kysely<Schema>, engine: Engine): Promise<void> {
  if (engine === 'sqlite') return;
  await schema
    .createTable('changes')
    // To lose them costs one more look at each page.
    .modifyFront(sql`unlogged`)
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
}
