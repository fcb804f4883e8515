import type { Response } from 'express';
import type { OnboardingChanges } from '../../coverage/changes';
import type { Store } from '../../store/store';

export interface StreamDeps {
  store: Pick<Store, 'onboardings'>;
  changes: OnboardingChanges;
  /** Ends all open streams when the app stops. */
  streams: Set<() => void>;
}

/** How often the database is asked for changes that another process made. */
const LOOK_EVERY_MS = 3000;

/**
 * Server-sent events: `changed` whenever the onboarding changed. Changes of this process are told at once; those of
 * other processes on the same database are seen within seconds. `shown`: the change that the page shows already
 * (epoch ms), so that none is missed between the page and its stream.
 */
export function followChanges(
  onboardingId: string,
  shown: number | null,
  res: Response,
  deps: StreamDeps,
): void {
  res.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
  res.flushHeaders();
  res.write('retry: 2000\n\n');
  let seen = shown ?? undefined;

  async function look(): Promise<void> {
    const changed = await deps.store.onboardings.changedAt(onboardingId);
    if (changed === seen || res.writableEnded) return;
    const first = seen === undefined;
    seen = changed;
    if (!first) res.write('event: changed\ndata: {}\n\n');
  }
  // A look that fails is made up for by the next one.
  const lookSoon = () => void look().catch(() => undefined);

  const stopListening = deps.changes.listen(onboardingId, lookSoon);
  const timer = setInterval(lookSoon, LOOK_EVERY_MS);
  const end = () => {
    clearInterval(timer);
    stopListening();
    deps.streams.delete(end);
    res.end();
  };
  deps.streams.add(end);
  res.on('close', end);
  lookSoon();
}
