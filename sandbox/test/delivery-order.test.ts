import { rmSync } from 'node:fs';
import { control } from './support/control';
import { MovableClock } from './support/movable-clock';
import { makeSession } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';
import { deliveriesOf, register, twoEvents, untilDelivery } from './support/webhooks';

const HOUR = 3600;
const CREATED = 'application.created';
const EXPIRED = 'application.expired';

let clock: MovableClock;
let sandbox: RunningSandbox;
let receiver: Awaited<ReturnType<typeof runReceiver>>;
beforeEach(() => void (clock = new MovableClock()));
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

/** A sandbox whose clock stands still, and an endpoint that answers each type of event as told. */
async function run(
  answer: (type: string, earlier: number) => number | Promise<number>,
  retryDelaysMs: readonly number[],
  webhookTimeLimitMs = 10_000,
) {
  sandbox = await runSandbox({ now: clock.now, retryDelaysMs, webhookTimeLimitMs });
  receiver = await runReceiver(({ event }, earlier) => answer(String(event.type), earlier.length));
  return register(sandbox, receiver.url);
}
const arrived = () => receiver.deliveries.map(({ event }) => String(event.type));
const advance = (by: string) => control(sandbox, 'POST', '/clock', { advance: by });
const failsAtFirst = (type: string) => (type === CREATED ? 500 : 200);
const of = (type: string) => async () => (await deliveriesOf(sandbox)).find((one) => one.type === type)!;

test('a delivery that has failed up to three times holds up what comes after it, then no more', async () => {
  await run(failsAtFirst, [0, 0, 0, HOUR * 1000]);
  await twoEvents(sandbox);
  await untilDelivery(sandbox, ({ type, state }) => type === EXPIRED && state === 'delivered');
  expect(arrived()).toEqual([CREATED, CREATED, CREATED, CREATED, EXPIRED]);
});

test('while it waits for its third repeat, nothing overtakes it', async () => {
  await run(failsAtFirst, [0, 0, HOUR * 1000, 0]);
  await twoEvents(sandbox);
  await untilDelivery(sandbox, ({ attempts }) => attempts.length === 3);
  await twoEvents(sandbox);
  expect((await deliveriesOf(sandbox)).filter(({ state }) => state === 'pending')).toHaveLength(4);
  expect(arrived()).toEqual([CREATED, CREATED, CREATED]);
  await advance('2h');
  await untilDelivery(sandbox, ({ type, state }) => type === EXPIRED && state === 'delivered');
  expect(arrived().slice(0, 5)).toEqual([...Array<string>(4).fill(CREATED), EXPIRED]);
});

test('an endpoint that answers again gets at once what it could not be reached for', async () => {
  const silent = new Promise<number>(() => undefined);
  await run((_type, earlier) => (earlier < 4 ? silent : 200), [0, 0, 0, HOUR * 1000], 100);
  await twoEvents(sandbox);
  await until(async () => (await deliveriesOf(sandbox)).every(({ state }) => state === 'delivered'));
  expect(arrived()).toEqual([...Array<string>(4).fill(CREATED), EXPIRED, CREATED]);
});

test('what it refused waits for its time all the same', async () => {
  await run(failsAtFirst, [0, 0, 0, HOUR * 1000]);
  await twoEvents(sandbox);
  await untilDelivery(sandbox, ({ type, state }) => type === EXPIRED && state === 'delivered');
  const refused = await of(CREATED)();
  expect(refused.state).toBe('pending');
  expect(refused.next_attempt! - clock.seconds).toBeGreaterThanOrEqual(HOUR);
  expect(refused.next_attempt! - clock.seconds).toBeLessThanOrEqual(1.2 * HOUR + 5);
});

test.each([
  [199 + 1, 'delivered'],
  [299, 'delivered'],
  [300, 'failed'],
  [304, 'failed'],
  [404, 'failed'],
])('an answer %i means %s', async (status, state) => {
  await run(() => status, []);
  await makeSession(sandbox.call);
  const { attempts, error } = await untilDelivery(sandbox, (one) => one.state === state);
  expect(attempts).toMatchObject([{ status }]);
  expect(error).toBe(state === 'delivered' ? null : `The endpoint answered ${status}.`);
});

test('410 ends a delivery and drops what waits, whatever attempts there were left', async () => {
  const { id } = await run((type) => (type === CREATED ? 410 : 200), [0, 0]);
  await control(sandbox, 'PUT', '/webhook-faults', { delay_seconds: 60 });
  await twoEvents(sandbox);
  await advance('60s');
  const gone = await untilDelivery(sandbox, ({ state }) => state === 'failed');
  expect(gone).toMatchObject({ type: CREATED, next_attempt: null, attempts: [{ status: 410 }] });
  expect(await of(EXPIRED)()).toMatchObject({
    state: 'dropped',
    next_attempt: null,
    attempts: [],
    error: 'The endpoint was switched off, as it answered 410.',
  });
  expect(arrived()).toEqual([CREATED]);
  const [shown] = (await control(sandbox, 'GET', '/webhook-endpoints')).body as object[];
  expect(shown).toMatchObject({ id, disabled: true });
});

test('an endpoint that is deleted leaves what waited for it dropped, and its scheme forgotten', async () => {
  const { id } = await run(() => 500, [HOUR * 1000]);
  await control(sandbox, 'PUT', `/webhook-endpoints/${id}`, { scheme: 'body' });
  await makeSession(sandbox.call);
  await untilDelivery(sandbox, ({ attempts }) => attempts.length === 1);
  await sandbox.call('DELETE', `/webhook_endpoints/${id}`);
  const [dropped] = await deliveriesOf(sandbox);
  expect(dropped).toMatchObject({
    state: 'dropped',
    next_attempt: null,
    error: 'The endpoint was deleted.',
    url: id,
  });
  const again = await control(sandbox, 'POST', `/deliveries/${dropped!.id}/resend`);
  expect([again.status, again.body.message]).toEqual([409, 'The endpoint of this delivery was deleted.']);
});

test('a reset while a delivery is under way leaves no trace of it', async () => {
  let answer = (_status: number): void => undefined;
  await run(() => new Promise((resolve) => void (answer = resolve)), []);
  await makeSession(sandbox.call);
  await until(() => receiver.deliveries.length === 1);
  await control(sandbox, 'POST', '/reset', {});
  answer(500);
  await makeSession(sandbox.call);
  await until(() => receiver.deliveries.length === 2);
  const [only, ...others] = await deliveriesOf(sandbox);
  expect([others, only!.attempts, only!.state]).toEqual([[], [], 'pending']);
  answer(200);
  await untilDelivery(sandbox, ({ state }) => state === 'delivered');
});
