import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { counted } from '../../../lib/counted';
import { readKey } from '../api/auth';
import { ApiError } from '../api/errors';
import type { SandboxContext } from '../context';
import { operationAt, operationsNamed } from '../openapi/operation-index';
import { end, endAfter, isDoneFirst } from './endings';
import { faultsOfHeader, type OwnFaults } from './header';
import { noteHit } from './hits';
import { planFailure } from './inside';
import { createRateLimits } from './rate-limits';
import type { ApiFault, Ending, Latency, RateLimit } from './schema';

/**
 * Lets calls of the API go wrong as its faults say: first rate limits, then latencies, then the first fault in the list
 * that hits. It stands behind authentication and before the operation: of a call that fails "before", nothing is
 * stored, no idempotency record either, as the vendor keeps those only of what "began executing". A call that brings
 * faults of its own has those alone.
 */
export function injectFaults(context: SandboxContext): RequestHandler {
  const { apiFaults } = context.switches;
  const waitOf = createRateLimits(context.clock);
  return (req, res, next) => {
    const own = faultsOfHeader(req);
    return own || apiFaults.isOn() ? inject(req, res, next, own) : next();
  };
  async function inject(req: Request, res: Response, next: NextFunction, own: OwnFaults | undefined) {
    const faults = own?.faults ?? apiFaults.current().filter((fault) => concerns(fault, req));
    const limit = own?.wait ?? longestWait(faults.filter(isRateLimit), (one) => waitOf(one, keyOf(req)));
    if (limit > 0) {
      noteHit(res, 'rate_limit');
      return next(tooMany(limit));
    }
    const delay = faults.filter(isLatency).filter(hits(context)).reduce(added(context), 0);
    const ending = faults.filter(isEnding).find(hits(context));
    if (ending) logHit(context, req, res, ending);
    if (delay > 0) {
      noteHit(res, 'latency');
      await context.delays.wait(delay);
    }
    if (ending) noteHit(res, ending.fault);
    if (!ending || planFailure(req, ending)) return next();
    if (!isDoneFirst(ending)) return end(res, ending);
    endAfter(res, ending);
    next();
  }
}

const isRateLimit = (fault: ApiFault): fault is RateLimit => fault.fault === 'rate_limit';
const isLatency = (fault: ApiFault): fault is Latency => fault.fault === 'latency';
const isEnding = (fault: ApiFault): fault is Ending => !isRateLimit(fault) && !isLatency(fault);

/** `*` means calls of unknown operations too. */
function concerns({ operation }: ApiFault, req: Request): boolean {
  if (operation === '*') return true;
  const called = operationAt(req.method, req.path);
  return called !== undefined && operationsNamed(operation).includes(called);
}

/** Whether a fault hits this time; one that is set for so many calls counts down, on disk too. */
function hits({ random, switches: { apiFaults } }: SandboxContext) {
  return (fault: Ending | Latency): boolean => {
    if (fault.rate < 1 && random() >= fault.rate) return false;
    const { times } = fault;
    if (times === undefined) return true;
    const left = times > 1 ? [{ ...fault, times: times - 1 }] : [];
    apiFaults.set(apiFaults.current().flatMap((one) => (one === fault ? left : [one])));
    return true;
  };
}

const added =
  ({ random }: SandboxContext) =>
  (sum: number, { ms, jitter_ms: jitter }: Latency): number =>
    sum + ms + (jitter > 0 ? Math.round(random() * jitter) : 0);

const longestWait = (limits: readonly RateLimit[], waitOf: (limit: RateLimit) => number): number =>
  Math.max(0, ...limits.map(waitOf));

const keyOf = (req: Request): string => readKey(req.get('authorization')) ?? '';

/** A limit is part of the documented API, so its answer carries no mark of a fault. */
function tooMany(seconds: number): ApiError {
  const text = `Too many requests. Try again in ${counted(seconds, 'second')}.`;
  return new ApiError(429, 'general_error', text, { 'Retry-After': String(seconds) });
}

/** A call whose connection is cut never finishes, so it is logged here. */
function logHit({ logger }: SandboxContext, req: Request, res: Response, fault: Ending): void {
  const { method, path } = req;
  const requestId = res.get('request-id');
  logger.warn({ method, path: `/api/v1${path}`, fault: fault.fault, requestId }, 'API fault');
}
