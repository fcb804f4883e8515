import { BackgroundTask, lookAgainIn } from '../lib/background-task';
import type { CoverageNews, CoverageNewsRepository } from '../store/coverage-news';
import type { ObjectLogger } from '../webhooks/logger';
import { changeOf, type ChangeDeps, type CoverageChange } from './changed-coverage';

export type OnCoverageChange = (change: CoverageChange) => Promise<void> | void;

/** So many are told at once; each has so long to listen. */
const GROUP = 50;
const TIME_LIMIT_MS = 30_000;
/** The pause after a first failure; it doubles with each further one. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export interface TellerDeps extends ChangeDeps {
  /** `subject`: as it was noted, which says what the change was looked at by. */
  tell: (change: CoverageChange, subject: string) => Promise<void> | void;
  store: ChangeDeps['store'] & {
    coverageNews: Pick<CoverageNewsRepository, 'due' | 'nextDue' | 'note' | 'told' | 'putOff'>;
  };
  logger: Pick<ObjectLogger, 'warn' | 'error'>;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * Tells the host of coverage, apart from applying events: a host that fails, or takes its time, keeps nothing waiting but
 * what it is to be told of that onboarding. It is told until it listens, also after a crash.
 */
export class CoverageTeller {
  private readonly task: BackgroundTask;
  private readonly deps: TellerDeps;
  private readonly ended = new AbortController();

  constructor(deps: TellerDeps) {
    this.deps = deps;
    this.task = new BackgroundTask(
      () => this.tellDue(),
      (error, times) => deps.logger.error({ err: error, times }, 'what to tell of coverage cannot be read'),
    );
  }

  /** Tells what is due, in the background. */
  readonly soon = (): void => this.task.soon(0);

  /** Ends it, without waiting for the host. What it was not told is told after the next start. */
  stop(): Promise<void> {
    this.ended.abort();
    return this.task.stop();
  }

  /** Gives back in how many milliseconds to look again. */
  private async tellDue(): Promise<number> {
    const { store, now } = this.deps;
    const due = await store.coverageNews.due(GROUP, now());
    await Promise.all(due.map((news) => this.tellOne(news)));
    const next = await store.coverageNews.nextDue();
    return lookAgainIn(next, now());
  }

  private async tellOne(news: CoverageNews): Promise<void> {
    const { store, logger, now } = this.deps;
    let told: CoverageChange | null;
    try {
      told = await this.tell(news.subject);
    } catch (error) {
      if (this.ended.signal.aborted) return;
      const { subject, failures } = news;
      logger.warn(
        { err: error, subject, times: failures + 1 },
        'the host was not told of coverage; trying again',
      );
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
      return store.coverageNews.putOff(news, now() + pause);
    }
    if (await store.coverageNews.told(news)) return;
    // Another process may have told what is newer in the meantime, and what was told here would be believed.
    const current = await changeOf(news.subject, this.deps);
    if (standingIn(current) !== standingIn(told)) await store.coverageNews.note([news.subject], now());
  }

  private async tell(subject: string): Promise<CoverageChange | null> {
    const change = await changeOf(subject, this.deps);
    if (change) await this.withinLimit(Promise.resolve().then(() => this.deps.tell(change, subject)));
    return change;
  }

  private async withinLimit(work: Promise<void>): Promise<void> {
    const { signal } = this.ended;
    let giveUp = () => undefined as void;
    const tooLong = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(new Error('onCoverageChange took too long'));
    });
    const timer = setTimeout(giveUp, TIME_LIMIT_MS);
    signal.addEventListener('abort', giveUp);
    await Promise.race([work, tooLong]).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    });
  }
}

/** A text that differs whenever the coverage does. */
function standingIn(change: CoverageChange | null): string {
  if (!change) return '';
  const { covered, state, from, until } = change.coverage;
  return [covered, state, from, until].join(' ');
}
