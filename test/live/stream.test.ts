import compression from 'compression';
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';
import { beatsIn, changesIn, leaveAll, listen as listenAt, pageOf as pageFor } from './support/follow';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  // No endpoint: only what a test delivers arrives.
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    liveBeatMs: 100,
  });
  operator = new Person(running.url);
});
afterEach(leaveAll);
afterAll(() => running.stop());

const pageOf = (path: string) => pageFor(operator, path);
const listen = (path: string, base = running.url) => listenAt(base + path);

async function withSession() {
  const path = await walkTo(operator, 'application');
  await operator.submit(`${path}/application`);
  const { session_id: session } = (await running.store.onboardings.find(path.replace('/onboardings/', '')))!;
  return { path, session: session! };
}

const started = (session: string) => anEvent({ type: 'application.started', data: { id: session } });

describe('the stream of an onboarding', () => {
  it('tells of its changes, and of no other’s', async () => {
    const { path, session } = await withSession();
    const { path: other } = await withSession();
    const [page, otherPage] = [await pageOf(path), await pageOf(other)];
    const [live, quiet] = [await listen(page.stream), await listen(otherPage.stream)];
    await until(() => beatsIn(live) > 0 && beatsIn(quiet) > 0);
    await deliver(running.url, started(session));
    await until(() => changesIn(live).length > 0);
    const { version } = await pageOf(path);
    expect(changesIn(live)).toEqual([{ event: 'changed', data: { topic: page.topic, version } }]);
    const beats = beatsIn(quiet);
    await until(() => beatsIn(quiet) > beats + 1);
    expect(changesIn(quiet)).toEqual([]);
  });

  it('tells at once of what changed before it was opened, and goes on', async () => {
    const { path, session } = await withSession();
    const page = await pageOf(path);
    await deliver(running.url, started(session));
    await until(async () => (await pageOf(path)).version !== page.version);
    const live = await listen(page.stream);
    await until(() => changesIn(live).length === 1);
    await deliver(running.url, anEvent({ type: 'application.expired', data: { id: session } }));
    await until(() => changesIn(live).length === 2);
  });

  it('tells that it is gone', async () => {
    const live = await listen('/changes?page=ob_unknown@1795000000000');
    await until(() => changesIn(live).length > 0);
    expect(changesIn(live)[0]?.data).toEqual({ topic: 'ob_unknown', version: '' });
  });
});

describe('the stream of a list', () => {
  it('of onboardings tells of new ones, and of coverage that changed', async () => {
    const { session } = await withSession();
    const live = await listen((await pageOf('/')).stream);
    await until(() => beatsIn(live) > 0);
    await deliver(running.url, started(session));
    await until(() => changesIn(live).length > 0);
    await walkTo(operator, 'contractor');
    const { topic, version } = await pageOf('/?show=done');
    await until(() => changesIn(live).at(-1)?.data.version === version);
    expect(changesIn(live).at(-1)?.data.topic).toBe(topic);
  });

  it('of events tells of those too that belong to no onboarding', async () => {
    const live = await listen((await pageOf('/events?type=policy.active')).stream);
    await until(() => beatsIn(live) > 0);
    await deliver(running.url, anEvent());
    // That it came, and that it was applied: together or not.
    await until(async () => changesIn(live).at(-1)?.data.version === (await pageOf('/events')).version);
    expect(changesIn(live).length).toBeLessThan(3);
  });

  it('is one for all the pages of a browser', async () => {
    const { path, session } = await withSession();
    const query = new URLSearchParams();
    for (const place of ['/', '/events', path]) {
      const { topic, version } = await pageOf(place);
      query.append('page', `${topic}@${version}`);
    }
    const live = await listen(`/changes?${query.toString()}`);
    await until(() => beatsIn(live) > 0);
    expect(changesIn(live)).toEqual([]);
    await deliver(running.url, started(session));
    await until(() => new Set(changesIn(live).map(({ data }) => data.topic)).size === 3);
  });
});

describe('every stream', () => {
  it('shows that it lives, beat by beat, and says how often it will', async () => {
    const live = await listen('/changes');
    await until(() => beatsIn(live) >= 3);
    expect(live.messages[0]).toEqual({ event: 'alive', data: { every: 100 } });
  });

  it('asks proxies to pass each byte on as it comes', async () => {
    const { headers } = await listen('/changes');
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  it('arrives in a host that compresses all it sends', async () => {
    const host = express().use(compression({ threshold: 0 }), running.app.express);
    const server = createServer(host).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await fetch(`${base}/assets/styles/base.css`);
    expect(page.headers.get('content-encoding')).not.toBeNull();
    const live = await listen('/changes', base);
    await until(() => beatsIn(live) >= 2);
    server.closeAllConnections();
    server.close();
  });

  it('ends when the app stops', async () => {
    const live = await listen('/changes');
    running.app.endStreams();
    await until(() => live.over);
  });
});
