import type { ApiCallRepository, NewApiCall } from '../../store/api-calls';
import type { ObjectLogger } from '../../webhooks/logger';

/** Each write waits for the disk, so the calls of many pages are written together. */
const GATHER_MS = 500;

/**
 * The API calls that pages show. They are there at once, and kept on disk a moment later: nobody waits for that, and a
 * crash loses those of the last half second. What creates an object is kept with the object instead (see adopt.ts).
 */
export class RecentCalls {
  private waiting: NewApiCall[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing = Promise.resolve();

  private readonly kept: Pick<ApiCallRepository, 'add' | 'ofStep'>;
  private readonly logger: Pick<ObjectLogger, 'warn'>;

  constructor(kept: Pick<ApiCallRepository, 'add' | 'ofStep'>, logger: Pick<ObjectLogger, 'warn'>) {
    this.kept = kept;
    this.logger = logger;
  }

  add(calls: readonly NewApiCall[]): void {
    if (calls.length === 0) return;
    this.waiting = [...this.waiting, ...calls];
    this.timer ??= setTimeout(() => void this.keep(), GATHER_MS).unref();
  }

  /** The latest calls of one step, newest first. */
  async ofStep(onboardingId: string, step: string, limit: number): Promise<NewApiCall[]> {
    const isOfStep = (call: NewApiCall) => call.onboarding_id === onboardingId && call.step === step;
    const waiting = this.waiting.filter(isOfStep).slice(-limit).reverse();
    const kept = await this.kept.ofStep(onboardingId, step, limit);
    // Some may have been written meanwhile.
    const known = new Set(kept.map(identity));
    return [...waiting.filter((call) => !known.has(identity(call))), ...kept].slice(0, limit);
  }

  /** Writes what waits, one write after the other, so that nothing is written twice. */
  keep(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** What cannot be written is given up: it is there to be looked at. */
  private async write(): Promise<void> {
    const calls = this.waiting;
    try {
      await this.kept.add(calls);
    } catch (error) {
      this.logger.warn({ err: error }, 'API calls could not be kept');
    }
    this.waiting = this.waiting.slice(calls.length);
  }
}

const identity = (call: NewApiCall): string =>
  [call.at, call.method, call.path, call.attempt, call.request_id].join(' ');
