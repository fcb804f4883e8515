/**
 * Turns events into coverage: finds the onboarding of each event and works out where its coverage stands.
 *
 * Copy this if you want webhooks applied exactly once in effect, whatever their order and number.
 * It needs the store (events marked `applied`), src/policy-api to read policies, and src/lib.
 * Give `teller` what tells your platform of it.
 */
import { performance } from 'node:perf_hooks';
import { BackgroundTask, lookAgainIn } from '../lib/background-task';
import { grouped } from '../lib/grouped';
import { idleFor } from '../lib/idle';
import { inHalves } from '../lib/in-halves';
import { kindOfFailure } from '../store/failures';
import type { EventRow } from '../store/events';
import type { OnboardingRow } from '../store/onboardings';
import type { PendingEvent } from '../store/pending-events';
import type { Repositories, Store } from '../store/store';
import type { ObjectLogger } from '../webhooks/logger';
import { learnedFrom, linkObjects } from './learned';
import { coverageFrom, patchOf, withList } from './onboarding-coverage';

/** So many are applied at once: on the embedded database nothing else is done meanwhile. */
const GROUP = 25;
/** Events that come in quick succession are applied together: each round costs the database a transaction. */
const GATHER_MS = 25;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The pauses after the failures of one event. After one more it is given up, until the next start of the app. */
const PAUSES_MS = [SECOND, 10 * SECOND, MINUTE, 10 * MINUTE];

export interface UpdaterDeps {
  store: Store;
  /** Whoever is to be told of coverage: it is noted with the coverage itself, and asked for after the commit. */
  teller?: { soon(): void } | undefined;
  /** Whoever keeps what events tell of the objects that they are about: told of them before they count as applied. */
  learn?: ((events: readonly EventRow[]) => Promise<void>) | undefined;
  logger: Pick<ObjectLogger, 'error' | 'warn'>;
  /** Epoch milliseconds. */
  now: () => number;
}

export class CoverageUpdater {
  private readonly task: BackgroundTask;
  private readonly deps: UpdaterDeps;
  /** How many wait until all is applied: for them it does not rest. */
  private waiting = 0;
  private stopped = false;

  constructor(deps: UpdaterDeps) {
    this.deps = deps;
    this.task = new BackgroundTask(
      () => this.applyDue(),
      (error, times) => deps.logger.error({ err: error, times }, 'events could not be applied; trying again'),
    );
  }

  /** Applies what is waiting, in the background, and goes on trying while the database fails. */
  readonly applySoon = (): void => this.task.soon(GATHER_MS);

  /** Applies what is waiting and resolves when nothing is left (also after a crash: the marks are in the database). */
  async applyAll(): Promise<void> {
    this.waiting += 1;
    await this.task.now();
    this.waiting -= 1;
  }

  /** For readiness: whether events are applied as they come. */
  readonly check = (): { ok: boolean; detail?: string } =>
    this.task.isFailing
      ? { ok: false, detail: 'events that were received could not be applied; trying again' }
      : { ok: true };

  /** Ends the work in the background; resolves when none is under way. What is left waits in the database. */
  stop(): Promise<void> {
    this.stopped = true;
    return this.task.stop();
  }

  /** Gives back in how many milliseconds to look again. */
  private async applyDue(): Promise<number> {
    const { store, now } = this.deps;
    const { pending } = store;
    for (let last = ''; !this.stopped;) {
      const events = await pending.due(GROUP, now());
      if (events.length === 0) break;
      // Their object became known between the look and the mark. If they never leave, nobody else waits for them.
      const these = events.map(({ seq }) => seq).join();
      if (these === last) return SECOND;
      last = these;
      const before = performance.eventLoopUtilization();
      await inHalves(
        events,
        (group) => this.apply(group),
        (error) => kindOfFailure(error) === 'unavailable',
        (event, error) => this.putAside(event, error),
      );
      await idleFor(performance.eventLoopUtilization(before).active, () => this.waiting > 0 || this.stopped);
    }
    const next = await pending.nextDue();
    return lookAgainIn(next, now());
  }

  private async apply(events: readonly PendingEvent[]): Promise<void> {
    const { store, teller, learn, now } = this.deps;
    const seqs = events.map(({ seq }) => seq);
    if (learn) await learn(await store.events.withSeqs(seqs));
    await store.withoutWaiting(async ({ pending }) => {
      if (learn) await pending.giveContractors(seqs);
      await pending.markUnmatched(seqs);
    });
    // After the commit: who links an object at this very moment is seen here, or sees what was put aside (see adopt.ts).
    const matches = await store.objects.match(events);
    for (const [id, own] of grouped([...matches], ([, onboardingId]) => onboardingId)) {
      const learned = await store.withoutWaiting(async (repositories) => {
        await repositories.onboardings.alone(id);
        const onboarding = await repositories.onboardings.find(id);
        // Removed since its events were matched: in the next round they match nothing.
        if (!onboarding) return [];
        if (teller) await repositories.coverageNews.note([id], now());
        const seqs = own.map(([{ seq }]) => seq);
        return settle(repositories, onboarding, seqs);
      });
      if (learned.length > 0) await store.withoutWaiting(({ pending }) => pending.reopenUnmatched(learned));
      teller?.soon();
    }
  }

  /** An event that cannot be applied is in nobody's way: it is tried a few times more, each time later. */
  private async putAside({ seq, failures }: PendingEvent, error: unknown): Promise<void> {
    const { store, logger, now } = this.deps;
    const pause = PAUSES_MS[failures];
    const said = error instanceof Error ? error.message.slice(0, 300) : '';
    const reason = said || 'it failed without a reason';
    const message = pause === undefined ? 'an event is given up' : 'an event could not be applied';
    logger.warn({ err: error, event: seq, times: failures + 1 }, message);
    const after = pause === undefined ? null : now() + pause;
    await store.pending.putAside(seq, failures + 1, reason, after);
  }
}

/**
 * Gives the events to their onboarding and derives its coverage anew from all it has. Gives back the objects that the
 * onboarding had not used before.
 */
async function settle(
  repositories: Repositories,
  onboarding: OnboardingRow,
  seqs: readonly number[],
): Promise<string[]> {
  const { id, session_id: session } = onboarding;
  const { events, pending, onboardings } = repositories;
  await pending.assign(seqs, id);
  const change = patchOf(await coverageFrom(events, id, session));
  await onboardings.update(id, withList(onboarding, change));
  await pending.markApplied(seqs);
  return linkObjects(repositories, id, learnedFrom(await events.withSeqs(seqs)));
}
