import { z } from 'zod';
import { DemoProblem } from './problem';

const TIME_LIMIT_MS = 15_000;

const clockSchema = z.object({
  now: z.number(),
  offset: z.number(),
  epoch: z.string(),
  next: z.object({ at: z.number(), title: z.string(), object: z.string() }).nullable(),
});
/** `now` is in epoch seconds, `offset` in seconds ahead of real time. */
export type SandboxClock = z.infer<typeof clockSchema>;

const apiFaultsSchema = z.array(
  z.looseObject({
    fault: z.string(),
    times: z.number().optional(),
    ms: z.number().optional(),
    status: z.number().optional(),
  }),
);
export type ApiFault = z.infer<typeof apiFaultsSchema>[number];

const webhookFaultsSchema = z.looseObject({
  delay_seconds: z.number(),
  drop_rate: z.number(),
  drop_next: z.number(),
});
export type WebhookFaults = z.infer<typeof webhookFaultsSchema>;

const paymentSessionsSchema = z.array(
  z.object({ id: z.string(), contractor_id: z.string(), status: z.string() }),
);

const journalSchema = z.array(
  z.object({
    /** Epoch seconds of real time. */
    real_at: z.number(),
    method: z.string(),
    /** Below the API's base. */
    path: z.string(),
    status: z.number().nullable(),
    answer: z
      .object({ id: z.string().optional().catch(undefined) })
      .nullable()
      .catch(null),
  }),
);
/** A call that was made of the API: without what was sent and answered, but for the id. */
export type JournalCall = z.infer<typeof journalSchema>[number];

/** What goes wrong on purpose. */
export interface Faults {
  api: ApiFault[];
  webhooks: WebhookFaults;
}

/** The control API of the local sandbox (its README lists it), over HTTP like everything between the two programs. */
export class SandboxControl {
  /** Where its pages are, without a slash at the end. */
  readonly url: string;

  /** `apiBase`: `http://host:port/api/v1`. */
  constructor(apiBase: string) {
    this.url = apiBase.replace(/\/api\/v1\/?$/, '');
  }

  async clock(): Promise<SandboxClock> {
    return clockSchema.parse(await this.send('GET', '/clock'));
  }

  /** By a duration such as `24h`, or to a time in epoch seconds. What falls due until then has happened afterwards. */
  async moveClock(to: string | number): Promise<void> {
    await this.send('POST', '/clock', typeof to === 'number' ? { to } : { advance: to });
  }

  /** Empties it, but for its webhook endpoints: its clock shows real time. */
  async reset(): Promise<void> {
    await this.send('POST', '/reset', {});
  }

  /** Empties it too; the same calls get the same ids then. `at`: what its clock shows then, in epoch seconds. */
  async resetWithSeed(seed: string, at: number): Promise<void> {
    await this.send('POST', '/reset', { seed, at, clock_runs: true });
  }

  /** Seconds from the end of an application until its policy is issued, for those that end from now on. */
  async issueAfter(seconds: number): Promise<void> {
    await this.send('PUT', '/organisation', { issuance_seconds: seconds });
  }

  /** Makes something happen, such as `act('applications', id, 'complete')`. */
  async act(plural: string, id: string, act: string): Promise<void> {
    await this.send('POST', `/${plural}/${encodeURIComponent(id)}/${act}`);
  }

  /** The page that was opened last for another card of the contractor. */
  async cardPage(contractor: string): Promise<string> {
    const all = paymentSessionsSchema.parse(await this.send('GET', '/payment-sessions'));
    const found = all.find((one) => one.contractor_id === contractor && one.status === 'pending');
    if (!found) throw new DemoProblem('No page for another card is open.');
    return found.id;
  }

  /** The latest calls of the API, newest first. */
  async calls(): Promise<JournalCall[]> {
    return journalSchema.parse(await this.send('GET', '/journal?limit=100'));
  }

  /** Lets a site show the sandbox's pages in its frames, for so many seconds; null: none any more. */
  async allowFraming(origin: string | null, seconds: number): Promise<void> {
    await (origin === null
      ? this.send('DELETE', '/framing')
      : this.send('PUT', '/framing', { origin, seconds }));
  }

  async faults(): Promise<Faults> {
    const [api, webhooks] = await Promise.all([
      this.send('GET', '/api-faults'),
      this.send('GET', '/webhook-faults'),
    ]);
    return { api: apiFaultsSchema.parse(api), webhooks: webhookFaultsSchema.parse(webhooks) };
  }

  async addApiFault(fault: { fault: string; [setting: string]: string | number }): Promise<void> {
    await this.send('POST', '/api-faults', fault);
  }

  /** Those left out are off. */
  async setWebhookFaults(faults: Partial<WebhookFaults>): Promise<void> {
    await this.send('PUT', '/webhook-faults', faults);
  }

  async switchFaultsOff(): Promise<void> {
    await Promise.all([this.send('DELETE', '/api-faults'), this.send('DELETE', '/webhook-faults')]);
  }

  /** @throws DemoProblem */
  async send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const [answer, text] = await fetch(`${this.url}/_sandbox${path}`, {
      method,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      ...(method !== 'GET' && { headers: { 'content-type': 'application/json' } }),
      ...(body && { body: JSON.stringify(body) }),
    })
      .then(async (came) => [came, await came.text()] as const)
      .catch((error: unknown) => {
        throw new DemoProblem('The local sandbox does not answer.', { cause: error });
      });
    if (answer.ok) return JSON.parse(text || 'null');
    const why = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? `it answered ${answer.status}.`;
    throw new DemoProblem(`The local sandbox refused ${method} ${path}: ${why}`);
  }
}
