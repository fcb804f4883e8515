/**
 * Receives a delivery: verify, keep, answer. It knows no framework and no database.
 *
 * Copy this if you want a webhook route that loses no delivery and believes nothing unverified.
 * It needs the packages raw-body and standardwebhooks, and no database: `npm run lift -- webhook DIR` copies all of it,
 * with routes for Express, Fastify and plain Node.
 * Replace `record` with your own storage: it must settle only after a durable commit.
 */
import { packedAs } from '../../lib/content-encoding';
import {
  EventRefusedError,
  MAX_BODY,
  type Confirmation,
  type ConfirmEvent,
  type Delivery,
  type Recorded,
  type Rejection,
  type WebhookAnswer,
  type WebhookOptions,
} from './delivery';
import { namelessKey, readEvent, toNewEvent, type NewEvent } from './event';
import { toObjectLogger, type ObjectLogger } from './logger';
import { verifySignature } from './schemes/scheme';
import { secretList } from './secrets';

type Settled = Omit<WebhookOptions, 'logger' | 'now'> & { logger: ObjectLogger; now: () => number };

const ignore = () => undefined;
const SILENT: ObjectLogger = { info: ignore, warn: ignore, error: ignore };

/**
 * Answers one delivery: 200 once its event is kept, other 4xx than 429 when sending it again is of no use, else 429,
 * 500 or 503. Never rejects. That an event can be fetched, which `confirm` does, is documented ("Retrieve an event");
 * how deliveries are signed is not, as far as we know.
 */
export async function receiveWebhook(delivery: Delivery, options: WebhookOptions): Promise<WebhookAnswer> {
  const logger = options.logger ? toObjectLogger(options.logger) : SILENT;
  try {
    return await receive(delivery, { ...options, logger, now: options.now ?? Date.now });
  } catch (error) {
    logger.error({ err: error }, 'webhook delivery failed');
    return refusal(500, 'internal_error', 'The delivery could not be handled. Send it again later.');
  }
}

function receive(delivery: Delivery, options: Settled): WebhookAnswer | Promise<WebhookAnswer> {
  const { method, headers, rawBody, from } = delivery;
  if (method !== 'POST') {
    return refusal(405, 'method_not_allowed', 'Send events with POST.', { Allow: 'POST' });
  }
  const bare = { headers, from, rawBody: null };
  if (typeof rawBody === 'string') return withoutBody(rawBody, bare, options);
  if (packedAs(headers['content-encoding']) !== null) return withoutBody('packed', bare, options);

  const whole = { headers, from, rawBody };
  const confirm = confirmOf(options);
  const problem = confirm ? null : signatureProblem(headers, rawBody, options);
  if (problem) {
    options.logger.warn({ reason: problem, bytes: rawBody.length }, 'webhook delivery refused');
    return reject(options, whole, 401, problem, 'The signature of this delivery could not be verified.');
  }
  const received = readEvent(rawBody);
  if (!received) {
    const expected = 'The body is not a JSON object with a type, or is nested too deeply.';
    return reject(options, whole, 400, 'not_an_event', expected);
  }
  const { event, text } = received;
  if (!confirm) return keep(options, whole, () => toNewEvent(event, text, 'signature', options.now()));
  // Many may wait for the API, and anybody sends them: what waits holds no body.
  const claim = { id: event.id, namelessKey: namelessKey(event) };
  return keepConfirmed(options, bare, confirm(claim, from));
}

type Came = Omit<Rejection, 'reason' | 'status'>;

function reject({ onRejected }: Settled, came: Came, status: number, reason: string, message: string) {
  onRejected?.({ ...came, status, reason });
  return refusal(status, reason, message);
}

/** What asks the API, where it is that which decides; else the signature does. */
function confirmOf({ verify, confirm, secrets }: Settled): ConfirmEvent | undefined {
  const by = verify ?? (secretList(secrets).length > 0 ? 'signature' : 'api');
  return by === 'api' ? confirm : undefined;
}

function signatureProblem(headers: Delivery['headers'], rawBody: Buffer, options: Settled) {
  const now = Math.floor(options.now() / 1000);
  return verifySignature(options.schemes, { headers, rawBody, secrets: secretList(options.secrets), now });
}

async function keepConfirmed(
  options: Settled,
  came: Came,
  asked: Promise<Confirmation>,
): Promise<WebhookAnswer> {
  const confirmation = await asked;
  switch (confirmation.outcome) {
    case 'confirmed': {
      const { event } = confirmation;
      return keep(options, came, () => toNewEvent(event, JSON.stringify(event.raw), 'api', options.now()));
    }
    case 'unknown':
      return reject(options, came, 401, 'event_not_confirmed', 'The API does not know this event.');
    case 'limited': {
      const retryAfter = { 'Retry-After': String(confirmation.retryAfterSeconds) };
      const message = 'Too many deliveries had to be confirmed. Send it again later.';
      return refusal(429, 'too_many_confirmations', message, retryAfter);
    }
    case 'unavailable':
      options.logger.warn({ reason: confirmation.reason }, 'webhook delivery could not be confirmed');
      return refusal(503, 'confirmation_unavailable', 'The API could not be asked. Send it again later.');
  }
}

/** Whatever else comes says nothing of a commit, such as that of a function in JavaScript that forgot to return. */
const OUTCOMES: readonly Recorded[] = ['new', 'duplicate'];

async function keep(options: Settled, came: Came, toEvent: () => NewEvent): Promise<WebhookAnswer> {
  const { record, logger } = options;
  try {
    const outcome = await record(toEvent());
    if (!OUTCOMES.includes(outcome)) throw new Error("`record` has to resolve to 'new' or 'duplicate'.");
    return answer(200, { received: true, duplicate: outcome === 'duplicate' });
  } catch (error) {
    logger.error({ err: error }, 'webhook delivery could not be kept');
    if (error instanceof EventRefusedError)
      return reject(options, came, 422, 'event_not_storable', error.message);
    return refusal(503, 'storage_unavailable', 'The event could not be kept. Send it again later.');
  }
}

const WITHOUT_BODY = {
  too_large: [413, 'body_too_large', `The body is over ${MAX_BODY / 1024} KiB.`],
  packed: [415, 'encoding_not_supported', 'Send the body uncompressed.'],
  unreadable: [400, 'body_unreadable', 'The body could not be read.'],
  parsed_before: [500, 'body_parsed_before', 'A body parser took the body before the webhook route could.'],
} as const;

function withoutBody(reason: keyof typeof WITHOUT_BODY, came: Came, options: Settled): WebhookAnswer {
  const { logger } = options;
  const [status, error, message] = WITHOUT_BODY[reason];
  if (reason === 'parsed_before') {
    const advice = 'Mount the webhook route before any body parser, such as express.json().';
    logger.error({ reason, status }, `${message} ${advice} Signatures are made over the raw bytes.`);
  } else logger.warn({ reason, status }, 'webhook body refused');
  return reject(options, came, status, error, message);
}

/** An answer that is no success; `error` is for programs, `message` for people. */
export function refusal(
  status: number,
  error: string,
  message: string,
  headers: Record<string, string> = {},
): WebhookAnswer {
  return answer(status, { error, message }, headers);
}

function answer(status: number, body: object, headers: Record<string, string> = {}): WebhookAnswer {
  return { status, headers: { 'Cache-Control': 'no-store', ...headers }, body };
}
