import { apiBase } from '../../src/policy-api/calls';
import { Connection } from '../../src/policy-api/connection';
import { ConnectionError } from '../../src/policy-api/connection-error';
import type { RawAnswer } from '../../src/policy-api/exchange';

const LIMIT_MS = 20_000;
/** How often a call is repeated that came too early, and how many seconds are waited for it at most. */
const MOST_REPEATS = 3;
const LONGEST_WAIT = 60;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: unknown;
}

/** A call that gave nothing to compare. Neither text holds anything of the answer. */
export class CallFailed extends Error {
  readonly fix: string;
  /** Other calls would fail as well. */
  readonly endsRun: boolean;

  constructor(cause: string, fix: string, endsRun: boolean) {
    super(cause);
    this.fix = fix;
    this.endsRun = endsRun;
  }
}

export interface CallerOptions {
  baseUrl: string;
  apiKey: string;
  /** The URL of an HTTP proxy. */
  proxy: string | null;
  wait?: (ms: number) => Promise<unknown>;
}

export interface Caller {
  /** `path` is below the base address. @throws CallFailed */
  call(method: string, path: string, body?: object): Promise<Answer>;
  close(): void;
}

/** Makes the calls as they are: nothing is put right in their answers. */
export function createCaller({ baseUrl, apiKey, proxy, wait = sleep }: CallerOptions): Caller {
  const connection = new Connection(LIMIT_MS, proxy && URL.canParse(proxy) ? new URL(proxy) : null);
  const { origin, pathname } = apiBase(baseUrl);
  const send = (method: string, path: string, body: object | undefined) => {
    const headers = {
      Authorization: `Bearer ${apiKey}`,
      Accept: 'application/json',
      ...(method === 'POST' && { 'Ten99Policy-Idempotent-Key': `drift-${crypto.randomUUID()}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    };
    const request = { method, url: origin + pathname + path, headers, body: body && JSON.stringify(body) };
    return connection.exchange(request, LIMIT_MS).catch(explain);
  };
  return {
    close: () => connection.close(),
    async call(method, path, body) {
      for (let repeats = 0; ; repeats += 1) {
        const answer = await send(method, path, body);
        if (answer.status !== 429) return read(answer);
        const seconds = Number(answer.headers['retry-after'] ?? 5);
        if (repeats === MOST_REPEATS || !(seconds <= LONGEST_WAIT)) throw tooMany(seconds);
        await wait(seconds * 1000);
      }
    },
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function explain(error: unknown): never {
  if (!(error instanceof ConnectionError)) throw error;
  const fix = 'Check TEN99POLICY_API_BASE, the network, and HTTPS_PROXY if you need one.';
  throw new CallFailed(error.message, fix, error.kind !== 'invalid_answer');
}

const tooMany = (seconds: number) =>
  new CallFailed(
    'The API answers 429: there were too many calls with this key.',
    Number.isFinite(seconds) ? `Run it again in ${seconds} seconds.` : 'Run it again later.',
    true,
  );

function read({ status, headers, body }: RawAnswer): Answer {
  if (status === 401) {
    const fix = 'Set TEN99POLICY_API_KEY to a key of the API Keys page that was not revoked.';
    throw new CallFailed('The API answers 401: it does not take the key.', fix, true);
  }
  try {
    return { status, headers, body: JSON.parse(body) as unknown };
  } catch {
    const what = /^\s*</.test(body) ? 'an HTML page' : body.trim() === '' ? 'no body' : 'no JSON';
    const cause = `The answer ${status} has ${what}: it comes from something in front of the API, or the address is not that of the API.`;
    throw new CallFailed(cause, 'Check TEN99POLICY_API_BASE; after a 5xx, run it again later.', false);
  }
}
