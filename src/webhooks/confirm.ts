import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import type { PolicyEvent } from '../policy-api/types';
import { namelessKey } from './event-body';

/** What asking the API about a delivery came to. */
export type Confirmation =
  | { outcome: 'confirmed'; event: PolicyEvent }
  | { outcome: 'unknown' }
  | { outcome: 'unavailable'; reason: string }
  | { outcome: 'limited'; retryAfterSeconds: number };

export type ConfirmEvent = (claimed: PolicyEvent) => Promise<Confirmation>;

/**
 * Confirms deliveries that carry no signature we can check: fetches the event with our own key, so that what is
 * recorded is what the API says, never what the body said. Anyone can post to the route, so the calls this
 * causes are limited. An event without an id is looked for among the latest ones.
 */
export function createConfirmation(api: PolicyApi, perMinute = 120): ConfirmEvent {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (claimed) => {
    // It becomes part of a path of the API: what cannot be an id is not asked for.
    if (claimed.id !== null && !/^[\w-]{1,100}$/.test(claimed.id)) return { outcome: 'unknown' };
    try {
      await limiter.consume('confirm');
      const event = claimed.id ? await api.getEvent(claimed.id) : await findLatest(api, claimed);
      return event ? { outcome: 'confirmed', event } : { outcome: 'unknown' };
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        return { outcome: 'limited', retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000) };
      }
      if (!(error instanceof PolicyApiError)) throw error;
      const unknown = error.status === 404 || error.code === 'invalid_event_id';
      return unknown ? { outcome: 'unknown' } : { outcome: 'unavailable', reason: error.message };
    }
  };
}

async function findLatest(api: PolicyApi, claimed: PolicyEvent): Promise<PolicyEvent | undefined> {
  const latest = await api.listEvents({ limit: 100 });
  return latest.find((event) => namelessKey(event) === namelessKey(claimed));
}
