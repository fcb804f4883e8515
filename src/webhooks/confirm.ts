/**
 * Confirms deliveries through the API.
 *
 * Copy this if you do not know how your deliveries are signed: `npm run lift -- confirm DIR`.
 * It needs the package rate-limiter-flexible, and a client that has getEvent and listEvents.
 * Replace nothing; in several processes each has its own allowance of calls.
 */
import { networkOf } from '../lib/network';
import { remember } from '../../lib/remember';
import type { PolicyEvent } from '../policy-api/normalize/event';
import { ConfirmationAllowance, type AllowanceLimits } from './confirm-allowance';
import type { Confirmation, ConfirmEvent } from './delivery';
import { namelessKey } from './event';
import { LatestEvents } from './latest-events';

/** What is used of the API client. */
export interface EventsApi {
  getEvent(id: string): Promise<PolicyEvent>;
  listEvents(params: { limit: number }): Promise<PolicyEvent[]>;
}

/** How many events are remembered that were confirmed. */
const REMEMBERED = 500;

/**
 * Confirms deliveries that carry no signature we can check: fetches the event with our own key, so that what is
 * recorded is what the API says, never what the body said. Anyone can post to the route, so there is an allowance for
 * the calls this causes. Beyond it an event is still known that was confirmed before, or is among the latest hundred of
 * the API, which are read once for all who wait: so no stranger keeps a real event out. Without an id an event is
 * looked for there at once.
 */
export function createConfirmation(api: EventsApi, limits?: AllowanceLimits): ConfirmEvent {
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

  return async ({ id, namelessKey: key }, from) => {
    // It becomes part of a path of the API: what cannot be an id is not asked for.
    if (id !== null && !/^[\w-]{1,100}$/.test(id)) return { outcome: 'unknown' };
    try {
      return await (id === null ? confirmNameless(key) : confirmById(id, networkOf(from)));
    } catch (error) {
      if (!isApiError(error)) throw error;
      const unknown = error.status === 404 || error.code === 'invalid_event_id';
      return unknown ? { outcome: 'unknown' } : { outcome: 'unavailable', reason: error.message };
    }
  };
}

/** A PolicyApiError, or one like it of another client. */
function isApiError(error: unknown): error is Error & { status: unknown; code: unknown } {
  return error instanceof Error && 'status' in error && 'code' in error;
}
