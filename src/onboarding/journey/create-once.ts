import { createHash } from 'node:crypto';
import { upstreamStatus } from '../../pages/errors';
import type { Once } from '../../policy-api/create-once';
import { PolicyApiError } from '../../policy-api/errors';
import { mayBeKept, mayHaveWorked } from '../../policy-api/retry';
import type { ObjectKind } from '../../store/onboarding-objects';
import type { Journey } from './journey';

/**
 * Creates an object of an onboarding once, also where a call before failed without telling whether it was carried out:
 * that is kept, so `create` learns of it, with the key to use. `key`: the form's; `input`: what is sent, as far as it
 * tells objects apart.
 * @throws PolicyApiError
 */
export async function createForOnboarding<Created>(
  journey: Journey,
  kind: ObjectKind,
  key: string,
  input: object,
  create: (once: Once) => Promise<Created>,
): Promise<Created> {
  const { deps, onboarding } = journey;
  const { objects, unclearCreates } = deps.store;
  const before = await unclearCreates.find(onboarding.id, kind);
  const hash = hashOf(input);
  const keyToUse = before?.input_hash === hash ? before.idempotency_key : key;
  try {
    const others = (ids: string[]) => objects.used(ids);
    return await create({ key: keyToUse, repeat: before !== undefined, others });
  } catch (error) {
    if (!(error instanceof PolicyApiError) || error.method !== 'POST') throw error;
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
