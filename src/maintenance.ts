import { BackgroundTask } from './lib/background-task';
import type { Onboarding } from './onboarding/create-onboarding';
import type { Store } from './store/store';
import { toObjectLogger, type AnyLogger } from './webhooks/logger';

const MINUTE = 60_000;
const KEEP_API_CALLS_MS = 14 * 24 * 60 * MINUTE;
const KEEP_DELIVERIES_MS = 30 * 24 * 60 * MINUTE;

export interface MaintenanceDeps {
  onboarding: Pick<Onboarding, 'catchUp' | 'sync'>;
  store: Store;
  logger: AnyLogger;
  /** Epoch milliseconds. */
  now: () => number;
  /** Between two looks for missed events; null: only one. */
  syncEveryMs: number | null;
}

/**
 * Catches up with events, as soon as that works, looks for missed ones every now and then, and clears away what has
 * expired, now and each hour. Gives back its end, which resolves when nothing of it is under way any more.
 */
export function startMaintenance({
  onboarding,
  store,
  now,
  syncEveryMs,
  ...deps
}: MaintenanceDeps): () => Promise<void> {
  const logger = toObjectLogger(deps.logger);
  let caughtUp = false;
  const events = new BackgroundTask(
    async () => {
      await (caughtUp ? onboarding.sync() : onboarding.catchUp());
      caughtUp = true;
      return syncEveryMs;
    },
    (error, times) =>
      logger.warn(
        { reason: reasonOf(error), times },
        'missed events could not be read from the API; trying again',
      ),
  );
  // What fails is made up for an hour later.
  const tidyInBackground = () =>
    void tidy(store, now).catch((error: unknown) =>
      logger.warn({ reason: reasonOf(error) }, 'expired rows could not be cleared away'),
    );
  void events.now();
  tidyInBackground();
  const timer = setInterval(tidyInBackground, 60 * MINUTE);
  return () => {
    clearInterval(timer);
    return events.stop();
  };
}

/** Clears away what has expired. `now` gives epoch milliseconds. */
export async function tidy(
  store: Pick<Store, 'sessions' | 'signInAttempts' | 'apiCalls' | 'hookDeliveries'>,
  now: () => number,
): Promise<void> {
  await store.sessions.deleteExpired();
  await store.signInAttempts.deleteExpired();
  await store.apiCalls.deleteBefore(now() - KEEP_API_CALLS_MS);
  await store.hookDeliveries.deleteBefore(now() - KEEP_DELIVERIES_MS);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');
