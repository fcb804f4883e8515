/**
 * Turns events into coverage: finds the onboarding of each event and works out where its coverage stands.
 *
 * Copy this if you want webhooks applied exactly once in effect, whatever their order and number.
 * It needs the store (events marked `applied`) and src/policy-api to read policies.
 * Replace `settle` with what your platform does when coverage changes.
 */
import type { Logger } from 'pino';
import type { WaitingEvent } from '../store/events';
import type { Repositories, Store } from '../store/store';
import { coverageFrom, patchOf } from './onboarding-coverage';

const GROUP = 200;
/** Events that come in quick succession are applied together: each round costs the database a transaction. */
const GATHER_MS = 25;

export class CoverageUpdater {
  private waiting: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private again = false;

  /** `onChange` is told the id of each onboarding whose events or coverage changed; null for events that match none. */
  constructor(
    private readonly store: Store,
    private readonly onChange: (onboardingId: string | null) => void,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  /** Applies what is waiting, in the background. Failures are logged; the events stay waiting. */
  readonly applySoon = (): void => {
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      this.start();
    }, GATHER_MS).unref();
  };

  private start(): void {
    this.again = true;
    this.running ??= this.run()
      .catch((error: unknown) => this.logger.error({ err: error }, 'events could not be applied'))
      .finally(() => {
        this.running = null;
        if (this.again) this.start();
      });
  }

  /** Applies what is waiting and resolves when nothing is left (also after a crash: the marks are in the database). */
  async applyAll(): Promise<void> {
    this.start();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      for (;;) {
        const events = await this.store.events.toApply(GROUP);
        const matched = await this.apply(events);
        // An event that is matched may reopen others, so only then there may be more.
        if (events.length < GROUP && matched === 0) break;
      }
    }
  }

  /** Gives back how many of the events belong to an onboarding. */
  private async apply(events: readonly WaitingEvent[]): Promise<number> {
    if (events.length === 0) return 0;
    const matches = await this.store.onboardings.matchEvents(events);
    await this.store.events.markUnmatched(
      events.filter((event) => !matches.has(event)).map(({ seq }) => seq),
    );
    if (matches.size < events.length) this.onChange(null);
    const byOnboarding = new Map<string, number[]>();
    for (const [event, id] of matches) byOnboarding.set(id, [...(byOnboarding.get(id) ?? []), event.seq]);
    for (const [id, seqs] of byOnboarding) {
      await this.store.exclusively(id, (repositories) => settle(repositories, id, seqs));
      this.onChange(id);
    }
    return matches.size;
  }
}

/** Gives the events to their onboarding and derives its coverage anew from all it has. */
async function settle(
  repositories: Repositories,
  onboardingId: string,
  seqs: readonly number[],
): Promise<void> {
  const { events, onboardings } = repositories;
  await events.assign(seqs, onboardingId);
  const onboarding = await onboardings.find(onboardingId);
  const coverage = await coverageFrom(events, onboardingId, onboarding?.session_id ?? null);
  if (coverage.policyId) {
    await onboardings.link(onboardingId, 'policy', coverage.policyId, null);
    await events.reopenUnmatched(coverage.policyId);
  }
  await onboardings.update(onboardingId, patchOf(coverage));
  await events.markApplied(seqs);
}
