import { createHash } from 'node:crypto';
import { upstreamStatus } from '../../middleware/errors';
import { PolicyApiError } from '../../policy-api/errors';
import { mayBeKept, mayHaveWorked } from '../../policy-api/retry';
import type { ObjectKind } from '../../store/onboarding-objects';
import type { Journey } from './journey';

/** How to create an object, and how to find one that a call before may have created. */
export interface Creation<Created> {
  /** What is sent, as far as it tells objects apart. */
  input: object;
  create: (idempotencyKey: string) => Promise<Created>;
  /** The newest objects at the API that are what creating would make. */
  alike: () => Promise<Created[]>;
}

/**
 * Creates an object of an onboarding once, also where a call before failed without telling whether it was carried out:
 * the object is looked for first, and if it is not there, created with the same idempotency key, which keeps a call that
 * is still on its way from being carried out too. `key`: the form's.
 * @throws PolicyApiError
 */
export async function createOnce<Created extends { id: string }>(
  journey: Journey,
  kind: ObjectKind,
  key: string,
  { input, create, alike }: Creation<Created>,
): Promise<Created> {
  const { deps, onboarding } = journey;
  const { objects, unclearCreates } = deps.store;
  const before = await unclearCreates.find(onboarding.id, kind);
  if (before) {
    const found = await alike();
    const used = await objects.used(found.map(({ id }) => id));
    const made = found.find(({ id }) => !used.has(id));
    if (made) return made;
  }
  const hash = hashOf(input);
  const keyToUse = before?.input_hash === hash ? before.idempotency_key : key;
  try {
    return await create(keyToUse);
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    if (mayHaveWorked(error)) {
      const next = mayBeKept(error) ? deps.newKey() : keyToUse;
      await unclearCreates.keep(onboarding.id, kind, { idempotency_key: next, input_hash: hash });
    } else if (before && upstreamStatus(error) === 400) {
      // Refused by what was sent now: had it been carried out before, that answer would have come again.
      await unclearCreates.forget(onboarding.id, kind);
    }
    throw error;
  }
}

function hashOf(input: object): string {
  const text = JSON.stringify({ ...input, tax_identification: undefined });
  return createHash('sha256').update(text).digest('hex');
}
