import { remember } from '../lib/remember';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import type { PolicyEvent } from '../policy-api/types';
import { ConfirmationAllowance, type AllowanceLimits } from './confirm-allowance';
import { namelessKey } from './event-body';
import { LatestEvents } from './latest-events';

/** What a delivery claims to be. Small, as many may wait for the API. */
export interface Claim {
  /** Null when it came without one. */
  id: string | null;
  /** See `namelessKey`. */
  namelessKey: string;
}

/** What asking the API about a delivery came to. */
export type Confirmation =
  | { outcome: 'confirmed'; event: PolicyEvent }
  | { outcome: 'unknown' }
  | { outcome: 'unavailable'; reason: string }
  | { outcome: 'limited'; retryAfterSeconds: number };

/** `network`: where the delivery comes from (see src/lib/network.ts). */
export type ConfirmEvent = (claim: Claim, network: string) => Promise<Confirmation>;

/** How many events are remembered that were confirmed. */
const REMEMBERED = 500;

/**
 * Confirms deliveries that carry no signature we can check: fetches the event with our own key, so that what is
 * recorded is what the API says, never what the body said. Anyone can post to the route, so there is an allowance for
 * the calls this causes. Beyond it an event is still known that was confirmed before, or is among the latest hundred of
 * the API, which are read once for all who wait: so no stranger keeps a real event out. Without an id an event is
 * looked for there at once.
 */
export function createConfirmation(api: PolicyApi, limits?: AllowanceLimits): ConfirmEvent {
  const allowance = new ConfirmationAllowance(limits);
  const latest = new LatestEvents(api);
  const confirmed = new Map<string, PolicyEvent>();

  const amongLatest = async (is: (event: PolicyEvent) => boolean) => (await latest.read()).find(is);

  async function confirmById(id: string, network: string): Promise<Confirmation> {
    const { waitSeconds, giveBack } = await allowance.take(network);
    const event =
      waitSeconds === 0
        ? await api.getEvent(id)
        : (confirmed.get(id) ?? (await amongLatest((one) => one.id === id)));
    if (!event) return { outcome: 'limited', retryAfterSeconds: waitSeconds };
    remember(confirmed, id, event, REMEMBERED);
    await giveBack();
    return { outcome: 'confirmed', event };
  }

  async function confirmNameless(key: string): Promise<Confirmation> {
    const event = await amongLatest((one) => namelessKey(one) === key);
    return event ? { outcome: 'confirmed', event } : { outcome: 'unknown' };
  }

  return async ({ id, namelessKey: key }, network) => {
    // It becomes part of a path of the API: what cannot be an id is not asked for.
    if (id !== null && !/^[\w-]{1,100}$/.test(id)) return { outcome: 'unknown' };
    try {
      return await (id === null ? confirmNameless(key) : confirmById(id, network));
    } catch (error) {
      if (!(error instanceof PolicyApiError)) throw error;
      const unknown = error.status === 404 || error.code === 'invalid_event_id';
      return unknown ? { outcome: 'unknown' } : { outcome: 'unavailable', reason: error.message };
    }
  };
}
