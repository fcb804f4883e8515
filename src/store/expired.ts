/** How many rows one statement deletes: others have to wait for it. */
export const DELETED_AT_ONCE = 500;

/** Deletes group by group until none is left that has expired. `deleteSome` gives back how many it deleted. */
export async function deleteAll(deleteSome: () => Promise<{ numDeletedRows: bigint }>): Promise<void> {
  let deleted = DELETED_AT_ONCE;
  while (deleted === DELETED_AT_ONCE) deleted = Number((await deleteSome()).numDeletedRows);
}
