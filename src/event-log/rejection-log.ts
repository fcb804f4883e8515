import { networkOf } from '../lib/network';
import { storableText } from '../lib/storable-text';
import { redactJson, redactorFor } from '../policy-api/redact';
import type { NewRejected, RejectedDeliveryRepository } from '../store/rejected-deliveries';
import type { Rejection } from '../webhooks/delivery';
import type { ObjectLogger } from '../webhooks/logger';
import { secretList, type Secrets } from '../webhooks/secrets';

/** Each write waits for the disk, so what comes within this time is written together. */
const GATHER_MS = 1000;
/** Of one reason so many are kept in a minute; the others are counted with the last of these. */
const SAMPLES = 5;
const PERIOD_MS = 60_000;

/** How much is kept of a body, in characters, and of the names of headers. */
const BODY_LENGTH = 2000;
const MAY_SIGN = /sign|hmac|timestamp|webhook|svix/;
const MOST_HEADERS = 10;

export interface RejectionLogDeps {
  rejected: Pick<RejectedDeliveryRepository, 'keep'>;
  /** They are kept out of the log, whatever a body holds. */
  secrets: Secrets;
  logger: Pick<ObjectLogger, 'warn'>;
  /** Epoch milliseconds. */
  now: () => number;
}

interface Sample {
  row: NewRejected;
  isWritten: boolean;
}

/**
 * Notes deliveries that were refused, for people to look at. Anybody can send them: of a flood a few are kept and the
 * rest is counted, in one small transaction a second at most, and nobody waits for it.
 */
export class RejectionLog {
  private readonly deps: RejectionLogDeps;
  /** By reason. */
  private readonly recent = new Map<string, Sample[]>();
  private timer: NodeJS.Timeout | null = null;
  private writing = Promise.resolve();

  constructor(deps: RejectionLogDeps) {
    this.deps = deps;
  }

  readonly add = (rejection: Rejection): void => {
    const at = this.deps.now();
    const samples = (this.recent.get(rejection.reason) ?? []).filter(
      ({ row }) => Math.abs(at - row.first_at) < PERIOD_MS,
    );
    const last = samples.at(-1);
    if (last && samples.length >= SAMPLES) {
      Object.assign(last.row, { times: last.row.times + 1, last_at: at });
      last.isWritten = false;
    } else samples.push({ row: this.rowOf(rejection, at), isWritten: false });
    this.recent.set(rejection.reason, samples);
    this.timer ??= setTimeout(() => void this.keep(), GATHER_MS).unref();
  };

  /** Writes what waits, one write after the other. Never rejects. */
  keep(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** What cannot be written is given up: it is there to be looked at. */
  private async write(): Promise<void> {
    const waiting = [...this.recent.values()].flat().filter(({ isWritten }) => !isWritten);
    if (waiting.length === 0) return;
    for (const sample of waiting) sample.isWritten = true;
    try {
      const ids = await this.deps.rejected.keep(waiting.map(({ row }) => row));
      for (const [index, id] of ids.entries()) Object.assign(waiting[index]?.row ?? {}, { id });
    } catch (error) {
      this.deps.logger.warn({ err: error }, 'rejected deliveries could not be noted');
    }
  }

  private rowOf({ reason, status, headers, from, rawBody }: Rejection, at: number): NewRejected {
    const names = Object.keys(headers).filter((name) => MAY_SIGN.test(name) && name.length <= 100);
    return {
      reason,
      status,
      network: networkOf(from),
      headers: names.slice(0, MOST_HEADERS).join(' '),
      body: rawBody && this.beginningOf(rawBody),
      bytes: rawBody && rawBody.length,
      first_at: at,
      last_at: at,
      times: 1,
    };
  }

  /** Secrets are looked for in the whole of it: half of one would not be known any more. */
  private beginningOf(rawBody: Buffer): string {
    const redact = redactorFor(secretList(this.deps.secrets));
    const text = redact(redactJson(rawBody.toString('utf8')));
    return storableText(text.slice(0, BODY_LENGTH));
  }
}
