/**
 * The webhook route: raw body, verify, keep, answer; what follows from an event is worked out afterwards.
 *
 * Copy this folder if you want a route that loses no delivery and believes nothing unverified.
 * It needs src/policy-api (to read and confirm events), src/lib and somewhere to keep events.
 * Replace `record` (see recorder.ts) with your own storage; it must settle only after a durable commit.
 */
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import { readAsIsLabels } from '../../lib/content-encoding';
import { networkOf } from '../lib/network';
import { paths } from '../paths';
import type { Confirmation, ConfirmEvent } from './confirm';
import { namelessKey, readEvent, toNewEvent } from './event-body';
import { EventRefusedError, type RecordEvent } from './recorder';
import type { WebhookSecrets } from './secrets';
import type { SignatureScheme } from './signature';

export interface WebhookDeps {
  secrets: WebhookSecrets;
  scheme: SignatureScheme;
  confirm: ConfirmEvent;
  record: RecordEvent;
  /** `null`: by signature when a secret is known, else through the API. */
  verify: 'signature' | 'api' | null;
  /** Epoch milliseconds. */
  now: () => number;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

const MAX_BODY = 256 * 1024;

/** Paths that were meant for this route: with other slashes, in other case, with a part left out or another before. */
const NEARLY = /(^|\/)(web-?hooks?|1099-?policy)(\/|$)/i;

/** `POST /webhooks/1099policy`. Mount it before any body parser: signatures are made over the raw bytes. */
export function webhookRoutes(deps: WebhookDeps): Router {
  // A sender keeps the address it was given, so only the right one works: strict, letter by letter.
  const router = express.Router({ caseSensitive: true, strict: true });
  // A function as `type` also takes requests without a Content-Type, which the text form would miss.
  const rawBody = express.raw({ type: () => true, limit: MAX_BODY, inflate: false });
  router.post(paths.webhook, readAsIsLabels, rawBody, (req, res) => receive(deps, req, res));
  router.all(paths.webhook, (_req, res) => {
    res.set('Allow', 'POST');
    refuse(res, 405, 'method_not_allowed', 'Send events with POST.');
  });
  router.use(paths.webhook, bodyProblem(deps));
  router.post(NEARLY, (req, res) => {
    deps.logger.warn({ path: req.path.slice(0, 100) }, 'webhook delivery sent to a wrong path');
    refuse(res, 404, 'wrong_path', `Send events to ${paths.webhook}. The path has to be exactly this.`);
  });
  return router;
}

function receive(deps: WebhookDeps, req: Request, res: Response): void | Promise<void> {
  const rawBody = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const bySignature = (deps.verify ?? (deps.secrets.all.length > 0 ? 'signature' : 'api')) === 'signature';
  if (bySignature) {
    const problem = deps.scheme.verify({
      headers: req.headers,
      rawBody,
      secrets: deps.secrets.all,
      now: Math.floor(deps.now() / 1000),
    });
    if (problem) {
      deps.logger.warn({ reason: problem, bytes: rawBody.length }, 'webhook delivery refused');
      return refuse(res, 401, problem, 'The signature of this delivery could not be verified.');
    }
  }
  const received = readEvent(rawBody);
  if (!received)
    return refuse(
      res,
      400,
      'not_an_event',
      'The body is not a JSON object with a type, or is nested too deeply.',
    );
  if (bySignature)
    return keep(deps, res, () => toNewEvent(received.event, received.text, 'signature', deps.now()));
  // Many may wait for the API, and anybody sends them: what waits holds no body.
  req.body = undefined;
  const claim = { id: received.event.id, namelessKey: namelessKey(received.event) };
  return keepConfirmed(deps, res, deps.confirm(claim, networkOf(req.ip)));
}

async function keepConfirmed(deps: WebhookDeps, res: Response, asked: Promise<Confirmation>): Promise<void> {
  const confirmation = await asked;
  switch (confirmation.outcome) {
    case 'confirmed':
      return keep(deps, res, () =>
        toNewEvent(confirmation.event, JSON.stringify(confirmation.event.raw), 'api', deps.now()),
      );
    case 'unknown':
      return refuse(res, 401, 'event_not_confirmed', 'The API does not know this event.');
    case 'limited':
      res.set('Retry-After', String(confirmation.retryAfterSeconds));
      return refuse(
        res,
        429,
        'too_many_confirmations',
        'Too many deliveries had to be confirmed. Send it again later.',
      );
    case 'unavailable':
      deps.logger.warn({ reason: confirmation.reason }, 'webhook delivery could not be confirmed');
      return refuse(res, 503, 'confirmation_unavailable', 'The API could not be asked. Send it again later.');
  }
}

async function keep(
  deps: WebhookDeps,
  res: Response,
  toEvent: () => Parameters<RecordEvent>[0],
): Promise<void> {
  try {
    const outcome = await deps.record(toEvent());
    answer(res, 200, { received: true, duplicate: outcome === 'duplicate' });
  } catch (error) {
    deps.logger.error({ err: error }, 'webhook delivery could not be kept');
    if (error instanceof EventRefusedError) return refuse(res, 422, 'event_not_storable', error.message);
    refuse(res, 503, 'storage_unavailable', 'The event could not be kept. Send it again later.');
  }
}

/** Bodies that are too large, compressed or cut off. What nobody expected is an error of ours: send it again. */
function bodyProblem({ logger }: WebhookDeps): ErrorRequestHandler {
  return (error: { status?: number; type?: string }, _req, res, next) => {
    if (res.headersSent) return next(error);
    const { status, type } = error;
    if (status === undefined) {
      logger.error({ err: error }, 'webhook delivery failed');
      return refuse(res, 500, 'internal_error', 'The delivery could not be handled. Send it again later.');
    }
    logger.warn({ reason: type, status }, 'webhook body refused');
    if (status === 413) return refuse(res, 413, 'body_too_large', 'The body is over 256 KiB.');
    if (status === 415) return refuse(res, 415, 'encoding_not_supported', 'Send the body uncompressed.');
    refuse(res, 400, 'body_unreadable', 'The body could not be read.');
  };
}

function refuse(res: Response, status: number, error: string, message: string): void {
  answer(res, status, { error, message });
}

function answer(res: Response, status: number, body: object): void {
  res.status(status).set('Cache-Control', 'no-store').json(body);
}
