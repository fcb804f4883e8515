import type { SandboxContext } from '../context';
import { randomText } from '../ids';
import type { Event, WebhookEndpoint } from '../model/events';
import type { Stored } from '../model/kinds';
import type { Message, Tried } from './attempts';
import { endpointSettings } from './endpoint-settings';
import { happens, webhookFaults } from './faults';
import { payloadOf } from './payload';
import { describeFailure, postJson } from './post';
import { accepted, type Delivery, type Queue } from './queue';
import { signatureSchemes } from './sign';

/** Not documented; our choice. */
export const defaultTimeLimitMs = 10_000;

/** After a failure of the database. */
const TRY_AGAIN_MS = 5_000;

/** Makes the deliveries: one at a time for each endpoint, so that a slow one holds up nobody else. */
export interface Sender {
  start(): void;
  /** Looks for something to deliver. */
  wake(): void;
  /** Stops and waits for deliveries under way; what was not accepted stays pending. */
  stop(): Promise<void>;
}

export function createSender(
  context: SandboxContext,
  queue: Queue,
  timeLimitMs: number = defaultTimeLimitMs,
): Sender {
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
      const attempt = await deliver(context, delivery, { timeLimitMs, stopped: stopping.signal });
      // One that was cut short by stopping counts as not tried.
      if (accepted(attempt.status) || !stopping.signal.aborted) queue.record(delivery, attempt);
    }
  };
  const begin = (endpoint: string, dueBy = 0) => {
    if (!running || busy.has(endpoint)) return;
    clearTimeout(timers.get(endpoint));
    const done = work(endpoint, dueBy)
      .catch((error: unknown) => {
        context.logger.error({ err: error, endpoint }, 'webhook sender failed; trying again');
        later(endpoint, 0, TRY_AGAIN_MS);
      })
      .finally(() => busy.delete(endpoint));
    busy.set(endpoint, done);
  };
  const later = (endpoint: string, dueAt: number, wait: number) => {
    const longest = 2 ** 31 - 1;
    const timer = setTimeout(() => begin(endpoint, dueAt), Math.min(wait, longest));
    timers.set(endpoint, timer.unref());
  };
  // Called by a timer, where nobody would catch what it throws, and the process would end.
  const wake = () => {
    try {
      if (running) for (const endpoint of queue.endpoints()) begin(endpoint);
    } catch (error) {
      context.logger.error({ err: error }, 'webhook sender failed; trying again');
      setTimeout(wake, TRY_AGAIN_MS).unref();
    }
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

interface Limits {
  timeLimitMs: number;
  stopped: AbortSignal;
}

async function deliver(context: SandboxContext, delivery: Delivery, limits: Limits): Promise<Tried> {
  const at = context.clock.happens(delivery.next_at);
  const endpoint = context.objects.find('webhook_endpoint', delivery.endpoint);
  const event = context.objects.find('event', delivery.event);
  const began = performance.now();
  let sent: Message | null = null;
  const ended = (rest: Partial<Tried>): Tried => {
    const duration = Math.round(performance.now() - began);
    return { at, duration, status: null, error: null, answer: null, note: null, sent, ...rest };
  };
  if (!endpoint || !event) return ended({ error: 'The endpoint or the event is gone.' });
  const { note, ...message } = messageOf(context, endpoint, event);
  sent = message;
  const signal = AbortSignal.any([limits.stopped, AbortSignal.timeout(limits.timeLimitMs)]);
  const about = { event: event.id, type: event.data.type, url: endpoint.data.url };
  try {
    const { status, answer } = await postJson(endpoint.data.url, message, signal);
    context.logger.info({ ...about, status }, 'webhook sent');
    return ended({
      status,
      answer,
      note,
      error: accepted(status) ? null : `The endpoint answered ${status}.`,
    });
  } catch (error) {
    const text = describeFailure(error, limits.timeLimitMs);
    context.logger.warn({ ...about, error: text }, 'webhook not delivered');
    return ended({ error: text, note });
  }
}

/** The same event, and so the same id, at each attempt; the timestamp is that of the attempt. */
function messageOf(
  context: SandboxContext,
  { id: endpoint, data }: Stored<WebhookEndpoint>,
  event: Stored<Event>,
) {
  const faults = webhookFaults(context);
  const body = payloadOf(event, context.switches.variants.current());
  const wrong = happens(context, faults.bad_signature_rate);
  const secret = wrong ? `whsec_${randomText(24)}` : data.secret;
  const seconds = Math.floor(context.clock.real() / 1000);
  const { scheme } = endpointSettings(context, endpoint);
  const signature = signatureSchemes[scheme].headers({ secret, id: event.id, body, seconds });
  const headers: Message['headers'] = {
    'content-type': 'application/json',
    'user-agent': 'Local-Sandbox-Webhooks/1.0',
    ...signature,
  };
  return { body, headers, note: wrong ? 'Badly signed by a webhook fault.' : null };
}
