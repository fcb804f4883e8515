import { sql, type Kysely } from 'kysely';
import { compiled } from './compiled';
import type { Schema } from './schema';

/** Kinds of objects that events may tell of without saying whose they are. */
export const TOLD_KINDS: readonly string[] = ['session', 'policy', 'assignment', 'certificate', 'invoice'];

/** Events get the contractor of the object that they are about. */
const withContractors = (db: Kysely<Schema>) =>
  db
    .updateTable('events')
    .set({
      contractor_id: (eb) =>
        eb
          .selectFrom('known_objects')
          .select('known_objects.contractor_id')
          .whereRef('known_objects.id', '=', 'events.object_id')
          .where(
            'known_objects.kind',
            'in',
            TOLD_KINDS.map((kind) => sql.lit(kind)),
          )
          .where('known_objects.contractor_id', 'is not', null)
          .limit(sql.lit(1)),
    })
    .where('contractor_id', 'is', null)
    .returning('contractor_id');
export const giveBySeq = compiled((db, seqs: readonly number[]) =>
  withContractors(db).where('seq', 'in', seqs),
);
export const giveByObject = compiled((db, objectIds: readonly string[]) =>
  withContractors(db).where('object_id', 'in', objectIds),
);
