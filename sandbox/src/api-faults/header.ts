import type { Request } from 'express';
import { z } from 'zod';
import { isLoopbackHost } from '../../../lib/hosts';
import { ApiError, badRequest } from '../api/errors';
import { faultHeader } from './endings';
import { apiFaultSchema, faultNames, secondsToWait, type Ending, type Latency } from './schema';

/** What the header of one call asks for. */
export interface OwnFaults {
  faults: (Latency | Ending)[];
  /** Whole seconds of a 429; 0 when there is none. */
  wait: number;
}

/** Which calls are hit is said by the call that has the header. */
const senseless = ['operation', 'rate', 'times', 'calls', 'seconds'];
const rateLimit = z.strictObject({ fault: z.literal('rate_limit'), retry_after: secondsToWait.default(1) });

const howTo = `Send a fault and its settings, e.g. "error; status=503; when=after"; several are separated by commas. The faults are ${faultNames.join(', ')}.`;

/**
 * The faults of the header `Sandbox-Fault`, for this call alone; undefined without one. Only programs on this machine
 * may ask for them: the sandbox may be shared.
 * @throws ApiError 403 when it comes from elsewhere, 400 when it cannot be understood
 */
export function faultsOfHeader(req: Request): OwnFaults | undefined {
  const header = req.get(faultHeader);
  if (header === undefined) return undefined;
  if (!isFromThisMachine(req)) {
    const text = `The header ${faultHeader} is taken from this machine alone; this call came from ${req.socket.remoteAddress}.`;
    throw new ApiError(403, 'insufficient_permissions', text);
  }
  const own: OwnFaults = { faults: [], wait: 0 };
  for (const item of header.split(',').map(settingsOf)) {
    if (item['fault'] === 'rate_limit') own.wait = read(rateLimit, item).retry_after;
    else {
      const fault = read(apiFaultSchema, item);
      if (fault.fault !== 'rate_limit') own.faults.push(fault);
    }
  }
  return own;
}

/** By its connection, whatever its headers say. A mapped address of IPv4 is one too. */
const isFromThisMachine = ({ socket }: Request): boolean =>
  isLoopbackHost((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));

/** `error; status=503` */
function settingsOf(item: string): Record<string, unknown> {
  const [fault = '', ...settings] = item.split(';').map((part) => part.trim());
  const pairs = settings.map((setting): [string, unknown] => {
    const [, name = '', value = ''] = /^(\w+)\s*=\s*"?([^"]*)"?$/.exec(setting) ?? [];
    if (name === '') throw wrong(`"${setting}" is no setting of the form name=value`);
    if (senseless.includes(name)) throw wrong(`${name} has no place in it`);
    return [name, /^\d{1,15}$/.test(value) ? Number(value) : value];
  });
  return Object.fromEntries([['fault', fault], ...pairs]);
}

function read<S extends z.ZodType>(schema: S, item: Record<string, unknown>): z.output<S> {
  const { data, error } = schema.safeParse(item);
  if (!error) return data;
  const [issue] = error.issues;
  const name = issue?.path.join('.') ?? '';
  throw wrong(
    issue?.code === 'unrecognized_keys'
      ? `there is no setting ${issue.keys.join(', ')} of ${String(item['fault'])}`
      : `${name}: ${issue?.message.replace(/\.$/, '')}`,
  );
}

const wrong = (reason: string) => badRequest(`The header ${faultHeader} is wrong: ${reason}. ${howTo}`);
