import { control } from './control';
import { makeSession } from './objects';
import { until, type RunningSandbox } from './running-sandbox';

/** A delivery as the control API shows it. */
export interface Shown {
  id: number;
  event: string;
  type: string;
  state: 'pending' | 'delivered' | 'failed' | 'dropped';
  error: string | null;
  next_attempt: number | null;
  attempts: {
    at: number;
    duration_ms: number;
    status: number | null;
    error: string | null;
    answer: string | null;
    note: string | null;
  }[];
}

export async function deliveriesOf(sandbox: RunningSandbox, query = '?limit=100'): Promise<Shown[]> {
  return (await control(sandbox, 'GET', `/deliveries${query}`)).body as Shown[];
}

export async function register(sandbox: RunningSandbox, url: string, fields: object = {}) {
  const made = await sandbox.call('POST', '/webhook_endpoints', { url, ...fields });
  return made.body as { id: string; secret: string };
}

/** Makes an application session and expires it: two events. */
export async function twoEvents(sandbox: RunningSandbox): Promise<string> {
  const { session } = await makeSession(sandbox.call);
  await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
  return session.id;
}

/** Waits until a delivery is as wanted. */
export async function untilDelivery(
  sandbox: RunningSandbox,
  wanted: (delivery: Shown) => boolean,
): Promise<Shown> {
  let found: Shown | undefined;
  await until(async () => {
    found = (await deliveriesOf(sandbox)).find(wanted);
    return found !== undefined;
  });
  return found!;
}
