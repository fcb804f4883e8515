import { BackgroundTask, lookAgainIn } from '../../lib/background-task';
import type { PolicyApi } from '../../policy-api/client';
import type { ApiCall } from '../../policy-api/calls';
import { isUnknownObject } from '../../policy-api/errors';
import type { KnownObjectRow } from '../../store/known-objects';
import type { Store } from '../../store/store';
import type { ObjectLogger } from '../../webhooks/logger';
import type { Knowledge } from './knowledge';
import type { ObjectKind } from './kinds';
import { readCertificate } from '../../coverage/read-contractor';

/** So many are read at once. */
const GROUP = 10;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** After so many failures an object is left as it is known; it is read again when a page asks for its contractor. */
const MOST_TRIES = 12;

/** The objects that say what events leave out, and how each is read. */
const READ = {
  contractor: (api: PolicyApi, id: string) => api.getContractor(id),
  entity: (api: PolicyApi, id: string) => api.getEntity(id),
  job: (api: PolicyApi, id: string) => api.getJob(id),
  quote: (api: PolicyApi, id: string) => api.getQuote(id),
  certificate: readCertificate,
} as const satisfies Partial<Record<ObjectKind, unknown>>;
type Readable = keyof typeof READ;

export interface WantedDeps {
  api: PolicyApi;
  store: Pick<Store, 'knownObjects' | 'withoutWaiting'>;
  knowledge: Pick<Knowledge, 'see' | 'gone' | 'passTime'>;
  logger: Pick<ObjectLogger, 'warn'>;
  /** Epoch milliseconds. */
  now: () => number;
}

/** Reads from the API, in the background, what events and onboardings name and do not tell. */
export class WantedObjects {
  private readonly task: BackgroundTask;
  private readonly deps: WantedDeps;
  private ended = false;

  /** Contractors whom the API has said it does not know. */
  private readonly unknown = new Set<string>();

  constructor(deps: WantedDeps) {
    this.deps = deps;
    this.task = new BackgroundTask(
      () => this.readDue(),
      (error, times) =>
        deps.logger.warn({ err: error, times }, 'what is known of contractors cannot be kept'),
    );
  }

  /** An observer of calls: whom the API does not know is noted as gone, whoever asked. */
  readonly see = ({
    status,
    path,
    responseBody,
  }: Pick<ApiCall, 'status' | 'path' | 'responseBody'>): void => {
    const id = /\/contractors\/([\w-]+)(?:[/?]|$)/.exec(path)?.[1];
    // What is no answer of the API, but a page of a proxy, says nothing of anybody.
    if (status !== 404 || id === undefined || typeof responseBody !== 'object') return;
    this.unknown.add(id);
    this.soon();
  };

  readonly soon = (): void => this.task.soon(0);

  /** Reads what is due, and resolves when nothing more is. */
  now(): Promise<void> {
    return this.task.now();
  }

  /** Ends it after what is being read now; what is left waits in the database. */
  stop(): Promise<void> {
    this.ended = true;
    return this.task.stop();
  }

  private async readDue(): Promise<number> {
    const { store, knowledge, now } = this.deps;
    for (const id of this.unknown) {
      await knowledge.gone('contractor', id);
      this.unknown.delete(id);
    }
    await knowledge.passTime();
    while (!this.ended) {
      const due = await store.knownObjects.wanted(GROUP, now());
      if (due.length === 0) break;
      const pauses = await Promise.all(due.map((row) => this.read(row)));
      // An API that answers for none of them is not asked at once for the thousands behind them.
      if (!pauses.includes(0)) return Math.min(...pauses);
    }
    const next = await store.knownObjects.nextWanted();
    return lookAgainIn(next, now());
  }

  /** Gives back for how many milliseconds to leave the API alone: 0 where it answered. */
  private async read(row: KnownObjectRow): Promise<number> {
    const { api, knowledge, now } = this.deps;
    const { id } = row;
    const askedAt = now();
    try {
      if (isReadable(row.kind)) await knowledge.see(row.kind, await READ[row.kind](api, id), askedAt);
      else await this.want(row, null, row.tries);
      return 0;
    } catch (error) {
      if (isUnknownObject(error)) {
        await knowledge.gone(row.kind as Readable, id);
        return 0;
      }
      const tries = row.tries + 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** row.tries, LONGEST_PAUSE_MS);
      await this.want(row, tries < MOST_TRIES ? now() + pause : null, tries);
      return pause;
    }
  }

  private want(row: KnownObjectRow, after: number | null, tries: number): Promise<void> {
    return this.deps.store.withoutWaiting(({ knownObjects }) => knownObjects.want(row, after, tries));
  }
}

const isReadable = (kind: string): kind is Readable => Object.hasOwn(READ, kind);
