import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Whoever the quote or the application found not eligible is in a list apart. */
export async function refusedIsAList(db: Kysely<Schema>): Promise<void> {
  await db
    .updateTable('onboardings')
    .set({ done: 2 })
    .where((eb) =>
      eb.or([
        eb('coverage_state', '=', 'ineligible'),
        eb.and([
          eb('coverage_state', '=', 'none'),
          eb('quote_stale', '=', 0),
          eb('quote', 'like', '%"eligible":false%'),
        ]),
      ]),
    )
    .execute();
}
