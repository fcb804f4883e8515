import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { control } from './support/control';
import { MovableClock } from './support/movable-clock';
import { makeSession } from './support/objects';
import {
  runReceiver,
  runSandbox,
  until,
  type Delivery,
  type RunningSandbox,
} from './support/running-sandbox';
import { deliveriesOf, register, twoEvents, untilDelivery } from './support/webhooks';

let sandbox: RunningSandbox;
let receiver: Awaited<ReturnType<typeof runReceiver>>;
let endpoint: { id: string; secret: string };

beforeEach(async () => {
  sandbox = await runSandbox();
  receiver = await runReceiver();
  endpoint = await register(sandbox, receiver.url);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

const setFaults = (faults: object) => control(sandbox, 'PUT', '/webhook-faults', faults);
const arrived = () => receiver.deliveries.map(({ event }) => String(event.type));
const received = async (count: number): Promise<Delivery> => {
  await until(() => receiver.deliveries.length >= count);
  return receiver.deliveries[count - 1]!;
};

const isSigned = ({ headers, body }: Delivery) =>
  timestamped().verify({
    headers,
    rawBody: Buffer.from(body),
    secrets: [endpoint.secret],
    now: Math.floor(Date.now() / 1000),
  }) === null;

describe('the signature of an endpoint', () => {
  const setScheme = (scheme: unknown) =>
    control(sandbox, 'PUT', `/webhook-endpoints/${endpoint.id}`, { scheme });

  it('has a timestamp by default, and can be a bare one of the body', async () => {
    await makeSession(sandbox.call);
    expect(isSigned(await received(1))).toBe(true);
    expect((await setScheme('body')).body).toEqual({
      id: endpoint.id,
      url: receiver.url,
      events: ['*'],
      scheme: 'body',
      disabled: false,
    });
    await makeSession(sandbox.call);
    const { headers, body } = await received(2);
    const hex = createHmac('sha256', endpoint.secret).update(body).digest('hex');
    expect(headers['ten99policy-signature']).toBe(hex);
  });

  it('can be that of Standard Webhooks', async () => {
    await setScheme('standard-webhooks');
    await makeSession(sandbox.call);
    const { headers, body, event } = await received(1);
    const key = Buffer.from(endpoint.secret.slice('whsec_'.length), 'base64');
    const signed = `${String(event.id)}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-id']).toBe(event.id);
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
    expect(headers['ten99policy-signature']).toBeUndefined();
  });

  it('is refused when it is unknown, or the endpoint is', async () => {
    for (const scheme of ['md5', 1, undefined]) expect((await setScheme(scheme)).status).toBe(400);
    expect((await control(sandbox, 'PUT', '/webhook-endpoints/whe_x', { scheme: 'body' })).status).toBe(404);
    const shown = await control(sandbox, 'GET', '/webhook-endpoints');
    expect(shown.body).toMatchObject([{ scheme: 'timestamped' }]);
    expect(JSON.stringify(shown.body)).not.toContain(endpoint.secret);
  });
});

describe('webhook faults', () => {
  it('are off at first, wholly replaced by each PUT, and kept over a restart', async () => {
    const off = (await control(sandbox, 'GET', '/webhook-faults')).body as Record<string, unknown>;
    expect(Object.values(off).every((value) => value === 0 || value === false)).toBe(true);
    expect((await setFaults({ drop_rate: 0.5, reorder: true })).body).toEqual({
      ...off,
      drop_rate: 0.5,
      reorder: true,
    });
    await sandbox.stop();
    sandbox = await runSandbox({ dataDir: sandbox.dataDir });
    expect((await control(sandbox, 'GET', '/webhook-faults')).body).toMatchObject({ drop_rate: 0.5 });
    expect((await setFaults({ reorder: true })).body).toEqual({ ...off, reorder: true });
    expect((await setFaults({})).body).toEqual(off);
  });

  it.each([
    { drop_rate: 2 },
    { drop_rate: '1' },
    { delay_seconds: -1 },
    { delay_seconds: 1.5 },
    { drop_next: -1 },
    { reorder: 'yes' },
    { lost: true },
  ])('%j is refused', async (faults) => {
    const before = (await control(sandbox, 'GET', '/webhook-faults')).body;
    const answer = await setFaults(faults);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.message)).toEqual(Object.keys(faults));
    expect((await control(sandbox, 'GET', '/webhook-faults')).body).toEqual(before);
  });

  it('delay deliveries on the sandbox clock', async () => {
    await setFaults({ delay_seconds: 3600 });
    await makeSession(sandbox.call);
    const [waiting] = await deliveriesOf(sandbox);
    expect(waiting).toMatchObject({ state: 'pending', attempts: [] });
    await setFaults({});
    await twoEvents(sandbox);
    await received(2);
    expect((await deliveriesOf(sandbox)).at(-1)).toEqual(waiting);
    await control(sandbox, 'POST', '/clock', { advance: '1h' });
    await received(3);
  });

  it('duplicate deliveries, with the same event', async () => {
    await setFaults({ duplicate_rate: 1 });
    await makeSession(sandbox.call);
    await received(2);
    const [first, second] = receiver.deliveries;
    expect(second!.body).toBe(first!.body);
    expect(await deliveriesOf(sandbox)).toHaveLength(2);
  });

  it('reorder deliveries', async () => {
    await sandbox.stop();
    // Deliveries are gathered for two seconds: on a clock that stands still, however long the calls take.
    sandbox = await runSandbox({ dataDir: sandbox.dataDir, now: new MovableClock().now });
    await setFaults({ reorder: true });
    await twoEvents(sandbox);
    await control(sandbox, 'POST', '/clock', { advance: '3s' });
    await received(2);
    expect(arrived()).toEqual(['application.expired', 'application.created']);
  });

  it('drop deliveries, which can be sent all the same', async () => {
    await setFaults({ drop_rate: 1 });
    await makeSession(sandbox.call);
    await setFaults({});
    const [dropped] = await deliveriesOf(sandbox);
    expect(dropped).toMatchObject({
      state: 'dropped',
      attempts: [],
      error: expect.stringContaining('fault'),
    });
    await control(sandbox, 'POST', `/deliveries/${dropped!.id}/resend`);
    expect((await received(1)).event.id).toBe(dropped!.event);
  });

  it('drop the next few, and no more', async () => {
    expect((await setFaults({ drop_next: 2 })).body).toMatchObject({ drop_next: 2, drop_rate: 0 });
    await makeSession(sandbox.call);
    expect((await control(sandbox, 'GET', '/webhook-faults')).body).toMatchObject({ drop_next: 1 });
    await twoEvents(sandbox);
    expect((await control(sandbox, 'GET', '/webhook-faults')).body).toMatchObject({ drop_next: 0 });
    await received(1);
    expect((await deliveriesOf(sandbox)).map(({ state }) => state).reverse()).toEqual([
      'dropped',
      'dropped',
      expect.stringMatching(/pending|delivered/),
    ]);
  });

  it.each(['timestamped', 'standard-webhooks', 'body'])(
    'sign badly with the scheme %s, and say so',
    async (scheme) => {
      await control(sandbox, 'PUT', `/webhook-endpoints/${endpoint.id}`, { scheme });
      await setFaults({ bad_signature_rate: 1 });
      await makeSession(sandbox.call);
      const { headers, body, event } = await received(1);
      const given = headers['webhook-signature'] ?? headers['ten99policy-signature'];
      const key = scheme === 'standard-webhooks' ? Buffer.from(endpoint.secret.slice(6), 'base64') : null;
      const stamp = String(headers['webhook-timestamp'] ?? /t=(\d+)/.exec(String(given))?.[1]);
      const text = { timestamped: `${stamp}.${body}`, body }[scheme] ?? `${event.id}.${stamp}.${body}`;
      const good = createHmac('sha256', key ?? endpoint.secret).update(text);
      expect(given).toBeDefined();
      expect(given).not.toContain(good.digest(key ? 'base64' : 'hex'));
      const { attempts } = await untilDelivery(sandbox, ({ state }) => state === 'delivered');
      expect(attempts).toMatchObject([{ note: 'Badly signed by a webhook fault.' }]);
    },
  );
});
