import type { RunningSandbox } from './harness';

/** An object as the API answers it, unread. */
export interface ApiObject {
  id: string;
  [attribute: string]: unknown;
}

/** Calls the local sandbox's API directly, past the app and the proxy. */
export async function callSandbox<Answer = ApiObject>(
  { sandbox, url }: RunningSandbox,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${sandbox.apiKey}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
  return JSON.parse(answer) as Answer;
}

/** Everything the sandbox holds of one kind, newest first. */
export async function listSandbox(running: RunningSandbox, path: string): Promise<ApiObject[]> {
  const all: ApiObject[] = [];
  for (;;) {
    const after = all.length > 0 ? `&starting_after=${all.at(-1)!.id}` : '';
    const found = await callSandbox<ApiObject[] | { data: ApiObject[] }>(
      running,
      'GET',
      `${path}?limit=100${after}`,
    );
    const page = Array.isArray(found) ? found : found.data;
    all.push(...page);
    if (page.length < 100) return all;
  }
}
