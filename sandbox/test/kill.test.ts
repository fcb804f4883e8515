import { randomInt } from 'node:crypto';
import { NotingClient, type Target } from './support/noting-client';
import { newFolder, startProcess, tidyUp } from './support/process';
import { runReceiver, until } from './support/running-sandbox';

jest.setTimeout(120_000);
let receiver: Awaited<ReturnType<typeof runReceiver>>;
afterEach(async () => {
  tidyUp();
  await receiver.close();
});

const ROUNDS = 2;
const CLIENTS = 6;

interface Event {
  id: string;
  type: string;
  data: { id: string };
}

/** All events, page by page. */
async function eventsOf({ url, key }: Target): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const after = events.length > 0 ? `&starting_after=${events.at(-1)?.id}` : '';
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${url}/api/v1/events?limit=100${after}`, { headers });
    const page = (await answer.json()) as Event[];
    if (page.length === 0) return events;
    events.push(...page);
  }
}

async function post({ url, key }: Target, where: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(url + where, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
}

test('whatever was answered before a SIGKILL at any moment is there afterwards, and its events arrive', async () => {
  const DATA_DIR = newFolder();
  let accepts = true;
  receiver = await runReceiver(() => (accepts ? 200 : 503));
  const clients = Array.from({ length: CLIENTS }, () => new NotingClient());
  let running = startProcess({ DATA_DIR });
  let sandbox = await running.ready;
  await post(sandbox, '/api/v1/webhook_endpoints', { url: receiver.url });

  for (let round = 0; round < ROUNDS; round += 1) {
    // In some rounds nothing can be delivered before the kill.
    accepts = round % 2 === 0;
    let left = 20 + randomInt(60);
    const kill = () => (left -= 1) === 0 && running.child.kill('SIGKILL');
    await Promise.all(clients.map((client) => client.callUntilGone(sandbox, kill)));
    await running.ended;

    accepts = true;
    // Answers hold addresses of the sandbox's own.
    running = startProcess({ DATA_DIR, SANDBOX_PORT: new URL(sandbox.url).port });
    sandbox = await running.ready;
    await Promise.all(clients.map((client) => client.expectKept(sandbox)));
    const events = await eventsOf(sandbox);
    for (const { type, id } of clients.flatMap((client) => client.wanted)) {
      expect(events.filter((event) => event.type === type && event.data.id === id)).toHaveLength(1);
    }
    // What failed before is tried again later; the clock moves that.
    await post(sandbox, '/_sandbox/clock', { advance: '10m' });
    const arrived = () => new Set(receiver.deliveries.map(({ event }) => String(event.id)));
    await until(() => events.every(({ id }) => arrived().has(id)));
    const known = new Set((await eventsOf(sandbox)).map(({ id }) => id));
    expect([...arrived()].filter((id) => !known.has(id))).toEqual([]);
  }
  expect(clients.every((client) => client.answers > 0)).toBe(true);
});
