import type { ApiCall } from './calls';
import { CLIENT_WORDS, type ClientWords } from './words';

export interface PolicyApiOptions {
  /** For example https://api.1099policy.com/api/v1; works without `/api/v1` and with a slash at the end. */
  baseUrl: string;
  /** The secret key, of ASCII and without blanks. */
  apiKey: string;
  environment: 'sandbox' | 'production';
  /** The URL of the HTTP proxy that calls go through, with its user name and password where it wants them. */
  proxy?: string | undefined;
  /** Milliseconds for a call with all its repeats; connecting has fewer. Default 20,000, at most 2^31 - 1. */
  timeoutMs?: number;
  /** How often a call that may be repeated is sent again. Default 2. */
  maxRetries?: number;
  /** What messages call these options, where a program has settings of its own for them. */
  words?: ClientWords;
  /** Sees each attempt, with secrets removed. */
  onCall?: (call: ApiCall) => void;
  wait?: (ms: number) => Promise<void>;
  /** At least 0 and below 1. */
  random?: () => number;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** Node takes a longer time as none at all. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Refuses options that no call can be made with. No message holds the key, nor what else may be secret.
 * @throws TypeError
 */
export function checkOptions({ words = CLIENT_WORDS, timeoutMs = 1, ...options }: PolicyApiOptions): void {
  const apiKey: unknown = options.apiKey;
  if (typeof apiKey !== 'string' || /^\s*$|^undefined$|^null$/.test(apiKey))
    throw new TypeError(`The API key is missing: set ${words.apiKey}.`);
  if (!/^[!-~]+$/.test(apiKey))
    throw new TypeError(
      `The API key holds what no key does, such as a blank or a line break: set ${words.apiKey} to the key alone.`,
    );
  if (!ENVIRONMENTS.has(options.environment))
    throw new TypeError(`The environment must be sandbox or production: set ${words.environment}.`);
  if (options.proxy && !isHttpUrl(options.proxy))
    throw new TypeError(`The proxy must look like http://user:password@host:port: set ${words.proxy}.`);
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0 && timeoutMs <= LONGEST_MS))
    throw new TypeError(`timeoutMs must be milliseconds, more than 0 and at most ${LONGEST_MS}.`);
}

const ENVIRONMENTS: ReadonlySet<unknown> = new Set(['sandbox', 'production']);

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
