import express from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { listen } from '../../lib/listen';
import { MAX_WAITING_PAGES, pageBound } from '../../src/middleware/page-bound';
import { MAX_SOCKETS } from '../../src/policy-api/agents';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';

/** More than have a connection to the API. */
const MOST = MAX_SOCKETS + 16;

let running: TestApp;
let slow: string;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    maxWaitingPages: MOST,
    timeoutMs: 60_000,
  });
  // This page asks the API for the contractor.
  slow = `${await walkTo(new Person(running.url), 'entity')}/contractor`;
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

const get = (path: string) => fetch(running.url + path, { redirect: 'manual' });

it('answers pages 503 at once beyond so many that wait, while all else goes on', async () => {
  let letGo = () => undefined as void;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  running.proxy.fail('GET /contractors/', { kind: 'held', until: released });
  const callsBefore = running.proxy.calls.length;
  const more = 20;
  const answered: number[] = [];
  const pages = Array.from({ length: MOST + more }, async () => {
    const { status, headers } = await get(slow);
    answered.push(status);
    return { status, retryAfter: headers.get('retry-after') };
  });
  await until(() => answered.length === more);
  expect(new Set(answered)).toEqual(new Set([503]));
  await until(() => running.proxy.calls.length - callsBefore >= MAX_SOCKETS);

  const person = new Person(running.url);
  expect((await person.open('/')).status).toBe(503);
  expect(person.text).toContain('Too many pages are being made at once');
  expect(person.page.response.headers['retry-after']).toBe('5');
  expect((await deliver(running.url, anEvent())).status).toBe(200);
  expect((await get('/health/live')).status).toBe(200);
  running.advance(20_000);
  expect((await get('/health/ready')).status).toBe(200);
  expect((await get('/assets/styles/base.css')).status).toBe(200);
  const stream = new AbortController();
  expect((await fetch(`${running.url}/changes?page=events@`, { signal: stream.signal })).status).toBe(200);
  stream.abort();
  const held = running.proxy.calls.slice(callsBefore).filter(({ path }) => path.startsWith('/contractors/'));
  expect(held).toHaveLength(MAX_SOCKETS);

  letGo();
  const outcomes = await Promise.all(pages);
  expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(MOST);
  expect(outcomes.filter(({ retryAfter }) => retryAfter === '5')).toHaveLength(more);
  expect((await person.open('/')).status).toBe(200);
});

it('does not count forms that have not arrived whole, which anybody may begin to send', async () => {
  const { port } = new URL(running.url);
  const head = `POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\n`;
  const halves: Socket[] = Array.from({ length: MOST + 1 }, () => connect(Number(port), '127.0.0.1'));
  await Promise.all(
    halves.map(async (socket) => {
      await once(socket, 'connect');
      socket.write(`${head}password=`);
    }),
  );
  try {
    // Asked later, so that the app has the halves before it.
    for (let page = 0; page < 3; page += 1) expect((await get('/')).status).toBe(200);
  } finally {
    for (const socket of halves) socket.destroy();
  }
});

it('leaves each page what its host keeps for it, however many come together', async () => {
  const kept = new AsyncLocalStorage<string>();
  const host = express()
    .use((req, _res, next) => kept.run(req.get('x-id') ?? '', next))
    .use(pageBound(), (_req, res) => void res.send(kept.getStore()));
  const listening = await listen(host, 0, '127.0.0.1', 'PORT');
  const ids = Array.from({ length: 50 }, (_, index) => `id-${index}`);
  const ask = async (id: string) =>
    (await fetch(`http://127.0.0.1:${listening.port}`, { headers: { 'x-id': id } })).text();
  expect(await Promise.all(ids.map(ask))).toEqual(ids);
  listening.server.closeAllConnections();
  await listening.close();
});

it('has the bounds that the page on production names', () => {
  const page = readFileSync(path.join(PROJECT_ROOT, 'docs/production.md'), 'utf8').replace(/\s+/g, ' ');
  expect(page).toContain(
    `At most ${MAX_WAITING_PAGES} pages wait to be answered in one process, and share ${MAX_SOCKETS} connections`,
  );
});
