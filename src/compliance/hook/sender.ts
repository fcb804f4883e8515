import { randomUUID } from 'node:crypto';
import { BackgroundTask, lookAgainIn } from '../../lib/background-task';
import type { CoverageChange } from '../../onboarding/changed-coverage';
import type { SiteWords } from '../../pages/site-words';
import type { HookDelivery, HookDeliveryRepository } from '../../store/hook-deliveries';
import type { ObjectLogger } from '../../webhooks/logger';
import { changedEvent, testEvent, type CoverageEventBody } from './event';
import { postHook, type HookSettings } from './post';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The pauses after the failures of one delivery: about a day. After one more it is given up. */
const PAUSES_MS = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 15 * HOUR];
/** So many are under way at once. */
const GROUP = 10;
/** A process that stops while it calls leaves the delivery to others after this time. */
const TAKEN_FOR_MS = MINUTE;

export interface SenderDeps {
  hook: HookSettings;
  store: {
    hookDeliveries: Pick<HookDeliveryRepository, 'add' | 'lastOf' | 'due' | 'nextDue' | 'take' | 'settle'>;
  };
  words: Pick<SiteWords, 'hookUrl'>;
  logger: Pick<ObjectLogger, 'warn' | 'error'>;
  /** Epoch milliseconds. */
  now: () => number;
}

/** Calls the platform with what changed, apart from everything else, until it listens or is given up. */
export class HookSender {
  private readonly task: BackgroundTask;
  private readonly deps: SenderDeps;

  constructor(deps: SenderDeps) {
    this.deps = deps;
    this.task = new BackgroundTask(
      () => this.sendDue(),
      (error, times) => deps.logger.error({ err: error, times }, 'deliveries to the platform cannot be read'),
    );
  }

  /** Keeps what changed, to be sent. What says the same as the last one about the same is left out. */
  readonly changed = async (change: CoverageChange): Promise<void> => {
    const event = changedEvent(change, this.deps.now());
    const subject = [change.contractorId, change.jobId].filter((id) => id !== null).join(' ');
    const last = subject === '' ? undefined : await this.deps.store.hookDeliveries.lastOf(subject);
    if (last === undefined || dataOf(last.body) !== JSON.stringify(event.data))
      await this.keep(subject, event);
  };

  /** Keeps one to try the platform with. */
  sendTest(): Promise<void> {
    return this.keep('', testEvent(this.deps.now()));
  }

  /** Sends what is due, in the background. */
  readonly soon = (): void => this.task.soon(0);

  /** Ends it once what is under way was answered. What is left is sent after the next start. */
  stop(): Promise<void> {
    return this.task.stop();
  }

  private async keep(subject: string, event: CoverageEventBody): Promise<void> {
    const { store, now } = this.deps;
    const id = `msg_${randomUUID().replaceAll('-', '')}`;
    await store.hookDeliveries.add({ id, subject, body: JSON.stringify(event) }, now());
    this.soon();
  }

  /** Gives back in how many milliseconds to look again. */
  private async sendDue(): Promise<number> {
    const { hookDeliveries } = this.deps.store;
    const { now } = this.deps;
    const due = await hookDeliveries.due(GROUP, now());
    await Promise.all(due.map((delivery) => this.send(delivery)));
    const next = await hookDeliveries.nextDue();
    return lookAgainIn(next, now());
  }

  private async send(delivery: HookDelivery): Promise<void> {
    const { hook, store, words, logger, now } = this.deps;
    const { id, attempts } = delivery;
    const takenUntil = now() + TAKEN_FOR_MS;
    if (!(await store.hookDeliveries.take(delivery, takenUntil))) return;
    const { status, failure } = await postHook(hook, delivery, now(), words);
    const pause = failure === null ? undefined : PAUSES_MS[attempts];
    const state = failure === null ? 'delivered' : pause === undefined ? 'given_up' : 'waiting';
    if (failure !== null)
      logger.warn(
        { delivery: id, status, reason: failure, times: attempts + 1 },
        'the platform did not take a delivery',
      );
    const sendAfter = pause === undefined ? null : now() + pause;
    await store.hookDeliveries.settle(id, takenUntil, { state, status, failure, sendAfter, at: now() });
  }
}

function dataOf(body: string): string {
  return JSON.stringify((JSON.parse(body) as CoverageEventBody).data);
}
