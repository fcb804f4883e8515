import { control } from './support/control';
import { MovableClock } from './support/movable-clock';
import { makeSession } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';
import { deliveriesOf, register, twoEvents } from './support/webhooks';

let clock: MovableClock;
let random: number[];
let sandbox: RunningSandbox;
let receiver: Awaited<ReturnType<typeof runReceiver>>;
beforeEach(async () => {
  clock = new MovableClock();
  random = [];
  sandbox = await runSandbox({ now: clock.now, random: () => random.shift() ?? 0.999 });
  receiver = await runReceiver();
  await register(sandbox, receiver.url);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const set = (faults: object) => control(sandbox, 'PUT', '/webhook-faults', faults);
const advance = (by: string) => control(sandbox, 'POST', '/clock', { advance: by });
const states = async () => (await deliveriesOf(sandbox)).map(({ state }) => state);

test('a delay of an hour is an hour of the sandbox’s clock, to the second', async () => {
  await set({ delay_seconds: 3600 });
  await makeSession(sandbox.call);
  expect(await deliveriesOf(sandbox)).toMatchObject([{ next_attempt: clock.seconds + 3600 }]);
  await advance('3599s');
  // Another one, due now, is sent: so the first could have been.
  await set({});
  await makeSession(sandbox.call);
  await until(async () => (await states())[0] === 'delivered');
  expect(await states()).toEqual(['delivered', 'pending']);
  await advance('1s');
  await until(async () => (await states())[1] === 'delivered');
  expect(receiver.deliveries).toHaveLength(2);
});

test('a week is the longest delay', async () => {
  expect((await set({ delay_seconds: 604_800 })).status).toBe(200);
  expect((await set({ delay_seconds: 604_801 })).body.message).toEqual({
    delay_seconds: 'Must be a whole number of seconds, at most 604800 (a week).',
  });
});

test('deliveries that are to be out of order are gathered for two seconds', async () => {
  await set({ reorder: true });
  await makeSession(sandbox.call);
  expect(await deliveriesOf(sandbox)).toMatchObject([{ next_attempt: clock.seconds + 2 }]);
  await set({ reorder: true, delay_seconds: 60 });
  await makeSession(sandbox.call);
  expect((await deliveriesOf(sandbox))[0]).toMatchObject({ next_attempt: clock.seconds + 62 });
});

test('those out of order come newest first, and a repeat in its turn', async () => {
  await receiver.close();
  receiver = await runReceiver((_delivery, earlier) => (earlier.length === 0 ? 500 : 200));
  const [endpoint] = (await sandbox.call('GET', '/webhook_endpoints')).body as { id: string }[];
  await sandbox.call('PUT', `/webhook_endpoints/${endpoint!.id}`, { url: receiver.url });
  await set({ reorder: true });
  await twoEvents(sandbox);
  await advance('2s');
  await until(async () => (await states()).every((state) => state === 'delivered'));
  expect(receiver.deliveries.map(({ event }) => String(event.type))).toEqual([
    ...['application.expired', 'application.created', 'application.expired'],
  ]);
});

test.each(['drop_rate', 'duplicate_rate', 'bad_signature_rate'])(
  '%s is the share that is hit: below it, not at it',
  async (name) => {
    const isHit = async (drawn: number) => {
      receiver.deliveries.splice(0);
      random = [drawn];
      await makeSession(sandbox.call);
      await until(async () => !(await states()).includes('pending'));
      const [last, before] = await deliveriesOf(sandbox);
      if (name === 'drop_rate') return last!.state === 'dropped';
      if (name === 'duplicate_rate') return last!.event === before?.event;
      return last!.attempts[0]!.note !== null;
    };
    await set({ [name]: 0.25 });
    expect([await isHit(0.249), await isHit(0.25), await isHit(0)]).toEqual([true, false, true]);
    await set({ [name]: 1 });
    expect(await isHit(0.999_999)).toBe(true);
    await set({});
    expect(await isHit(0)).toBe(false);
  },
);

test('what is dropped says so, is not doubled, and was never sent', async () => {
  await set({ drop_rate: 1, duplicate_rate: 1 });
  await makeSession(sandbox.call);
  expect(await deliveriesOf(sandbox)).toMatchObject([
    { state: 'dropped', next_attempt: null, attempts: [], error: 'Dropped by a webhook fault.' },
  ]);
  expect(receiver.deliveries).toEqual([]);
});
