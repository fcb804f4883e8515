import { viewEvent } from '../api/resources/events';
import type { SandboxContext } from '../context';
import type { Event, Stored, WebhookEndpoint } from '../model';
import type { Delivery, Outcome, Queue } from './queue';
import { sign, signatureHeader } from './sign';

const TIME_LIMIT_MS = 10_000;

/** Makes the deliveries: one at a time for each endpoint, so that a slow one holds up nobody else. */
export interface Sender {
  start(): void;
  /** Looks for something to deliver. */
  wake(): void;
  /** Stops and waits for deliveries under way; what was not accepted stays pending. */
  stop(): Promise<void>;
}

export function createSender(context: SandboxContext, queue: Queue): Sender {
  const busy = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const stopping = new AbortController();
  let running = false;

  const work = async (endpoint: string, dueBy: number) => {
    for (;;) {
      const delivery = running ? queue.next(endpoint) : undefined;
      if (!delivery) return;
      const wait = delivery.next_at - Math.max(context.clock.now(), dueBy);
      if (wait > 0) return later(endpoint, delivery.next_at, wait);
      const outcome = await deliver(context, delivery, stopping.signal);
      // One that was cut short by stopping counts as not tried.
      if (outcome.ok || !stopping.signal.aborted) queue.record(delivery, outcome);
    }
  };
  const begin = (endpoint: string, dueBy = 0) => {
    if (!running || busy.has(endpoint)) return;
    clearTimeout(timers.get(endpoint));
    const done = work(endpoint, dueBy)
      .catch((error: unknown) => context.logger.error({ err: error, endpoint }, 'webhook sender failed'))
      .finally(() => busy.delete(endpoint));
    busy.set(endpoint, done);
  };
  const later = (endpoint: string, dueAt: number, wait: number) => {
    const longest = 2 ** 31 - 1;
    const timer = setTimeout(() => begin(endpoint, dueAt), Math.min(wait, longest));
    timers.set(endpoint, timer.unref());
  };
  const wake = () => {
    if (running) for (const endpoint of queue.endpoints()) begin(endpoint);
  };
  return {
    start() {
      running = true;
      wake();
    },
    wake,
    async stop() {
      running = false;
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(busy.values());
    },
  };
}

async function deliver(context: SandboxContext, delivery: Delivery, stopped: AbortSignal): Promise<Outcome> {
  const endpoint = context.objects.find('webhook_endpoint', delivery.endpoint);
  const event = context.objects.find('event', delivery.event);
  if (!endpoint || !event) return { ok: false, status: null, error: 'The endpoint or the event is gone.' };
  try {
    const status = await post(context, endpoint.data, event, stopped);
    const ok = status >= 200 && status < 300;
    const error = ok ? null : `The endpoint answered ${status}.`;
    context.logger.info(
      { event: event.id, type: event.data.type, url: endpoint.data.url, status },
      'webhook sent',
    );
    return { ok, status, error };
  } catch (error) {
    const text = describe(error);
    context.logger.warn({ event: event.id, url: endpoint.data.url, error: text }, 'webhook not delivered');
    return { ok: false, status: null, error: text };
  }
}

/** The same event, and so the same id, at each attempt; the timestamp is that of the attempt. */
async function post(
  context: SandboxContext,
  endpoint: WebhookEndpoint,
  event: Stored<Event>,
  stopped: AbortSignal,
): Promise<number> {
  const body = JSON.stringify(viewEvent(null, event));
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Local-Sandbox-Webhooks/1.0',
      [signatureHeader]: sign(endpoint.secret, body, Math.floor(context.clock.real() / 1000)),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([stopped, AbortSignal.timeout(TIME_LIMIT_MS)]),
  });
  await response.body?.cancel();
  return response.status;
}

function describe(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `No answer within ${TIME_LIMIT_MS / 1000} seconds.`;
  return cause?.code ?? cause?.message ?? message;
}
