import type { Logger } from 'pino';
import type { App } from './app';
import { BackgroundTask } from './lib/background-task';
import type { Store } from './store/store';

const MINUTE = 60_000;
const KEEP_API_CALLS_MS = 14 * 24 * 60 * MINUTE;

/**
 * Catches up with events, as soon as that works, and from the start on clears away what has expired. Gives back its end,
 * which resolves when nothing of it is under way any more.
 */
export function startMaintenance(
  app: Pick<App, 'catchUp'>,
  store: Store,
  logger: Logger,
  now: () => number,
): () => Promise<void> {
  const catchUp = new BackgroundTask(
    async () => {
      await app.catchUp();
      return null;
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
  void catchUp.now();
  tidyInBackground();
  const timer = setInterval(tidyInBackground, 60 * MINUTE);
  return () => {
    clearInterval(timer);
    return catchUp.stop();
  };
}

/** Clears away what has expired. `now` gives epoch milliseconds. */
export async function tidy(
  store: Pick<Store, 'sessions' | 'signInAttempts' | 'apiCalls'>,
  now: () => number,
): Promise<void> {
  await store.sessions.deleteExpired();
  await store.signInAttempts.deleteExpired();
  await store.apiCalls.deleteBefore(now() - KEEP_API_CALLS_MS);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');
