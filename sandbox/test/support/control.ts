import type { Answer, RunningSandbox } from './running-sandbox';

/** Calls the control API. A body makes it JSON; writes without one say so too. */
export async function control(
  { url }: Pick<RunningSandbox, 'url'>,
  method: string,
  where: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/_sandbox${where}`, {
    method,
    headers: { ...(method === 'GET' ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
