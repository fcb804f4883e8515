import { setTimeout as delay } from 'node:timers/promises';
import type { PolicyEvent } from '../policy-api/normalize/event';

/** What is used of the API client. */
interface LatestApi {
  listEvents(params: { limit: number }): Promise<PolicyEvent[]>;
}

const EVERY_MS = 1_000;

/** The latest hundred events of the API, read at most once a second, however many want to see them. */
export class LatestEvents {
  private readonly api: LatestApi;
  private next: Promise<PolicyEvent[]> | null = null;
  private readAt = -Infinity;

  constructor(api: LatestApi) {
    this.api = api;
  }

  /**
   * As the API has them after this was called, so that what happened before is among them.
   * @throws PolicyApiError
   */
  read(): Promise<PolicyEvent[]> {
    return (this.next ??= this.readInTime());
  }

  private async readInTime(): Promise<PolicyEvent[]> {
    await delay(Math.max(0, this.readAt + EVERY_MS - performance.now()));
    // Whoever comes from now on waits for the one after this.
    this.next = null;
    this.readAt = performance.now();
    return this.api.listEvents({ limit: 100 });
  }
}
