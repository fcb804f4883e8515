import axios from 'axios';
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { CONTRACTOR, uniqueEmail } from '../../test/support/walk';
import type { ApiCall } from '../../src/policy-api/calls';

const httpAgent = new Agent({ keepAlive: true });

/**
 * Makes the API calls of a walk once more, for objects of its own: ids that the API gave then are replaced by those
 * it gives now. Calls that ran at the same time do so again.
 */
export class Replay {
  /** What stood in the calls, and what stands for it now. */
  private readonly instead = new Map<string, string>();
  private readonly email = uniqueEmail().email;

  private readonly apiKey: string;

  constructor(apiKey: string) {
    this.apiKey = apiKey;
  }

  async run(calls: readonly ApiCall[]): Promise<void> {
    for (const group of together(calls)) await Promise.all(group.map((call) => this.repeat(call)));
  }

  private async repeat(call: ApiCall): Promise<void> {
    const { data } = await axios.request<{ id?: unknown }>({
      method: call.method,
      url: this.renew(call.url),
      data: call.requestBody === null ? undefined : this.renew(JSON.stringify(call.requestBody)),
      headers: {
        Authorization: `Bearer ${this.apiKey}`,
        ...(call.requestBody !== null && { 'Content-Type': 'application/json' }),
        ...(call.idempotencyKey !== null && { 'Ten99Policy-Idempotent-Key': randomUUID() }),
      },
      httpAgent,
      proxy: false,
    });
    const then = (call.responseBody as { id?: unknown } | null)?.id;
    if (typeof then === 'string' && typeof data.id === 'string') this.instead.set(then, data.id);
  }

  private renew(text: string): string {
    let renewed = text
      .replace(/contractor-[\w-]+@example\.com/, this.email)
      // The client takes tax ids out of what it tells.
      .replace(/("tax_identification":)"[^"]*"/, `$1${JSON.stringify(CONTRACTOR.tax_identification)}`);
    for (const [then, now] of this.instead) renewed = renewed.replaceAll(then, now);
    return renewed;
  }
}

/** Calls in groups: one that began before the calls ahead of it ended belongs to their group. */
function together(calls: readonly ApiCall[]): ApiCall[][] {
  const groups: ApiCall[][] = [];
  let end = -Infinity;
  for (const call of [...calls].sort((a, b) => a.startedAt - b.startedAt)) {
    const group = call.startedAt < end ? groups.at(-1) : undefined;
    if (group) group.push(call);
    else groups.push([call]);
    end = Math.max(end, call.startedAt + call.durationMs);
  }
  return groups;
}
