import type { Journey, JourneyDeps } from '../journey/journey';
import { orNull } from '../../policy-api/or-null';

interface Asking extends Pick<Journey, 'api'> {
  deps: Pick<JourneyDeps, 'apiClock'>;
}

/** A page does not wait long for what it can do without. */
const ASK_MS = 2_000;

/**
 * The API's time in epoch seconds: by it the API decides which dates it takes. The API is asked where no answer of late
 * told; when it does not answer, the time is the one last known.
 */
export async function apiNow({ api, deps }: Asking): Promise<number> {
  if (!deps.apiClock.isTold) await orNull(api.within(ASK_MS).listEvents({ limit: 1 }));
  return deps.apiClock.now() / 1000;
}
