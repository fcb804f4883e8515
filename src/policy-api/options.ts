import type { ApiCall } from './calls';
import type { ClientWords } from './words';

export interface PolicyApiOptions {
  /** For example https://api.1099policy.com/api/v1; works without `/api/v1` and with a slash at the end. */
  baseUrl: string;
  apiKey: string;
  environment: 'sandbox' | 'production';
  /** The URL of the HTTP proxy that calls go through, with its user name and password where it wants them. */
  proxy?: string | undefined;
  /** Time limit for a call with all its repeats; connecting has a shorter one. Default 20,000. */
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
