import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { anEvent, deliver } from '../support/deliveries';
import { startApp, type RunningSandbox, type TestApp } from '../support/harness';
import { listSandbox, type ApiObject } from '../support/sandbox-api';

/** Deliveries that cannot be confirmed, in a minute: from one network, and from all that sent nothing real. */
const [PER_NETWORK, STRANGERS] = [60, 120];

/** It comes with events. */
const addDemoData = ({ url }: RunningSandbox) =>
  fetch(`${url}/_sandbox/seed`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });

let running: TestApp;
let real: ApiObject[];
beforeEach(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_VERIFY: 'api', TRUST_PROXY: '1' },
    unregistered: true,
    maxRetries: 0,
    prepare: addDemoData,
  });
  real = await listSandbox(running.sandbox, '/events');
});
afterEach(() => running.stop());

const send = async (event: object, from: string) => {
  const { status, headers } = await deliver(running.url, event, {
    secret: '',
    headers: { 'X-Forwarded-For': from },
  });
  return { status, retryAfter: Number(headers.get('retry-after') ?? 0) };
};
const sendMadeUp = (count: number, from: string) =>
  Promise.all(Array.from({ length: count }, () => send(anEvent(), from)));
const statuses = (answers: { status: number }[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** The calls about events that something causes: of single ones, and of the list. */
async function callsOf(work: () => Promise<unknown>) {
  const before = running.proxy.calls.length;
  await work();
  const calls = running.proxy.calls.slice(before).map(({ path }) => path);
  const single = calls.filter((path) => path.startsWith('/events/')).length;
  return { single, list: calls.length - single };
}

it('limits made-up deliveries from one network, and takes a real one from it', async () => {
  const { single, list } = await callsOf(async () => {
    const answers = await sendMadeUp(PER_NETWORK + 40, '2001:db8::1');
    expect(statuses(answers)).toEqual({ 401: PER_NETWORK, 429: 40 });
    const waits = answers.filter(({ status }) => status === 429).map(({ retryAfter }) => retryAfter);
    expect(waits.every((seconds) => seconds >= 1 && seconds <= 60)).toBe(true);
  });
  expect(single).toBe(PER_NETWORK);
  // Those beyond share a look at the latest events; the first may have come before the others.
  expect(list).toBeLessThanOrEqual(2);
  // Another address of the same network.
  expect(await send(real[0]!, '2001:db8::2')).toMatchObject({ status: 200 });
  const { id: _id, ...nameless } = real[1]!;
  expect(await send(nameless, '2001:db8::2')).toMatchObject({ status: 200 });
  // Other networks have an allowance of their own.
  expect(await send(anEvent(), '2001:db8:0:1::1')).toMatchObject({ status: 401 });
});

it('limits made-up deliveries from many networks, and takes real ones from anywhere', async () => {
  const sender = '192.0.2.10';
  expect(await send(real[0]!, sender)).toMatchObject({ status: 200 });
  for (let left = STRANGERS; left > 0; left -= 30) {
    expect(statuses(await sendMadeUp(30, `198.51.100.${left}`))).toEqual({ 401: 30 });
  }
  expect(await send(anEvent(), '203.0.113.1')).toMatchObject({ status: 429 });
  expect(await send(real[1]!, '203.0.113.2')).toMatchObject({ status: 200 });

  // However old the event is: for whoever sent a real one strangers count no more, and what was confirmed is known.
  running.proxy.fail('GET /events?', { kind: 'answer', status: 200, body: [] });
  expect(await send(real[2]!, sender)).toMatchObject({ status: 200 });
  expect(await send(real[1]!, '203.0.113.3')).toMatchObject({ status: 200 });
});

it('counts nothing for deliveries that are real', async () => {
  for (let round = 0; round * real.length <= PER_NETWORK; round += 1) {
    await Promise.all(real.map((event) => send(event, '192.0.2.10')));
  }
  expect(statuses(await sendMadeUp(PER_NETWORK, '192.0.2.10'))).toEqual({ 401: PER_NETWORK });
});

it('says that the API could not be asked, to whoever is beyond the limit too', async () => {
  await sendMadeUp(PER_NETWORK, '192.0.2.10');
  running.proxy.fail('GET /events', { kind: 'html', status: 502 });
  expect(await send(real[0]!, '192.0.2.10')).toMatchObject({ status: 503 });
});

it('has the limits that the page on production names', () => {
  const page = readFileSync(path.join(PROJECT_ROOT, 'docs/production.md'), 'utf8').replace(/\s+/g, ' ');
  expect(page).toContain(`${PER_NETWORK} a minute from one network, ${STRANGERS} from all`);
});
