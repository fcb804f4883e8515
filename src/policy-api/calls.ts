/** One attempt at a call, as an observer sees it. Bodies carry no tax id, webhook secret or API key. */
export interface ApiCall {
  method: string;
  /** With the query, without the host: `/api/v1/contractors?limit=10`. */
  path: string;
  url: string;
  /** Null when no answer came. */
  status: number | null;
  durationMs: number;
  /** 1 for the first, 2 and up for retries. */
  attempt: number;
  /** Epoch milliseconds. */
  startedAt: number;
  /** What the API's clock showed at its answer (header `Date`), in epoch milliseconds; null where it does not say. */
  apiTime: number | null;
  requestId: string | null;
  idempotencyKey: string | null;
  requestBody: unknown;
  responseBody: unknown;
  error: string | null;
}

export type CurlCall = Pick<ApiCall, 'method' | 'path' | 'requestBody' | 'idempotencyKey'>;

/**
 * A shell command that makes the same call, with the key in `$TEN99POLICY_API_KEY`. Removed values stand as
 * `[redacted]` and have to be filled in. `baseUrl` is the one the client was given.
 */
export function toCurl(call: CurlCall, baseUrl: string, environment: string): string {
  const parts = [
    `curl --request ${shellQuote(call.method)} ${shellQuote(urlOf(call.path, baseUrl))}`,
    `--header "Authorization: Bearer $TEN99POLICY_API_KEY"`,
    `--header ${shellQuote(`Ten99Policy-Environment: ${environment}`)}`,
    `--header ${shellQuote('Accept: application/json')}`,
  ];
  if (call.idempotencyKey !== null) {
    parts.push(`--header ${shellQuote(`Ten99Policy-Idempotent-Key: ${call.idempotencyKey}`)}`);
  }
  if (call.requestBody !== null && call.requestBody !== undefined) {
    parts.push(`--header ${shellQuote('Content-Type: application/json')}`);
    // --data-raw, because --data reads a file where the text begins with @.
    parts.push(`--data-raw ${shellQuote(JSON.stringify(call.requestBody, null, 2))}`);
  }
  return parts.join(' \\\n  ');
}

function urlOf(path: string, baseUrl: string): string {
  const base = apiBase(baseUrl);
  const startsAtOrigin = path.startsWith(`${base.pathname}/`);
  return startsAtOrigin ? `${base.origin}${path}` : `${base.origin}${base.pathname}${path}`;
}

/** Inside single quotes a shell leaves everything alone but the single quote itself. */
function shellQuote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The address every path is put behind: `https://host/api/v1` without a slash at the end, whether it was configured
 * with or without `/api/v1`. A user name or password in it is dropped.
 * @throws TypeError when it is not an http(s) URL, or has a query or a fragment, which no call would carry
 */
export function apiBase(baseUrl: string): { origin: string; pathname: string } {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError('The base URL of the API must look like https://api.1099policy.com/api/v1');
  }
  if (url.search !== '' || url.hash !== '')
    throw new TypeError(
      'The base URL of the API must end with its path: it has a query (?) or a fragment (#).',
    );
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '') return { origin: url.origin, pathname: '/api/v1' };
  return { origin: url.origin, pathname: path.endsWith('/api') ? `${path}/v1` : path };
}
