import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../openapi/errors';
import { operationsNamed } from '../openapi/operation-index';

const shareText = 'Must be a share from 0 (never) to 1 (always).';
const timesText = 'Must be a whole number of calls, from 1 to 1000000.';
const msText = 'Must be a whole number of milliseconds, at most 120000 (two minutes).';
const callsText = 'Must be a whole number of calls, from 1 to 1000000.';
const secondsText = 'Must be a whole number of seconds, from 1 to 86400 (a day).';
const operationText =
  'There is no such operation. Use "*", an operationId of /openapi.json such as "createQuote", or a method and a path such as "POST /quotes".';

const operation = z
  .string(operationText)
  .refine((name) => operationsNamed(name).length > 0, operationText)
  .default('*');
const milliseconds = z.int(msText).min(0, msText).max(120_000, msText);
export const secondsToWait = z.int(secondsText).min(1, secondsText).max(86_400, secondsText);

/** Which calls are hit, and how often. */
const hits = {
  operation,
  rate: z.number(shareText).min(0, shareText).max(1, shareText).default(1),
  /** Only the next so many; each time one is hit it counts down, and at nothing the fault is gone. */
  times: z.int(timesText).min(1, timesText).max(1_000_000, timesText).optional(),
};

const moments = ['before', 'after'] as const;
const errorMoments = ['before', 'inside', 'after'] as const;
/** Before the call is done, so that nothing of it is stored; or after, so that only its answer is lost. */
const when = z.enum(moments, 'Must be before or after.').default('before');

const errorStatusText = 'Must be the status of an error, from 400 to 599.';
/** The statuses the vendor documents for errors; what stands in front of the API may answer any other. */
export const errorStatuses = [400, 401, 403, 404, 429, 500] as const;
export const gatewayStatuses = [200, 500, 502, 503, 504] as const;
const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

const latency = z.strictObject({
  fault: z.literal('latency'),
  ...hits,
  ms: milliseconds,
  /** Up to so much longer, at random. */
  jitter_ms: milliseconds.default(0),
});
const error = z.strictObject({
  fault: z.literal('error'),
  ...hits,
  /** When only one of the two is given, the other is the one that goes with it. */
  status: z.int(errorStatusText).min(400, errorStatusText).max(599, errorStatusText).optional(),
  error_code: z.enum(codes, 'Must be one of the documented error codes; they stand in /docs.').optional(),
  /** For the header `Retry-After`. */
  retry_after: secondsToWait.optional(),
  /** Inside: it began executing, and all of it is undone but for its idempotency record. */
  when: z.enum(errorMoments, 'Must be before, inside or after.').default('before'),
});
const drop = z.strictObject({ fault: z.literal('drop'), ...hits, when });
const html = z.strictObject({
  fault: z.literal('html'),
  ...hits,
  status: z.literal(gatewayStatuses, `Must be one of: ${gatewayStatuses.join(', ')}.`).default(502),
  when,
});
const truncated = z.strictObject({ fault: z.literal('truncated'), ...hits });
const empty = z.strictObject({ fault: z.literal('empty'), ...hits });
const rateLimit = z.strictObject({
  fault: z.literal('rate_limit'),
  operation,
  /** So many calls in so many seconds, for each key. */
  calls: z.int(callsText).min(1, callsText).max(1_000_000, callsText),
  seconds: secondsToWait,
});

export const faultNames = ['latency', 'error', 'drop', 'html', 'truncated', 'empty', 'rate_limit'] as const;

/** One way in which calls of the API go wrong. */
export const apiFaultSchema = z.discriminatedUnion(
  'fault',
  [latency, error, drop, html, truncated, empty, rateLimit],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? `Must be one of: ${faultNames.join(', ')}.`
        : 'Send an object with fault.',
  },
);
export type ApiFault = z.output<typeof apiFaultSchema>;
export type RateLimit = Extract<ApiFault, { fault: 'rate_limit' }>;
export type Latency = Extract<ApiFault, { fault: 'latency' }>;
export type InjectedError = Extract<ApiFault, { fault: 'error' }>;
/** A fault that decides how a call ends. */
export type Ending = Exclude<ApiFault, RateLimit | Latency>;

export const MOST_FAULTS = 100;
export const listText = 'Send a list of at most 100 API faults, e.g. [{"fault": "error", "rate": 0.2}].';
export const apiFaultsSchema = z.array(apiFaultSchema, listText).max(MOST_FAULTS, listText);
export type ApiFaults = z.output<typeof apiFaultsSchema>;

export const noApiFaults: ApiFaults = [];

const usualStatus: Partial<Record<ErrorCode, number>> = {
  general_error: 500,
  database_operational_error: 500,
  invalid_api_key: 401,
  auth_token_expired: 401,
  no_tenant_found: 403,
  insufficient_permissions: 403,
  resource_not_found: 404,
};
const usualCode: Record<number, ErrorCode> = {
  400: 'bad_request',
  401: 'invalid_api_key',
  403: 'insufficient_permissions',
  404: 'resource_not_found',
};

/** Status and code of an injected error; 500 `general_error` when none is chosen. */
export function errorOf(fault: { status?: number | undefined; error_code?: ErrorCode | undefined }) {
  const { status, error_code: code } = fault;
  if (code !== undefined) return { status: status ?? usualStatus[code] ?? 400, code };
  return { status: status ?? 500, code: usualCode[status ?? 500] ?? ('general_error' as const) };
}
