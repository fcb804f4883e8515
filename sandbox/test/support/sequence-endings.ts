import { actKinds, actsOf } from '../../src/acts/registry';
import { control } from './control';
import type { RunningSandbox } from './running-sandbox';
import type { Choose } from './sequence-kinds';

/** Where the API has the objects that something can be made to happen to. */
const pathOf = (plural: string): string =>
  ({ applications: '/apply/sessions', certificates: '/files/certificates' })[plural] ?? `/${plural}`;

/** Makes something happen to an object of any kind: it does, and is told of, or nothing has happened. */
export async function happen(sandbox: RunningSandbox, choose: Choose): Promise<void> {
  const { plural, acts, resource } = actsOf(choose.of(actKinds));
  const id = choose.id(pathOf(plural));
  const act = choose.of(Object.keys(acts));
  const newest = async () => (await sandbox.call('GET', '/events?limit=1')).body as unknown[];
  const before = await newest();
  const { status, body } = await control(sandbox, 'POST', `/${plural}/${id}/${act}`);
  expect([200, 400, 404, 409]).toContain(status);
  if (status !== 200) return expect(await newest()).toEqual(before);
  const { [resource.objectName]: object, events } = body as { events: { id: string }[] } & Record<
    string,
    unknown
  >;
  expect(object).toMatchObject({ id });
  if (events.length > 0) expect(await newest()).toMatchObject([{ id: events.at(-1)?.id }]);
}

/** A page for a card: opened, then ended in one way, or left. */
export async function pay(sandbox: RunningSandbox, choose: Choose): Promise<void> {
  const fields = { contractor: choose.id('/contractors'), return_url: 'http://localhost/back' };
  const { status, body } = await sandbox.call('POST', '/payment/sessions', fields);
  expect([201, 404]).toContain(status);
  if (status !== 201) return;
  const { id } = body as { id: string };
  const end = choose.of(['complete', 'cancel', 'expire', 'by the API', 'left']);
  if (end === 'left') return;
  const answer =
    end === 'by the API'
      ? await sandbox.call('POST', `/payment/sessions/${id}/cancel`)
      : await control(sandbox, 'POST', `/payment-sessions/${id}/${end}`);
  expect(answer.status).toBe(200);
  const again = await sandbox.call('POST', `/payment/sessions/${id}/cancel`);
  expect(again.body).toMatchObject({ error_code: 'session_not_pending' });
}

/** A portal visit is for one contractor who is there. */
export async function signIn(sandbox: RunningSandbox, choose: Choose): Promise<void> {
  const { status, body } = await sandbox.call('POST', `/contractors/${choose.id('/contractors')}/login_link`);
  expect([200, 404]).toContain(status);
  if (status !== 200) return;
  const page = await fetch(String(body.login_url), { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/portal']);
}

interface Told {
  id: string;
  type: string;
  data: { id: string; status?: string };
}

/** What ends for good is told once, and as it is: payment sessions, and policies that were issued. */
export async function expectToldOnce(sandbox: RunningSandbox): Promise<void> {
  const events = (await sandbox.call('GET', '/events?limit=100')).body as Told[];
  const sessions = (await control(sandbox, 'GET', '/payment-sessions')).body as {
    id: string;
    status: string;
  }[];
  const told = (id: string, begins: string) =>
    events.filter(({ type, data }) => data.id === id && type.startsWith(begins)).map(({ type }) => type);
  // Older ones are on further pages.
  const isWhole = events.length < 100;
  for (const { id, status } of isWhole ? sessions : []) {
    expect(told(id, 'payment.session.')).toEqual(status === 'pending' ? [] : [`payment.session.${status}`]);
  }
  const issued = events.filter(({ type }) => type === 'policy.active').map(({ data }) => data.id);
  expect(new Set(issued).size).toBe(issued.length);
}
