import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { EventRepository } from '../../src/store/events';
import { startApp, until, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';
import { walkTo } from '../support/walk';

const NEWER_SECRET = 'whsec_newer_than_that';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: `${SECRET}, ${NEWER_SECRET}` },
    unregistered: true,
    maxRetries: 0,
  });
});
afterAll(() => running.stop());

const send: typeof deliver extends (url: string, ...rest: infer Rest) => infer Answer
  ? (...rest: Rest) => Answer
  : never = (...rest) => deliver(running.url, ...rest);

/** The row as another connection sees it: only what was committed. */
async function rowOf(key: string, app = running) {
  const other = app.made.again();
  try {
    return await other.sql.selectFrom('events').selectAll().where('event_key', '=', key).executeTakeFirst();
  } finally {
    await other.close();
  }
}

async function rowCount(app = running): Promise<number> {
  const rows = await app.made.database.sql.selectFrom('events').select('seq').execute();
  return rows.length;
}

describe('a delivery that is verified', () => {
  it('is answered 200, and is committed before the answer', async () => {
    const event = anEvent();
    const answer = await send(event);
    const row = await rowOf(event.id);
    expect(answer).toMatchObject({ status: 200, body: { received: true, duplicate: false } });
    expect(row).toMatchObject({
      event_id: event.id,
      type: 'policy.active',
      object_id: (event.data as { id: string }).id,
      verified: 'signature',
      body: JSON.stringify(event),
      deliveries: 1,
    });
  });

  it('is answered 200 again as a duplicate, and keeps its first content', async () => {
    const event = anEvent();
    await send(event);
    const answer = await send({ ...event, type: 'policy.cancelled' });
    expect(answer).toMatchObject({ status: 200, body: { received: true, duplicate: true } });
    expect(await rowOf(event.id)).toMatchObject({ type: 'policy.active', deliveries: 2 });
  });

  it('is kept when its type is not known', async () => {
    const event = anEvent({ type: 'something.new', data: { what: 'ever' } });
    expect((await send(event)).status).toBe(200);
    expect(await rowOf(event.id)).toMatchObject({ type: 'something.new', object_id: null });
  });

  it('may say any content type, or none', async () => {
    for (const headers of [
      {},
      { 'Content-Type': 'application/json' },
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      { 'Content-Type': 'nonsense' },
    ]) {
      expect([headers, (await send(anEvent(), { headers })).status]).toEqual([headers, 200]);
    }
  });

  it.each(['utf-8', 'UTF8', 'identity', 'identity, utf-8', 'binary', ''])(
    'may be labelled as it is: Content-Encoding %j',
    async (label) => {
      expect((await send(anEvent(), { headers: { 'Content-Encoding': label } })).status).toBe(200);
    },
  );

  it('is verified over the bytes as they came, not over what they mean', async () => {
    const event = anEvent();
    const spaced = Buffer.from(
      `\n{ "type":"policy.active",   "id" : "${event.id}", "note": "caf\\u00e9 é" }\n`,
    );
    expect((await send(spaced)).status).toBe(200);
    expect((await rowOf(event.id))?.body).toBe(spaced.toString());
  });

  it('may be signed with any secret in force', async () => {
    expect((await send(anEvent(), { secret: NEWER_SECRET })).status).toBe(200);
  });

  it('may come from any host name, with no cookie, token or origin of ours', async () => {
    const answer = await request(running.url)
      .post('/webhooks/1099policy')
      .set('Host', 'some-tunnel.example')
      .set('Origin', 'https://elsewhere.example')
      .send('x');
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('without an id is told apart by its type, time and object', async () => {
    const { id: _id, ...event } = anEvent({ data: { id: 'pl_without_id' } });
    const before = await rowCount();
    expect((await send(event)).body).toMatchObject({ duplicate: false });
    expect((await send(event)).body).toMatchObject({ duplicate: true });
    expect((await send({ ...event, created: Number(event.created) + 1 })).body).toMatchObject({
      duplicate: false,
    });
    expect((await send({ ...event, type: 'policy.cancelled' })).body).toMatchObject({ duplicate: false });
    expect(await rowCount()).toBe(before + 3);
  });

  it.each([
    [
      'NUL characters',
      { id: 'ev_nul\0inside', type: 'policy.active\0', data: { id: 'pl_\0nul', quote: '\0' } },
      'ev_nul\ufffdinside',
    ],
    ['half a character', { id: 'ev_half\ud800', data: { id: 'pl_half' } }, null],
    ['a very long id', { id: `ev_${'x'.repeat(2000)}`, data: {} }, null],
    ['a time far beyond any calendar', { created: 1e20 }, null],
    ['a time that is no integer', { created: 1.5 }, null],
    ['a negative time', { created: -1e17 }, null],
    ['a time as text', { created: '2027-01-01T00:00:00Z' }, null],
    ['data that is text', { data: 'text' }, null],
    ['data that is a list', { data: [1, 2] }, null],
    ['no data', { data: null }, null],
    ['ids that are numbers', { id: 7, data: { id: 8 } }, '7'],
  ])('is kept with %s, and can be looked at', async (_name, more, key) => {
    const event = anEvent(more);
    expect((await send(event)).status).toBe(200);
    if (key) expect(await rowOf(key)).toBeDefined();
    const person = new Person(running.url);
    expect((await person.open('/events')).status).toBe(200);
    await person.open(person.page.$('tbody th a').first().attr('href')!);
    expect(person.page.status).toBe(200);
    expect(person.text).toContain('Raw body');
  });
});

describe('ids that no database keeps as they are', () => {
  it.each([
    ['NUL', (tail: string) => `ev_nul\0${tail}`],
    ['half a character', (tail: string) => `ev_half\ud800${tail}`],
    ['great length', (tail: string) => `ev_${'x'.repeat(2000)}${tail}`],
    ['many characters of several bytes', (tail: string) => `ev_${'👷'.repeat(1000)}${tail}`],
  ])('with %s are told apart, and each is new once', async (name, idOf) => {
    const mark = `${name} ${Date.now()}`;
    for (const tail of ['a', 'b']) {
      const event = anEvent({ id: idOf(mark + tail) });
      expect((await send(event)).body).toEqual({ received: true, duplicate: false });
      expect((await send(event)).body).toEqual({ received: true, duplicate: true });
    }
  });

  it('do not stand for the id they look like', async () => {
    const { id } = anEvent();
    await send(anEvent({ id: `${id}\0` }));
    expect((await send(anEvent({ id }))).body).toMatchObject({ duplicate: false });
  });
});

describe('deliveries at once', () => {
  it('of one event make one row that counts them all', async () => {
    const event = anEvent();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(event)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(answers.filter(({ body }) => body.duplicate === false)).toHaveLength(1);
    expect(await rowOf(event.id)).toMatchObject({ deliveries: 50 });
  });

  it('of many events are all kept', async () => {
    const events = Array.from({ length: 120 }, () => anEvent());
    const before = await rowCount();
    const answers = await Promise.all(events.map((event) => send(event)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body.duplicate)}`))).toEqual(
      new Set(['200 false']),
    );
    expect(await rowCount()).toBe(before + 120);
  });
});

describe('a delivery that is refused', () => {
  const now = () => Math.floor(Date.now() / 1000);

  it.each([
    ['signature_missing', { secret: '' }],
    ['signature_malformed', { secret: '', headers: { 'Ten99Policy-Signature': 'yes' } }],
    ['signature_mismatch', { secret: 'whsec_not_ours' }],
    ['timestamp_too_old', { at: now() - 3600 }],
    ['timestamp_in_future', { at: now() + 3600 }],
  ])('says %s and leaves no trace', async (reason, options) => {
    const event = anEvent();
    const before = await rowCount();
    const answer = await send(event, options);
    expect(answer).toMatchObject({ status: 401, body: { error: reason } });
    expect(await rowCount()).toBe(before);
    expect(running.log.some((line) => line.includes(reason))).toBe(true);
  });

  it.each([
    ['broken JSON', Buffer.from('{"id":"ev_1",')],
    ['no JSON', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['a list', Buffer.from('[]')],
    ['text', Buffer.from('"policy.active"')],
    ['null', Buffer.from('null')],
    ['no type', Buffer.from('{"id":"ev_1"}')],
    ['a type that is no text', Buffer.from('{"id":"ev_1","type":7}')],
    ['invalid UTF-8', Buffer.from([...Buffer.from('{"type":"a'), 0xff, 0xfe, ...Buffer.from('"}')])],
  ])('says not_an_event for %s', async (_name, body) => {
    const before = await rowCount();
    expect(await send(body)).toMatchObject({ status: 400, body: { error: 'not_an_event' } });
    expect(await rowCount()).toBe(before);
  });

  it.each([
    '//webhooks/1099policy',
    '/webhooks/1099policy/',
    '/webhooks/1099policy//',
    '/webhooks//1099policy',
    '/Webhooks/1099Policy',
    '/webhook/1099policy',
    '/webhooks',
    '/webhooks/1099-policy',
    '/api/webhooks/1099policy',
    '/1099policy',
  ])('tells a delivery to %s the right path', async (path) => {
    const before = await rowCount();
    const answer = await fetch(running.url + path, { method: 'POST', body: JSON.stringify(anEvent()) });
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { error: 'wrong_path', message: expect.stringContaining(' /webhooks/1099policy.') as string },
    ]);
    expect(await rowCount()).toBe(before);
  });

  it.each([
    ['objects', '{"a":', '1', '}'],
    ['lists', '[', '1', ']'],
  ])('says not_an_event for %s nested too deeply, signed or not', async (_name, open, core, close) => {
    const nested = (levels: number) => open.repeat(levels) + core + close.repeat(levels);
    const whole = (data: string) => Buffer.from(`{"type":"policy.active","data":{"id":"pl_1","x":${data}}}`);
    const text = (data: string) => Buffer.from(`{"type":"policy.active","data":${JSON.stringify(data)}}`);
    for (const body of [
      whole(nested(40_000)),
      whole(nested(63)),
      text(`{"id":"pl_1","x":${nested(20_000)}}`),
    ])
      expect(await send(body)).toMatchObject({ status: 400, body: { error: 'not_an_event' } });
    expect((await send(whole(nested(62)))).status).toBe(200);
  });

  it('says 422 to what can never be kept, and keeps what came with it', async () => {
    const { prototype } = EventRepository;
    const record = Object.getOwnPropertyDescriptor(prototype, 'record')!.value as typeof prototype.record;
    const bad = anEvent();
    const spy = jest.spyOn(prototype, 'record').mockImplementation(function (this: EventRepository, events) {
      const refused = events.some(({ key }) => key === bad.id);
      return refused
        ? Promise.reject(Object.assign(new Error('index row size 9000 exceeds'), { code: '54000' }))
        : record.call(this, events);
    });
    const others = Array.from({ length: 9 }, () => anEvent());
    const answers = await Promise.all([bad, ...others].map((event) => send(event)));
    spy.mockRestore();
    expect(answers[0]).toMatchObject({ status: 422, body: { error: 'event_not_storable' } });
    expect(answers.slice(1).map(({ status }) => status)).toEqual(Array(9).fill(200));
    for (const { id } of others) expect(await rowOf(id)).toBeDefined();
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('says 405 to %s', async (method) => {
    const answer = await send(anEvent(), { method });
    expect(answer).toMatchObject({ status: 405, body: { error: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('says 413 over 256 KiB, and takes what is just below', async () => {
    const sized = (bytes: number) => {
      const event = anEvent({ filler: '' });
      return { ...event, filler: 'x'.repeat(bytes - JSON.stringify(event).length) };
    };
    expect((await send(sized(256 * 1024))).status).toBe(200);
    expect(await send(sized(256 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { error: 'body_too_large' },
    });
  });

  it.each(['gzip', 'utf-8, gzip', 'br', 'nonsense'])(
    'says 415 to a body that is packed: %s',
    async (label) => {
      const answer = await send(gzipSync(JSON.stringify(anEvent())), {
        headers: { 'Content-Encoding': label },
      });
      expect(answer).toMatchObject({ status: 415, body: { error: 'encoding_not_supported' } });
    },
  );

  it('says 503 when it could not be kept, so that it is sent again', async () => {
    const event = anEvent();
    const broken = jest.spyOn(running.store.events, 'record').mockRejectedValue(new Error('disk full'));
    expect(await send(event)).toMatchObject({ status: 503, body: { error: 'storage_unavailable' } });
    broken.mockRestore();
    expect(await rowOf(event.id)).toBeUndefined();
    expect(await send(event)).toMatchObject({ status: 200, body: { duplicate: false } });
  });

  it('changes no coverage', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'application');
    await operator.submit(`${onboarding}/application`);
    const id = onboarding.replace('/onboardings/', '');
    const { session_id: session } = (await running.store.onboardings.find(id))!;
    const event = anEvent({ type: 'application.complete', data: { id: session } });
    await send(event, { secret: 'whsec_not_ours' });
    await running.app.catchUp();
    await until(async () => (await running.store.onboardings.find(id))?.coverage_state !== 'not_started');
    expect((await running.store.onboardings.find(id))?.coverage_state).toBe('applying');
    // The same event, signed, does.
    await send(event);
    await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'issuing');
  });
});

describe('an event that comes before its object is known here', () => {
  it('is shown as unmatched, and matched when the object appears', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'application');
    running.proxy.fail('POST /apply/sessions', { kind: 'lost' });
    await operator.submit(`${onboarding}/application`);
    running.proxy.clear();
    const [session] = await listSandbox(running.sandbox, '/apply/sessions');
    const event = anEvent({ type: 'application.started', data: { id: session!.id } });
    await send(event);
    const visitor = new Person(running.url);
    await until(async () => (await rowOf(event.id))?.applied === 1);
    await visitor.open('/events?type=application.started');
    expect(visitor.page.$('tbody tr').first().text()).toContain('Unmatched');

    await operator.submit(`${onboarding}/application`);
    expect(operator.text).toContain('The application is ready');
    await until(async () => (await rowOf(event.id))?.onboarding_id !== null);
    await visitor.open('/events?type=application.started');
    expect(visitor.page.$('tbody tr').first().text()).toContain('Maya Okafor');
    await operator.open(onboarding);
    expect(operator.text).toContain('application.started');
    expect(operator.page.$('.pa-cover .pa-tag').first().text()).toBe('Applying');
  });
});

describe('a database that is gone', () => {
  it('is answered 503', async () => {
    await running.made.database.close();
    expect(await send(anEvent())).toMatchObject({ status: 503, body: { error: 'storage_unavailable' } });
  });
});
