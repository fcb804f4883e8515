import { counted } from '../../../lib/counted';
import { operationsNamed } from '../openapi/operation-index';
import { errorOf, type ApiFault } from './schema';

const moments = {
  before: '',
  inside: ' from the inside, which its idempotency key brings back',
  after: ', after it was done',
} as const;

/** What a fault does, in words. */
export function whatItDoes(fault: ApiFault): string {
  switch (fault.fault) {
    case 'latency':
      return fault.jitter_ms > 0
        ? `waits ${fault.ms} to ${fault.ms + fault.jitter_ms} ms`
        : `waits ${fault.ms} ms`;
    case 'error': {
      const { status, code } = errorOf(fault);
      return `fails with ${status} ${code}${moments[fault.when]}`;
    }
    case 'drop':
      return `loses its connection ${fault.when === 'after' ? 'after it was done' : 'before it is done'}`;
    case 'html':
      return `is answered with the HTML page of a gateway, ${fault.status}${fault.when === 'after' ? ', after it was done' : ''}`;
    case 'truncated':
      return 'gets half of its answer';
    case 'empty':
      return 'gets an answer without a body';
    case 'rate_limit':
      return `is refused with 429 beyond ${counted(fault.calls, 'call')} in ${counted(fault.seconds, 'second')}, for each key`;
  }
}

/** Which calls it is about, and how many of them. */
export function whichCalls(fault: ApiFault): string {
  const calls = fault.operation === '*' ? 'any operation' : nameOf(fault.operation);
  if (fault.fault === 'rate_limit') return `Each call of ${calls}`;
  const { rate, times } = fault;
  const share = rate < 1 ? `${Math.round(rate * 1000) / 10} % of calls` : 'Each call';
  return `${times === undefined ? share : `${share}, ${times} more,`} of ${calls}`;
}

function nameOf(operation: string): string {
  const [only, ...others] = operationsNamed(operation);
  return only && others.length === 0 ? `${only.method} ${only.path}` : operation;
}
