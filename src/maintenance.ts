import type { Logger } from 'pino';
import type { App } from './app';
import type { Store } from './store/store';

const MINUTE = 60_000;
const KEEP_API_CALLS_MS = 14 * 24 * 60 * MINUTE;

/** Catches up with events at the start, and from then on clears away what has expired. Gives back its end. */
export function startMaintenance(app: App, store: Store, logger: Logger, now: () => number): () => void {
  const inBackground = (work: () => Promise<unknown>, failed: string) =>
    void work().catch((error: unknown) => {
      logger.warn({ reason: error instanceof Error ? error.message : 'failed' }, failed);
    });
  const tidy = async () => {
    await store.sessions.deleteExpired();
    await store.signInAttempts.deleteExpired();
    await store.apiCalls.deleteBefore(now() - KEEP_API_CALLS_MS);
  };
  inBackground(() => app.catchUp(), 'missed events could not be read from the API');
  inBackground(tidy, 'expired rows could not be cleared away');
  const timer = setInterval(() => inBackground(tidy, 'expired rows could not be cleared away'), 60 * MINUTE);
  return () => clearInterval(timer);
}
