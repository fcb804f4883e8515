import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeQuote, makeSession } from './support/objects';
import { runReceiver, runSandbox, until } from './support/running-sandbox';
import { deliveriesOf, untilDelivery } from './support/webhooks';

test('endpoints are made with a secret, shown again, changed and deleted', async () => {
  const sandbox = await runSandbox();
  const url = 'http://127.0.0.1:9/hook';
  const made = await sandbox.call('POST', '/webhook_endpoints', { url, description: 'Ours' });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    id: expect.stringMatching(/^whe_[A-Za-z0-9]{22}$/),
    url,
    description: 'Ours',
    events: ['*'],
    created: expect.any(Number),
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9]{24}$/),
  });
  const where = `/webhook_endpoints/${made.body.id}`;
  expect((await sandbox.call('GET', where)).body).toEqual(made.body);
  expect((await sandbox.call('GET', '/webhook_endpoints')).body).toEqual([made.body]);
  const changed = await sandbox.call('PUT', where, { events: ['policy.active'] });
  expect(changed.body).toEqual({ ...made.body, events: ['policy.active'] });
  for (const events of [['policy.created'], 'nonsense', [1]]) {
    expect((await sandbox.call('POST', '/webhook_endpoints', { url, events })).body.error_code).toBe(
      'invalid_input',
    );
  }
  expect((await sandbox.call('POST', '/webhook_endpoints', { url: 'ftp://x.y' })).status).toBe(400);
  const withPassword = { url: 'https://user:secret@example.com/hook' };
  const refused = await sandbox.call('POST', '/webhook_endpoints', withPassword);
  expect([refused.status, refused.body.error_code]).toEqual([400, 'invalid_input']);
  expect(refused.body.message.url).toMatch(/user name and password/);
  expect((await sandbox.call('DELETE', where)).body).toMatchObject({ deleted: true, id: made.body.id });
  expect((await sandbox.call('GET', where)).status).toBe(404);
  await sandbox.close();
});

test('a delivery is the event itself, signed with the endpoint’s secret', async () => {
  const [sandbox, receiver] = [await runSandbox(), await runReceiver()];
  const endpoint = await sandbox.call('POST', '/webhook_endpoints', { url: `${receiver.url}/hook` });
  const { session } = await makeSession(sandbox.call);
  await until(() => receiver.deliveries.length === 1);
  const [delivery] = receiver.deliveries;
  expect(delivery?.contentType).toBe('application/json');
  expect(delivery?.event).toEqual({
    id: expect.stringMatching(/^ev_[A-Za-z0-9]{22}$/),
    type: 'application.created',
    created: expect.any(Number),
    data: { object: 'application_session', ...session },
  });
  const [, time, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(delivery!.signature) ?? [];
  expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
  const expected = createHmac('sha256', endpoint.body.secret)
    .update(`${time}.${delivery?.body}`)
    .digest('hex');
  expect(hex).toBe(expected);
  expect((await sandbox.call('GET', `/events/${delivery?.event.id}`)).body).toEqual(delivery?.event);
  await sandbox.close();
  await receiver.close();
});

test('only endpoints subscribed to a type are told', async () => {
  const [sandbox, receiver] = [await runSandbox(), await runReceiver()];
  const subscribe = (where: string, events: unknown) =>
    sandbox.call('POST', '/webhook_endpoints', { url: receiver.url + where, events });
  await subscribe('/policies', ['policy.active', 'policy.cancelled']);
  await subscribe('/all', '*');
  const { quote } = await makeSession(sandbox.call);
  await sandbox.call('POST', '/policies', { quote: quote.id });
  await until(() => receiver.deliveries.length === 3);
  const told = (where: string) =>
    receiver.deliveries.filter((one) => one.path === where).map((one) => String(one.event.type));
  expect(told('/policies')).toEqual(['policy.active']);
  expect(told('/all')).toEqual(['application.created', 'policy.active']);
  await sandbox.close();
  await receiver.close();
});

test('a refused delivery is tried again with the same id, redirects are not followed, and order is kept', async () => {
  const sandbox = await runSandbox();
  const receiver = await runReceiver((_delivery, earlier) => [500, 302][earlier.length] ?? 204);
  await sandbox.call('POST', '/webhook_endpoints', { url: receiver.url });
  const { session } = await makeSession(sandbox.call);
  await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
  await until(() => receiver.deliveries.length === 4);
  const types = receiver.deliveries.map((delivery) => String(delivery.event.type));
  expect(types).toEqual([...Array<string>(3).fill('application.created'), 'application.expired']);
  expect(new Set(receiver.deliveries.slice(0, 3).map((delivery) => delivery.body)).size).toBe(1);
  expect(receiver.deliveries.every((delivery) => delivery.path === '/')).toBe(true);
  await sandbox.close();
  await receiver.close();
});

test('an endpoint that never answers holds up nobody else, nor closing', async () => {
  const [sandbox, receiver] = [await runSandbox(), await runReceiver()];
  const silent = await runReceiver(() => new Promise<number>(() => undefined));
  await sandbox.call('POST', '/webhook_endpoints', { url: silent.url });
  await sandbox.call('POST', '/webhook_endpoints', { url: receiver.url });
  const { session } = await makeSession(sandbox.call);
  await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
  await until(() => receiver.deliveries.length === 2 && silent.deliveries.length === 1);
  await sandbox.close();
  await Promise.all([receiver.close(), silent.close()]);
});

test('deliveries and everything answered survive a restart', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-restart-'));
  const receiver = await runReceiver((_delivery, earlier) => (earlier.length === 0 ? 503 : 200));
  const before = await runSandbox({ dataDir, retryDelaysMs: [400, 400, 400] });
  await before.call('POST', '/webhook_endpoints', { url: receiver.url });
  const { quote, contractor } = await makeQuote(before.call);
  const headers = { 'Ten99Policy-Idempotent-Key': 'over-the-restart' };
  const session = await before.call('POST', '/apply/sessions', { quote: quote.id }, headers);
  await until(() => receiver.deliveries.length === 1);
  await before.close();

  const after = await runSandbox({ dataDir });
  expect(after.apiKey).toBe(before.apiKey);
  await until(() => receiver.deliveries.length === 2);
  expect(receiver.deliveries[1]?.event.id).toBe(receiver.deliveries[0]?.event.id);
  expect((await after.call('GET', `/quotes/${quote.id}`)).body).toEqual(quote);
  expect((await after.call('GET', `/contractors/${contractor}`)).status).toBe(200);
  const again = await after.call('POST', '/apply/sessions', { quote: quote.id }, headers);
  expect(again.body).toEqual(session.body);
  await after.close();
  await receiver.close();
  rmSync(dataDir, { recursive: true });
});

test('a deleted endpoint is told nothing more', async () => {
  const sandbox = await runSandbox({ retryDelaysMs: [100_000] });
  const receiver = await runReceiver(() => 500);
  const endpoint = await sandbox.call('POST', '/webhook_endpoints', { url: receiver.url });
  const { session } = await makeSession(sandbox.call);
  await until(() => receiver.deliveries.length === 1);
  await sandbox.call('DELETE', `/webhook_endpoints/${endpoint.body.id}`);
  await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
  expect((await deliveriesOf(sandbox)).map(({ state }) => state)).toEqual(['dropped']);
  await sandbox.close();
  await receiver.close();
});

test('an endpoint that was out of reach gets what it missed when its address is put right', async () => {
  const sandbox = await runSandbox({ retryDelaysMs: [1, 1, 1, 3_600_000] });
  const gone = await runReceiver();
  await gone.close();
  const endpoint = await sandbox.call('POST', '/webhook_endpoints', { url: gone.url });
  const { session } = await makeSession(sandbox.call);
  await untilDelivery(sandbox, ({ attempts }) => attempts.length === 4);
  const back = await runReceiver();
  await sandbox.call('PUT', `/webhook_endpoints/${endpoint.body.id}`, { url: back.url });
  await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
  await until(() => back.deliveries.length === 2);
  const types = back.deliveries.map((delivery) => String(delivery.event.type)).sort();
  expect(types).toEqual(['application.created', 'application.expired']);
  await sandbox.close();
  await back.close();
});
