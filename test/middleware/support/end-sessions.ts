import type { TestApp } from '../../support/harness';

/**
 * Ends all sessions behind the back of who uses them: on PostgreSQL as another process does; of the embedded database
 * there is no other.
 */
export async function endSessions({ made, store }: Pick<TestApp, 'made' | 'store'>): Promise<void> {
  const { engine, sql } = made.database;
  if (engine === 'postgres') return void (await sql.deleteFrom('sessions').execute());
  for (const { key } of await sql.selectFrom('sessions').select('key').execute())
    await store.sessions.end(key);
}
