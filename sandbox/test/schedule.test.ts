import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createClock } from '../src/clock';
import { openDatabase } from '../src/database';
import { createSchedule } from '../src/schedule';
import { Applicant, complete } from './support/applicant';
import { MovableClock } from './support/movable-clock';
import { makeSession } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';

const DAY = 24 * 60 * 60;
const start = Date.parse('2026-03-01T12:00:00Z') / 1000;

let now = start;
let sandbox: RunningSandbox;
const clock = { now: () => now * 1000 };
beforeEach(() => void (now = start));

interface Event {
  type: string;
  created: number;
  data: { id: string };
}
const eventsOf = async (id: string): Promise<Event[]> => {
  const events = (await sandbox.call('GET', '/events?limit=100')).body as Event[];
  return events.filter((event) => event.data.id === id).reverse();
};

describe('what happens by itself', () => {
  beforeAll(async () => void (sandbox = await runSandbox(clock)));
  afterAll(() => sandbox.close());

  test('an application expires once, 30 days after it was made, and is dated then', async () => {
    const first = await makeSession(sandbox.call);
    now += 60;
    const second = await makeSession(sandbox.call);
    now = start + 30 * DAY - 1;
    expect((await sandbox.call('GET', `/apply/sessions/${first.session.id}`)).body.expired).toBe(false);
    now += 400 * DAY;
    expect((await sandbox.call('GET', `/apply/sessions/${first.session.id}`)).body.expired).toBe(true);
    const events = (await sandbox.call('GET', '/events?limit=2')).body as Event[];
    expect(events).toMatchObject([
      { type: 'application.expired', created: start + 60 + 30 * DAY, data: { id: second.session.id } },
      { type: 'application.expired', created: start + 30 * DAY, data: { id: first.session.id } },
    ]);
    expect((await new Applicant(first.session.url).open()).title).toBe('This application has expired');
    expect(await eventsOf(first.session.id)).toHaveLength(2);
  });

  test('a completed application, and one expired by call, stay as they are', async () => {
    const done = await makeSession(sandbox.call);
    await complete(done.session.url);
    const ended = await makeSession(sandbox.call);
    await sandbox.call('POST', `/apply/sessions/${ended.session.id}/expire`);
    now += 31 * DAY;
    expect((await sandbox.call('GET', `/apply/sessions/${done.session.id}`)).body.expired).toBe(false);
    expect((await eventsOf(ended.session.id)).map(({ type }) => type)).toEqual([
      ...['application.created', 'application.expired'],
    ]);
  });
});

test('what fell due while the sandbox was closed is done when it starts, without a request', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-schedule-'));
  sandbox = await runSandbox({ ...clock, dataDir });
  const { session } = await makeSession(sandbox.call);
  await sandbox.close();
  now += 31 * DAY;
  sandbox = await runSandbox({ ...clock, dataDir });
  expect(await eventsOf(session.id)).toMatchObject([
    { type: 'application.created' },
    { type: 'application.expired', created: start + 30 * DAY },
  ]);
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

test('a timer does what falls due while nobody calls', async () => {
  const receiver = await runReceiver();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-schedule-'));
  sandbox = await runSandbox({ ...clock, dataDir });
  await sandbox.call('POST', '/webhook_endpoints', { url: receiver.url, events: ['application.expired'] });
  const { session } = await makeSession(sandbox.call);
  await sandbox.close();
  const restarted = Date.now();
  const justBefore = (start + 30 * DAY) * 1000 - 100;
  sandbox = await runSandbox({ now: () => justBefore + Date.now() - restarted, dataDir });
  await until(() => receiver.deliveries.length > 0);
  expect(receiver.deliveries[0]?.event.data).toMatchObject({ id: session.id, expired: true });
  await sandbox.close();
  await receiver.close();
  rmSync(dataDir, { recursive: true });
});

test('tasks of the same second are done in the order they were noted, also after a restart', () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-schedule-'));
  const moving = new MovableClock();
  const sandboxClock = createClock(
    { read: () => 0, write: () => undefined, start: () => undefined },
    moving.now,
  );
  const nothing = () => undefined;
  const logger = { info: nothing, warn: nothing, error: nothing };
  const done: string[] = [];
  const due = moving.seconds + 60;
  let database = openDatabase(path.join(dataDir, 'sandbox.sqlite'));
  const open = () =>
    createSchedule({ database, clock: sandboxClock, logger }, (task, id) => void done.push(`${task} ${id}`));
  const first = open();
  first.at(due, 'session.review', 'z');
  first.at(due, 'session.expire', 'm');
  first.at(due, 'session.expire', 'a');
  // Noted again, it comes last.
  first.at(due, 'session.expire', 'm');
  database.close();
  database = openDatabase(path.join(dataDir, 'sandbox.sqlite'));
  const second = open();
  second.at(due, 'assignment.charge', 'b');
  moving.move(60);
  expect(second.runDue()).toBe(4);
  expect(done).toEqual(['session.review z', 'session.expire a', 'session.expire m', 'assignment.charge b']);
  database.close();
  rmSync(dataDir, { recursive: true });
});

test('a task that fails leaves nothing behind, is told to the log, and holds up nothing', () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-schedule-'));
  const database = openDatabase(path.join(dataDir, 'sandbox.sqlite'));
  const moving = new MovableClock();
  const sandboxClock = createClock(
    { read: () => 0, write: () => undefined, start: () => undefined },
    moving.now,
  );
  const told: object[] = [];
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object) => void told.push(fields),
  };
  const done: string[] = [];
  const parts = { database, clock: sandboxClock, logger };
  const schedule = createSchedule(parts, (_task, id) => {
    database.run('INSERT INTO settings (name, value) VALUES (?, ?)', id, String(sandboxClock.seconds()));
    if (id === 'bad') throw new Error('broken');
    done.push(id);
    if (id === 'first') schedule.at(moving.seconds - 30, 'session.expire', 'soon after');
  });
  schedule.at(moving.seconds + 90, 'session.expire', 'last');
  schedule.at(moving.seconds + 60, 'session.expire', 'bad');
  schedule.at(moving.seconds + 30, 'session.expire', 'first');
  moving.move(100);
  expect(schedule.runDue()).toBe(4);
  expect(done).toEqual(['first', 'soon after', 'last']);
  expect(told).toEqual([{ err: new Error('broken'), task: 'session.expire', object: 'bad' }]);
  const kept = database.all<{ name: string; value: string }>(
    'SELECT name, value FROM settings ORDER BY value',
  );
  expect(kept.map(({ name, value }) => [name, Number(value) - moving.seconds])).toEqual([
    ['first', -70],
    ['soon after', -30],
    ['last', -10],
  ]);
  expect(schedule.runDue()).toBe(0);
  database.close();
  rmSync(dataDir, { recursive: true });
});
