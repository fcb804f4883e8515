import { rmSync } from 'node:fs';
import { defaultRetryDelaysMs } from '../src/delivery/queue';
import { control } from './support/control';
import { DAY, MovableClock } from './support/movable-clock';
import { makeSession } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';
import { deliveriesOf, register, twoEvents, untilDelivery } from './support/webhooks';

let sandbox: RunningSandbox;
let receiver: Awaited<ReturnType<typeof runReceiver>>;
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

test('a port that cannot be posted to is named as the reason', async () => {
  sandbox = await runSandbox({ retryDelaysMs: [] });
  receiver = await runReceiver();
  await register(sandbox, 'http://127.0.0.1:9/hook');
  await makeSession(sandbox.call);
  const { attempts } = await untilDelivery(sandbox, ({ state }) => state !== 'pending');
  expect(attempts[0]).toMatchObject({ status: null, error: expect.stringMatching(/port .* another/) });
});

test('each attempt is kept with its status, time, duration and the beginning of the answer', async () => {
  sandbox = await runSandbox();
  const long = `<b>${'no '.repeat(2000)}`;
  receiver = await runReceiver((_, earlier) => (earlier.length < 2 ? { status: 503, body: long } : 202));
  const { id } = await register(sandbox, receiver.url);
  await makeSession(sandbox.call);
  const delivery = await untilDelivery(sandbox, ({ state }) => state === 'delivered');
  expect(delivery).toMatchObject({ type: 'application.created', endpoint: id, url: receiver.url });
  expect(delivery).toMatchObject({ error: null, next_attempt: null });
  expect(delivery.attempts.map(({ status, error }) => [status, error])).toEqual([
    [503, 'The endpoint answered 503.'],
    [503, 'The endpoint answered 503.'],
    [202, null],
  ]);
  expect(delivery.attempts[0]!.answer).toBe(long.slice(0, 1024));
  expect(delivery.attempts[2]!.answer).toBe('ok');
  for (const { at, duration_ms: ms } of delivery.attempts) {
    expect(at).toBeGreaterThan(1_700_000_000);
    expect(ms).toBeGreaterThanOrEqual(0);
  }
  expect(receiver.deliveries.map(({ event }) => String(event.id))).toEqual(Array(3).fill(delivery.event));
  expect((await control(sandbox, 'GET', `/deliveries/${delivery.id}`)).body).toMatchObject({
    ...delivery,
    attempts: receiver.deliveries.map(({ body }) => ({ sent: { body } })),
  });
  expect((await control(sandbox, 'GET', '/deliveries/999')).status).toBe(404);
});

test('attempts go on over days on the sandbox clock, each at its time, and end', async () => {
  const clock = new MovableClock();
  const start = clock.seconds;
  sandbox = await runSandbox({ now: clock.now, retryDelaysMs: defaultRetryDelaysMs });
  receiver = await runReceiver(() => 500);
  await register(sandbox, receiver.url);
  await makeSession(sandbox.call);
  await untilDelivery(sandbox, ({ attempts }) => attempts.length === 1);

  await control(sandbox, 'POST', '/clock', { advance: '1h' });
  const waiting = await untilDelivery(sandbox, ({ attempts }) => attempts.length === 7);
  expect(waiting).toMatchObject({ state: 'pending', attempts: { length: 7 } });
  expect(waiting.next_attempt).toBeGreaterThan(start + 3600);

  await control(sandbox, 'POST', '/clock', { advance: '6d' });
  const { attempts, next_attempt: next } = await untilDelivery(sandbox, ({ state }) => state === 'failed');
  expect(attempts).toHaveLength(defaultRetryDelaysMs.length + 1);
  expect(next).toBeNull();
  for (const [index, delay] of defaultRetryDelaysMs.entries()) {
    const waited = attempts[index + 1]!.at - attempts[index]!.at;
    // With a fifth for jitter, and some seconds for rounding and for the attempt itself.
    expect(waited).toBeGreaterThanOrEqual(delay / 1000 - 1);
    expect(waited).toBeLessThanOrEqual((delay / 1000) * 1.2 + 5);
  }
  expect(attempts.at(-1)!.at).toBeGreaterThan(start + 3 * DAY);
  expect(new Set(receiver.deliveries.map(({ body }) => body)).size).toBe(1);
});

test('410 switches an endpoint off, and an update of it on again', async () => {
  sandbox = await runSandbox();
  let status = 410;
  receiver = await runReceiver(() => status);
  const other = await runReceiver();
  const { id } = await register(sandbox, receiver.url);
  await register(sandbox, other.url);
  await twoEvents(sandbox);
  const refused = await untilDelivery(sandbox, ({ state }) => state === 'failed');
  expect(refused.attempts).toMatchObject([{ status: 410 }]);
  const endpoints = async () => (await control(sandbox, 'GET', '/webhook-endpoints')).body as object[];
  expect(await endpoints()).toMatchObject([{ disabled: false }, { id, disabled: true }]);
  await until(() => other.deliveries.length === 2);
  await twoEvents(sandbox);
  await until(() => other.deliveries.length === 4);
  expect(receiver.deliveries).toHaveLength(1);
  const again = await control(sandbox, 'POST', `/deliveries/${refused.id}/resend`);
  expect(again.status).toBe(409);
  expect(again.body.message).toContain('switched off');

  status = 200;
  await sandbox.call('PUT', `/webhook_endpoints/${id}`, { description: 'Repaired' });
  expect(await endpoints()).toMatchObject([{}, { id, disabled: false }]);
  const session = await twoEvents(sandbox);
  await until(() => receiver.deliveries.length === 3);
  expect(receiver.deliveries.at(-1)!.event.data.id).toBe(session);
  await other.close();
});

test('an endpoint that does not answer in time has failed', async () => {
  sandbox = await runSandbox({ webhookTimeLimitMs: 100, retryDelaysMs: [] });
  receiver = await runReceiver(() => new Promise<number>(() => undefined));
  await register(sandbox, receiver.url);
  await makeSession(sandbox.call);
  const { attempts } = await untilDelivery(sandbox, ({ state }) => state === 'failed');
  expect(attempts).toMatchObject([{ status: null, answer: null, error: 'No answer within 0.1 seconds.' }]);
});

test('a delivery is sent again with the same event, and is tried from the start', async () => {
  sandbox = await runSandbox({ retryDelaysMs: [] });
  let status = 500;
  receiver = await runReceiver(() => status);
  const { id } = await register(sandbox, receiver.url);
  await makeSession(sandbox.call);
  const failed = await untilDelivery(sandbox, ({ state }) => state === 'failed');
  status = 200;
  const sent = await control(sandbox, 'POST', `/deliveries/${failed.id}/resend`);
  expect(sent.body).toMatchObject({ id: failed.id, state: 'pending' });
  const delivered = await untilDelivery(sandbox, ({ state }) => state === 'delivered');
  expect(delivered.attempts.map((attempt) => attempt.status)).toEqual([500, 200]);
  await control(sandbox, 'POST', `/deliveries/${failed.id}/resend`);
  await until(() => receiver.deliveries.length === 3);
  expect(new Set(receiver.deliveries.map(({ event }) => event.id as string))).toEqual(
    new Set([failed.event]),
  );
  expect((await control(sandbox, 'POST', '/deliveries/999/resend')).status).toBe(404);
  await sandbox.call('DELETE', `/webhook_endpoints/${id}`);
  expect((await control(sandbox, 'POST', `/deliveries/${failed.id}/resend`)).status).toBe(409);
});

test('the list is newest first, goes page by page and can be narrowed down', async () => {
  sandbox = await runSandbox();
  receiver = await runReceiver();
  const { id } = await register(sandbox, receiver.url);
  for (let made = 0; made < 3; made += 1) await twoEvents(sandbox);
  await until(async () => (await deliveriesOf(sandbox, '?state=delivered')).length === 6);
  const all = await deliveriesOf(sandbox);
  const ids = all.map((delivery) => delivery.id);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  const idsOf = async (query: string) => (await deliveriesOf(sandbox, query)).map((delivery) => delivery.id);
  expect(await idsOf('?limit=2')).toEqual(ids.slice(0, 2));
  expect(await idsOf(`?limit=2&starting_after=${ids[1]}`)).toEqual(ids.slice(2, 4));
  expect(await idsOf(`?limit=2&ending_before=${ids[3]}`)).toEqual(ids.slice(1, 3));
  expect(await idsOf(`?event=${all[4]!.event}`)).toEqual([ids[4]]);
  expect(await idsOf(`?endpoint=${id}&state=delivered`)).toEqual(ids);
  expect(await idsOf('?state=failed')).toEqual([]);
  for (const query of ['?limit=0', '?limit=x', '?state=lost', '?page=2', '?starting_after=x']) {
    expect((await control(sandbox, 'GET', `/deliveries${query}`)).status).toBe(400);
  }
});

test('of very many attempts the oldest are forgotten', async () => {
  sandbox = await runSandbox({ attemptsKept: 2 });
  receiver = await runReceiver((_, earlier) => (earlier.length < 3 ? 500 : 200));
  await register(sandbox, receiver.url);
  await makeSession(sandbox.call);
  const { attempts } = await untilDelivery(sandbox, ({ state }) => state === 'delivered');
  expect(attempts.map(({ status }) => status)).toEqual([500, 200]);
});

test('deliveries and their attempts are there after a restart, and go on', async () => {
  const clock = new MovableClock();
  const options = { now: clock.now, retryDelaysMs: [60_000] };
  const first = await runSandbox(options);
  sandbox = first;
  receiver = await runReceiver((_, earlier) => (earlier.length === 0 ? 500 : 200));
  await register(sandbox, receiver.url);
  await makeSession(sandbox.call);
  const before = await untilDelivery(sandbox, ({ attempts }) => attempts.length === 1);
  await first.stop();
  sandbox = await runSandbox({ ...options, dataDir: first.dataDir });
  expect(await deliveriesOf(sandbox)).toEqual([before]);
  await control(sandbox, 'POST', '/clock', { advance: '2m' });
  const after = await untilDelivery(sandbox, ({ state }) => state === 'delivered');
  expect(after.attempts).toHaveLength(2);
});
