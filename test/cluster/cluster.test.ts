/** What holds for one process holds for two on one PostgreSQL, behind the nginx of docs/scaling.md. */
import { sql } from 'kysely';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createStore } from '../../src/store/store';
import { tidyUp } from '../server/support/process';
import { Person } from '../support/browser-like';
import { anEvent, deliver } from '../support/deliveries';
import { until } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';
import { PASSWORD, startCluster, type Cluster } from './support/cluster';

let cluster: Cluster;
let operator: Person;
let secret: string;
beforeAll(async () => {
  cluster = await startCluster();
  operator = new Person(cluster.nginx.url);
  await operator.open('/');
  await operator.submit('/sign-in', { password: PASSWORD });
  const endpoints = await listSandbox(cluster.sandbox, '/webhook_endpoints');
  secret = String(endpoints[0]?.secret);
});
afterAll(async () => {
  await cluster?.stop();
  tidyUp();
});

const events = async (where = sql<boolean>`true`) => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from events where ${where}`.execute(
    cluster.made.database.sql,
  );
  return rows[0]!.n;
};

it('registers one webhook endpoint for both', async () => {
  expect(await listSandbox(cluster.sandbox, '/webhook_endpoints')).toHaveLength(1);
});

/** Walks until the application is with its hosted page, and gives back the path here and the one there. */
async function walkToHosted(): Promise<[path: string, hosted: string]> {
  const path = await walkTo(operator, 'application');
  await operator.submit(`${path}/application`);
  const store = createStore(cluster.made.database, Date.now);
  const row = (await store.onboardings.find(path.split('/').pop() ?? ''))!;
  return [path, `/apply/sandbox/${row.session_id}`];
}

it('walks an onboarding to its end over both, applies each event once, and tells the platform of each state once', async () => {
  const [path, hosted] = await walkToHosted();
  await finishApplication(new Person(cluster.sandbox.url), hosted);
  await until(() => cluster.told.some(({ data }) => data.state === 'covered_from'));
  // What is told of the contractor may come before the onboarding's own page.
  await until(async () => (await operator.open(path)).$('main').text().includes('Covered from'));
  const said = cluster.told.map(({ data }) => JSON.stringify(data));
  expect(said).toEqual([...new Set(said)]);
  const sent = await listSandbox(cluster.sandbox, '/events');
  await until(async () => (await events(sql`applied = 0`)) === 0);
  expect(await events()).toBe(sent.length);
  const served = [...cluster.nginx.served().values()];
  expect(Math.min(...served)).toBeGreaterThan(5);
});

it('tells a live page at one process of what came in at the other', async () => {
  const [one, other] = cluster.members;
  const { $ } = await operator.open('/events');
  const page = `${$('[data-live-topic]').attr('data-live-topic')}@${$('[data-live-version]').attr('data-live-version')}`;
  const cookie = await cookieOf(one.url);
  const stream = new AbortController();
  const answer = await fetch(`${one.url}/changes?page=${encodeURIComponent(page)}`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal: stream.signal,
  });
  let heard = '';
  void (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      heard += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  await until(() => heard.includes('event: alive'));
  expect((await deliver(other.url, anEvent(), { secret })).status).toBe(200);
  await until(() => heard.includes('event: changed'));
  stream.abort();
});

/** Signs in at one process, and gives back the cookie of the session. */
async function cookieOf(url: string): Promise<string> {
  const person = new Person(url);
  await person.open('/');
  const { headers } = await person.post(person.formBody('/sign-in', { password: PASSWORD }));
  const cookies = headers['set-cookie'] as unknown as string[];
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

it('is signed in at both, and signed out of both', async () => {
  const [one, other] = cluster.members;
  const cookie = await cookieOf(one.url);
  const status = async (url: string) =>
    (await fetch(url, { headers: { cookie }, redirect: 'manual' })).status;
  expect([await status(one.url), await status(other.url)]).toEqual([200, 200]);
  const database = cluster.made.database.sql;
  await sql`delete from sessions where expires_at = (select max(expires_at) from sessions)`.execute(database);
  expect([await status(one.url), await status(other.url)]).toEqual([303, 303]);
});

it('limits wrong passwords over both', async () => {
  const statuses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) {
    const { url } = cluster.members[tries % 2]!;
    const person = new Person(url);
    await person.open('/sign-in');
    statuses.push((await person.submit('/sign-in', { password: `wrong ${tries}` })).status);
  }
  expect(statuses.slice(0, 10)).not.toContain(429);
  expect(statuses.slice(10)).toEqual([429, 429]);
  await sql`delete from sign_in_attempts`.execute(cluster.made.database.sql);
});

it('goes on applying what a process took that is gone', async () => {
  const [one, other] = cluster.members;
  const before = await events();
  const taken = Array.from({ length: 200 }, () => deliver(other.url, anEvent(), { secret }));
  expect(new Set((await Promise.all(taken)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(await other.end('SIGKILL')).toBe('SIGKILL');
  await until(async () => (await events(sql`applied = 0`)) === 0);
  expect(await events()).toBe(before + 200);
  expect((await fetch(`${one.url}/health/ready`)).status).toBe(200);
  // Behind nginx nobody notices.
  expect((await operator.open('/events')).status).toBe(200);
  await other.start();
});

it('calls the platform from the other, where a process is gone before the answer', async () => {
  const [, other] = cluster.members;
  const person = new Person(other.url);
  await person.open('/');
  await person.submit('/sign-in', { password: PASSWORD });
  await person.open('/compliance/hook');
  cluster.platform.isSilent = true;
  const before = cluster.told.length;
  await person.submit('/compliance/hook/test');
  await until(() => cluster.told.length > before);
  await other.end('SIGKILL');
  cluster.platform.isSilent = false;
  const { id } = cluster.told[before]!;
  const database = cluster.made.database.sql;
  const untilTaken = sql`send_after > ${Date.now() + 30_000}`;
  // As if the minute were over for which it had taken the call.
  const { numAffectedRows } =
    await sql`update hook_deliveries set send_after = 0 where id = ${id} and ${untilTaken}`.execute(database);
  expect(numAffectedRows).toBe(1n);
  await until(() => cluster.told.filter((one) => one.id === id).length === 2);
  const state = async () =>
    (await sql`select state, attempts from hook_deliveries where id = ${id}`.execute(database)).rows[0];
  await until(
    async () => JSON.stringify(await state()) === JSON.stringify({ state: 'delivered', attempts: 2 }),
  );
  await other.start();
});

it('catches up in both at once with what was missed, and tells the platform of it once', async () => {
  const [, hosted] = await walkToHosted();
  for (const member of cluster.members) expect(await member.end('SIGTERM')).toBe(0);
  const before = cluster.told.length;
  await finishApplication(new Person(cluster.sandbox.url), hosted);
  await Promise.all(cluster.members.map((member) => member.start()));
  // It has found both away, and would leave them out for ten seconds.
  await cluster.nginx.leaveOut(null);
  await until(() => cluster.told.slice(before).some(({ data }) => data.state === 'covered_from'));
  const sent = (await listSandbox(cluster.sandbox, '/events')).map(({ id }) => id);
  await until(async () => (await events(sql`applied = 0`)) === 0);
  await until(async () => (await events(sql`event_id in (${sql.join(sent)})`)) >= sent.length);
  expect(await events(sql`event_id in (${sql.join(sent)})`)).toBe(sent.length);
  const said = cluster.told.slice(before).map(({ data }) => JSON.stringify(data));
  expect(said).toEqual([...new Set(said)]);
});

it('fails no request while both are restarted one after the other under load', async () => {
  const failed: string[] = [];
  let answered = 0;
  let restarting = true;
  const cookie = await cookieOf(cluster.members[0].url);
  const load = async (ask: () => Promise<number>) => {
    while (restarting) {
      const status = await ask().catch((error: unknown) => String(error));
      if (status === 200) answered += 1;
      else failed.push(String(status));
    }
  };
  const { url } = cluster.nginx;
  const asking = [
    load(() => statusOf(url, { cookie })),
    load(() => statusOf(`${url}/events`, { cookie })),
    load(() => statusOf(`${url}/health/live`, {})),
    ...[1, 2, 3].map(() =>
      load(async () => (await deliver(url, anEvent(), { secret, headers: CLOSE })).status),
    ),
  ];
  for (const member of cluster.members) {
    await cluster.nginx.leaveOut(member.port);
    expect(await member.end('SIGTERM')).toBe(0);
    await member.start();
    await cluster.nginx.leaveOut(null);
  }
  restarting = false;
  await Promise.all(asking);
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThan(50);
});

/** A connection that is kept may be closed by nginx as it starts anew, just when the next request is sent. */
const CLOSE = { connection: 'close' };

async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  const asked = request(url, { agent: false, headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
}
