import { crc32 } from 'node:zlib';
import type { ApiCall } from '../policy-api/calls';
import type { CallLimits, CallPlace, ListedCall, NewApiCall } from '../store/api-calls';
import type { PagePlace } from '../store/page-of-rows';
import type { Store } from '../store/store';
import type { ObjectLogger } from '../webhooks/logger';
import { callRow } from './call-row';

/** The calls of many pages are written together. */
const GATHER_MS = 500;
/** So many are remembered for the pages that are of no onboarding and of no contractor. */
const REMEMBERED = 100;

/** What is listed of a call, whether it is kept already or not. */
export type RecentCall = Omit<Pick<NewApiCall, keyof ListedCall>, 'id'>;

/**
 * The API calls that pages show. They are there at once, and kept on disk a moment later: nobody waits for that, and a
 * crash loses those of the last half second. What creates an object is kept with the object instead (see adopt.ts).
 */
export class RecentCalls {
  private waiting: NewApiCall[] = [];
  /** Of all pages of this process, oldest first. */
  private remembered: NewApiCall[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing = Promise.resolve();

  private readonly store: Pick<Store, 'apiCalls' | 'withoutWaiting'>;
  private readonly logger: Pick<ObjectLogger, 'warn'>;

  constructor(store: Pick<Store, 'apiCalls' | 'withoutWaiting'>, logger: Pick<ObjectLogger, 'warn'>) {
    this.store = store;
    this.logger = logger;
  }

  add(calls: readonly NewApiCall[]): void {
    if (calls.length === 0) return;
    this.remember(calls);
    this.waiting = [...this.waiting, ...calls];
    this.timer ??= setTimeout(() => void this.keep(), GATHER_MS).unref();
  }

  /** Takes note of calls that are kept with what they created. */
  remember(calls: readonly NewApiCall[]): void {
    this.remembered = [...this.remembered, ...calls].slice(-REMEMBERED);
  }

  /** DEMO ONLY: for when everything is forgotten. */
  forget(): void {
    this.waiting = [];
    this.remembered = [];
  }

  /** An observer of calls that are made for a contractor, whether they name them or not. */
  seeFor(contractorId: string): (call: ApiCall) => void {
    return (call) => this.add([callRow(call, contractorId)]);
  }

  /** The latest calls of all pages, newest first, with what each is of. From memory: nobody waits for it. */
  latestOfAll(limits: CallLimits): NewApiCall[] {
    return upTo(limits, [...this.remembered].reverse());
  }

  /** The latest calls of an onboarding or a contractor, newest first. */
  async latest(subject: string, limits: CallLimits): Promise<RecentCall[]> {
    const waiting = this.waiting.filter((call) => call.subject === subject).reverse();
    // A page that is opened again and again leaves many, of which few are shown.
    const few = upTo(limits, waiting);
    const kept = await this.store.apiCalls.latest(subject, limits);
    // Some may have been written meanwhile.
    const known = new Set(kept.map(callKey));
    return upTo(limits, [...few.filter((call) => !known.has(callKey(call))), ...kept]);
  }

  /** A page of all that is kept, newest first, and nothing waits to be. */
  async page(subject: string, onlyChanges: boolean, beside: PagePlace<CallPlace>): Promise<ListedCall[]> {
    await this.keep();
    return this.store.apiCalls.page(subject, onlyChanges, beside);
  }

  /** The call of a subject with this key (see `callKey`); null for none that is kept. */
  async find(subject: string, key: string): Promise<NewApiCall | null> {
    const [at = '', method = ''] = key.split('-');
    const isIt = (call: NewApiCall) => call.subject === subject && callKey(call) === key;
    const began = Number(at);
    if (!Number.isSafeInteger(began)) return null;
    return (
      this.waiting.find(isIt) ??
      this.remembered.find(isIt) ??
      (await this.store.apiCalls.at(subject, method.toUpperCase(), began)).find(isIt) ??
      null
    );
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
      await this.store.withoutWaiting(({ apiCalls }) => apiCalls.add(calls));
    } catch (error) {
      this.logger.warn({ err: error }, 'API calls could not be kept');
    }
    this.waiting = this.waiting.slice(calls.length);
  }
}

/** The first of each kind, as many as are shown. */
function upTo<Call extends RecentCall>({ changes, reads }: CallLimits, calls: readonly Call[]): Call[] {
  const seen = new Map<string, number>();
  return calls.filter(({ method }) => {
    const count = (seen.get(method) ?? 0) + 1;
    seen.set(method, count);
    return count <= (method === 'GET' ? reads : changes);
  });
}

/** Names a call among those of its subject, in memory as on disk: for links, so without what would have to be escaped. */
export function callKey(call: RecentCall): string {
  const known = keys.get(call);
  if (known !== undefined) return known;
  const path = crc32(call.path).toString(16);
  const key = [call.at, call.method.toLowerCase(), call.attempt, path].join('-');
  keys.set(call, key);
  return key;
}

/** A call is listed on many pages. */
const keys = new WeakMap<RecentCall, string>();
