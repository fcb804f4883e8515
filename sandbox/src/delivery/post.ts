import type { Message } from './attempts';
import { counted } from '../../../lib/counted';

/** What an endpoint answered: any status, and the beginning of its body. */
export interface PostAnswer {
  status: number;
  answer: string;
}

/** Enough to read an error message in the log of deliveries. */
const ANSWER_BYTES = 1024;
/** A body that trickles must not keep the next delivery waiting; the status is what counts. */
const ANSWER_MS = 1000;

/**
 * Posts a body and follows no redirect.
 * @throws when there is no answer
 */
export async function postJson(
  url: string,
  { headers, body }: Message,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal,
  });
  return { status: response.status, answer: await beginningOf(response) };
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const giveUp = () => void reader.cancel().catch(() => undefined);
  const timer = setTimeout(giveUp, ANSWER_MS);
  let bytes = Buffer.alloc(0);
  try {
    while (bytes.length < ANSWER_BYTES) {
      const part = (await reader.read()) as { value?: Uint8Array };
      if (!part.value) break;
      bytes = Buffer.concat([bytes, part.value]);
    }
  } catch {
    // The connection broke after the status: the delivery was accepted or refused all the same.
  }
  clearTimeout(timer);
  giveUp();
  return new TextDecoder().decode(bytes.subarray(0, ANSWER_BYTES)).replaceAll('\0', '');
}

/** Why there was no answer, in words for the log of deliveries. */
export function describeFailure(error: unknown, timeLimitMs: number): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `No answer within ${counted(timeLimitMs / 1000, 'second')}.`;
  // The Fetch standard has a list of ports that belong to other protocols.
  if (cause?.message === 'bad port') return 'The port is one that HTTP clients refuse: use another one.';
  return cause?.code ?? cause?.message ?? message;
}
