import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, type TestApp } from '../support/harness';
import { listSandbox, type ApiObject } from '../support/sandbox-api';
import { walkTo } from '../support/walk';

let running: TestApp;
let known: ApiObject;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_VERIFY: 'api', TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    maxRetries: 0,
  });
  const operator = new Person(running.url);
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
  known = (await listSandbox(running.sandbox, '/events')).find(({ type }) => type === 'application.created')!;
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

const send = (event: object) => deliver(running.url, event, { secret: '' });
const rows = () => running.made.database.sql.selectFrom('events').selectAll().orderBy('seq').execute();

describe('a delivery confirmed through the API', () => {
  it('is kept as the API tells it, whatever the body says', async () => {
    const answer = await send({ ...known, type: 'policy.active', data: { id: 'pl_forged' } });
    expect(answer).toMatchObject({ status: 200, body: { received: true, duplicate: false } });
    const [row] = await rows();
    expect(row).toMatchObject({
      event_id: known.id,
      type: 'application.created',
      object_id: (known.data as { id: string }).id,
      verified: 'api',
      deliveries: 1,
    });
    expect(JSON.parse(row!.body)).toEqual(known);
    expect(row!.body).not.toContain('pl_forged');
    expect((await send(known)).body).toMatchObject({ duplicate: true });
    const person = new Person(running.url);
    await person.open('/events');
    expect(person.text).toContain('Confirmed by the API');
  });

  it('without an id is found among the latest events', async () => {
    const { id: _id, ...event } = known;
    expect(await send(event)).toMatchObject({ status: 200, body: { duplicate: true } });
    expect(await send({ ...event, created: 1 })).toMatchObject({
      status: 401,
      body: { error: 'event_not_confirmed' },
    });
  });

  it('is refused when the API does not know it', async () => {
    const before = (await rows()).length;
    for (const id of ['ev_unknown', '../contractors', '%2e%2e', ' ']) {
      const answer = await send(anEvent({ id }));
      expect([id, answer.status, answer.body.error]).toEqual([id, 401, 'event_not_confirmed']);
    }
    expect(await rows()).toHaveLength(before);
  });

  it.each([
    ['cannot be reached', { kind: 'reset' } as const],
    ['fails', { kind: 'html', status: 502 } as const],
    ['does not take the key', { kind: 'answer', status: 401 } as const],
  ])('is answered 503 when the API %s', async (_name, fault) => {
    const before = (await rows()).length;
    running.proxy.fail('GET /events', fault);
    expect(await send(known)).toMatchObject({ status: 503, body: { error: 'confirmation_unavailable' } });
    expect((await rows()).length).toBe(before);
  });
});

describe('without any secret', () => {
  it('confirms through the API by itself, and never takes a body at its word', async () => {
    const other = await startApp({ unregistered: true, maxRetries: 0 });
    try {
      expect(await deliver(other.url, anEvent(), { secret: SECRET })).toMatchObject({
        status: 401,
        body: { error: 'event_not_confirmed' },
      });
    } finally {
      await other.stop();
    }
  });

  it('says so when signatures are asked for', async () => {
    const other = await startApp({
      env: { TEN99POLICY_WEBHOOK_VERIFY: 'signature' },
      unregistered: true,
      maxRetries: 0,
    });
    try {
      expect(await deliver(other.url, anEvent())).toMatchObject({
        status: 401,
        body: { error: 'no_secret_configured' },
      });
    } finally {
      await other.stop();
    }
  });
});
