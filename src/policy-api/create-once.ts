import { PolicyApiError } from './errors';
import { checkIdempotencyKey } from './request';
import { mayBeKept, mayHaveWorked } from './retry';

/** How to create an object, and how to find one that a call before may have created. */
export interface Creation<Created> {
  create: (idempotencyKey: string) => Promise<Created>;
  /** The newest objects at the API that are what creating would make. */
  alike: () => Promise<Created[]>;
}

/** What makes a creation one, however often it is called. */
export interface Once {
  /** A unique text that a header carries, the same for the same wish (page "Idempotent requests"). */
  key: string;
  /**
   * Whether a call before failed without telling whether it was carried out (`mayHaveWorked`). True: its object is
   * looked for first. False: this is the first call, and none is looked for. Not known: one is looked for where the
   * call fails with an answer that the same key may bring back for a day.
   */
  repeat?: boolean | undefined;
  /** Which of these ids are known to be of other objects. */
  others?: ((ids: string[]) => Promise<ReadonlySet<string>>) | undefined;
}

/**
 * Creates an object once: called again with the same key after a failure that left it unclear whether the object was
 * created, it gives back that object. The key does so by itself where the answer was lost; where the API failed after
 * creating, the key brings back the failure, so the object is looked for.
 * @throws PolicyApiError. Where `mayBeKept` holds for it, the next try needs a new key. TypeError for a key that no
 * header carries
 */
export async function createOnce<Created extends { id: string }>(
  { create, alike }: Creation<Created>,
  { key, repeat, others }: Once,
): Promise<Created> {
  checkIdempotencyKey(key);
  const made = async () => {
    const found = await alike();
    const known = await others?.(found.map(({ id }) => id));
    return found.find(({ id }) => !known?.has(id));
  };
  const before = repeat === true ? await made() : undefined;
  if (before) return before;
  try {
    return await create(key);
  } catch (error) {
    const isUnclear = error instanceof PolicyApiError && mayHaveWorked(error) && mayBeKept(error);
    const found = isUnclear && repeat === undefined ? await made() : undefined;
    if (found) return found;
    throw error;
  }
}
