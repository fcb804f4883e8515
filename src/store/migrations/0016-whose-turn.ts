import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Of what is in progress it is told apart whose turn it is; who left the application is beside who was refused. */
const MOVES = [
  { list: 2, states: ['application_expired'] },
  { list: 3, states: ['applying'] },
  { list: 4, states: ['in_review', 'issuing'] },
];

export async function whoseTurn(db: Kysely<Schema>): Promise<void> {
  const counts = [3, 4, 5].map((list) => ({ list, count: 0 }));
  await db.insertInto('onboarding_counts').values(counts).execute();
  for (const { list, states } of MOVES)
    await db
      .updateTable('onboardings')
      .set({ done: list })
      .where('done', '=', 0)
      .where('quote_stale', '=', 0)
      .where('coverage_state', 'in', states)
      .execute();
}
