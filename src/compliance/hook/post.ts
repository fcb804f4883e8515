import { counted } from '../../../lib/counted';
import { Webhook } from 'standardwebhooks';
import type { SiteWords } from '../../pages/site-words';

/** Where the platform is called, and how that is signed. */
export interface HookSettings {
  url: string;
  /** `whsec_` and base64. */
  secret: string;
}

/** What a call came to; `failure` is null for a success. */
export interface PostResult {
  status: number | null;
  failure: string | null;
}

const TIME_LIMIT_MS = 10_000;

/**
 * Calls the platform once, signed as Standard Webhooks say. Redirects are not followed, and of the answer only its
 * status is read. The address is the operator's own setting, so it is not looked at where it leads, which may be inside
 * of their network. `now`: epoch milliseconds. It never fails.
 */
export async function postHook(
  { url, secret }: HookSettings,
  { id, body }: { id: string; body: string },
  now: number,
  words: Pick<SiteWords, 'hookUrl'>,
): Promise<PostResult> {
  const at = new Date(now);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await answer.body?.cancel();
    return { status: answer.status, failure: failureOf(answer.status, words) };
  } catch (error) {
    return { status: null, failure: reasonOf(error) };
  }
}

function failureOf(status: number, { hookUrl }: Pick<SiteWords, 'hookUrl'>): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return `It redirects, and that is not followed: set ${hookUrl} to where it leads.`;
  return `It answered with status ${status}.`;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `No answer came within ${counted(TIME_LIMIT_MS / 1000, 'second')}.`;
  const { code = 'no answer' } = ((error as Error | null)?.cause ?? {}) as { code?: string };
  return `It could not be reached (${code}).`;
}
