import { CASES, type Expected } from './cases';
import { newEvent, send, signed, type Answer, type Target } from './sender';

export interface Result {
  name: string;
  expected: string;
  got: string;
  passed: boolean;
}

export interface CheckOptions extends Target {
  /** An address whose answer changes when an event is kept, such as a list of events. */
  seen?: string | undefined;
}

/** Tries a receiver on every case, one after the other. */
export async function checkReceiver(options: CheckOptions): Promise<Result[]> {
  const results: Result[] = [];
  const { status } = await send(options, '', { method: 'GET' });
  if (typeof status === 'string') throw new Error(`Nothing answers at ${options.url}.`);
  for (const { name, expected, run } of CASES) {
    const wanted = expected(options);
    results.push(resultOf(name, wanted, await run(options)));
  }
  return [...results, await checkNothingChanges(options)];
}

function resultOf(name: string, wanted: Expected, answers: readonly Answer[]): Result {
  return {
    name,
    expected: wanted === 'kept' ? '2xx' : '4xx',
    got: shown(answers),
    passed: answers.every(({ status }) => (wanted === 'kept' ? isKept(status) : isRefused(status))),
  };
}

const isKept = (status: Answer['status']) => typeof status === 'number' && status >= 200 && status < 300;

/** Closing the connection refuses what is too large as well. A 5xx would have it sent again for days. */
const isRefused = (status: Answer['status']) =>
  status === 'closed' || (typeof status === 'number' && status >= 400 && status < 500);

/** The statuses, and for what was not expected the reason that the receiver gives. */
function shown(answers: readonly Answer[]): string {
  const reasons = answers.flatMap(({ body }) => (typeof body['error'] === 'string' ? [body['error']] : []));
  return [statusesOf(answers), ...new Set(reasons)].join(' ');
}

function statusesOf(answers: readonly Answer[]): string {
  return [...new Set(answers.map(({ status }) => String(status)))].join(', ');
}

/** An event that came unverified is not there, and does not make the real one a duplicate. */
async function checkNothingChanges(options: CheckOptions): Promise<Result> {
  const body = JSON.stringify(newEvent({ type: 'policy.cancelled' }));
  const before = await lookAt(options.seen);
  const unverified = await send(options, body);
  const changed = (await lookAt(options.seen)) !== before;
  const real = await send(options, body, { headers: signed(options, body) });
  const isDuplicate = real.body['duplicate'] === true;
  return {
    name: 'nothing changes by what is not verified',
    expected: '4xx, 2xx',
    got: [
      statusesOf([unverified, real]),
      ...(changed ? ['the page changed'] : []),
      ...(isDuplicate ? ['the real event is called a duplicate'] : []),
    ].join(', '),
    passed: isRefused(unverified.status) && isKept(real.status) && !changed && !isDuplicate,
  };
}

async function lookAt(url: string | undefined): Promise<string | null> {
  if (url === undefined) return null;
  const response = await fetch(url);
  return `${response.status} ${await response.text()}`;
}
