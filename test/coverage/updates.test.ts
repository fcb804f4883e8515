import { startMaintenance } from '../../src/maintenance';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  // No endpoint: only what a test delivers arrives.
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    maxRetries: 0,
  });
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

const idOf = (onboarding: string) => onboarding.replace('/onboardings/', '');
const row = async (onboarding: string) => (await running.store.onboardings.find(idOf(onboarding)))!;
const stateBecomes = (onboarding: string, state: string) =>
  until(async () => (await row(onboarding)).coverage_state === state);

/** Newest first. */
const eventsKept = (onboarding: string) =>
  running.store.events.page({ onboarding: idOf(onboarding), limit: 50 });

async function withSession() {
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
  const { session_id: session } = await row(onboarding);
  return { onboarding, session: session! };
}

/** What the API tells about one onboarding, oldest first. */
async function eventsOf(session: string) {
  const { quote } = await callSandbox(running.sandbox, 'GET', `/apply/sessions/${session}`);
  const all = await listSandbox(running.sandbox, '/events');
  return all
    .filter(({ data }) => {
      const { id, quote: of } = data as { id: string; quote?: string };
      return id === session || of === quote;
    })
    .reverse();
}

async function finish(session: string) {
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`);
}

describe('events and coverage', () => {
  it('come to the same whatever the order of delivery', async () => {
    const { onboarding, session } = await withSession();
    await finish(session);
    const events = await eventsOf(session);
    expect(events.map(({ type }) => type)).toContain('policy.active');
    for (const event of [...events].reverse()) expect((await deliver(running.url, event)).status).toBe(200);
    await until(async () => (await running.store.pending.nextDue()) === null);
    await operator.open(onboarding);
    expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Covered from /);
    expect(
      operator.page
        .$('.pa-timeline__title')
        .toArray()
        .map((title) => operator.page.$(title).text()),
    ).toEqual(['Policy issued', 'Application finished', 'Application started', 'Application created']);
  });

  it.each(['before', 'after'])(
    'count once when deliveries without an id come %s the API is asked',
    async (when) => {
      const { onboarding, session } = await withSession();
      await finish(session);
      const fetchMissed = async () => {
        await operator.open(onboarding);
        await operator.submit(`${onboarding}/sync`);
      };
      if (when === 'after') await fetchMissed();
      for (const { id: _id, ...nameless } of await eventsOf(session)) await deliver(running.url, nameless);
      if (when === 'before') {
        await fetchMissed();
        expect(operator.text).toContain('No event was missed');
      }
      await stateBecomes(onboarding, 'active');
      const events = (await eventsKept(onboarding)).reverse();
      expect(events.map(({ type, deliveries }) => [type, deliveries])).toEqual([
        ['application.created', 1],
        ['application.started', 1],
        ['application.complete', 1],
        ['policy.active', 1],
      ]);
    },
  );

  it('follow a policy that is cancelled and switched on again', async () => {
    const { onboarding, session } = await withSession();
    await finish(session);
    await operator.submit(`${onboarding}/sync`).catch(() => undefined);
    await operator.open(onboarding);
    await operator.submit(`${onboarding}/sync`);
    await stateBecomes(onboarding, 'active');
    const { id } = JSON.parse((await row(onboarding)).coverage!) as { id: string };
    const policy = { id };
    const now = Math.floor(Date.now() / 1000);
    await deliver(running.url, anEvent({ type: 'policy.cancelled', created: now + 5, data: policy }));
    await stateBecomes(onboarding, 'cancelled');
    await operator.open(onboarding);
    expect(operator.text).toContain('The policy was cancelled');
    await deliver(running.url, anEvent({ type: 'policy.reactivated', created: now + 9, data: policy }));
    await stateBecomes(onboarding, 'active');
    // Late news of the application changes nothing any more.
    await deliver(
      running.url,
      anEvent({ type: 'application.expired', created: now + 99, data: { id: session } }),
    );
    await until(async () => (await running.store.pending.nextDue()) === null);
    expect((await row(onboarding)).coverage_state).toBe('active');
  });

  it('that were recorded before a crash are applied at the next start', async () => {
    const { onboarding, session } = await withSession();
    const event = anEvent({ type: 'application.manual_review', data: { id: session } });
    // Recorded and acknowledged, but the process died before it was applied.
    await running.store.events.record([
      {
        key: event.id,
        id: event.id,
        type: event.type,
        created: Number(event.created),
        objectId: session,
        quoteId: null,
        policyId: null,
        sharedId: null,
        contractorId: null,
        verified: 'signature',
        delivered: true,
        body: JSON.stringify(event),
        receivedAt: Date.now(),
      },
    ]);
    expect((await row(onboarding)).coverage_state).toBe('not_started');
    await running.app.catchUp();
    await stateBecomes(onboarding, 'in_review');
  });
});

describe('missed deliveries', () => {
  it('are picked up from the API by the button, and count as none', async () => {
    const { onboarding, session } = await withSession();
    await finish(session);
    await operator.open(onboarding);
    expect(operator.text).toContain('No event has been received yet');
    await operator.submit(`${onboarding}/sync`);
    expect(operator.text).toMatch(/\d+ missed events were picked up/);
    expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Covered from /);
    expect(operator.text).toContain('confirmed by the API, never delivered');
    await operator.submit(`${onboarding}/sync`);
    expect(operator.text).toContain('No event was missed.');
    const events = await eventsKept(onboarding);
    expect(new Set(events.map(({ deliveries }) => deliveries))).toEqual(new Set([0]));
    // A delivery that comes after all is counted then.
    const [first] = await eventsOf(session);
    expect(await deliver(running.url, first!)).toMatchObject({ status: 200, body: { duplicate: true } });
    expect(await eventsKept(onboarding)).toHaveLength(events.length);
    await operator.open(onboarding);
    expect(operator.text).toContain('delivered once');
  });

  it('are picked up by themselves, on a timer', async () => {
    const end = startMaintenance({ ...running.deps, onboarding: running.app, syncEveryMs: 20 });
    const { onboarding, session } = await withSession();
    await finish(session);
    await stateBecomes(onboarding, 'active');
    await end();
    await operator.open(onboarding);
    expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Covered from /);
    expect(operator.text).toContain('confirmed by the API, never delivered');
  });

  it('are picked up when the contractor returns', async () => {
    const { onboarding, session } = await withSession();
    await finish(session);
    const { return_token: token } = await row(onboarding);
    const visitor = new Person(running.url);
    await visitor.open(`/return/${token}/success`);
    expect(visitor.text).toContain('You will be covered from');
    expect((await row(onboarding)).coverage_state).toBe('active');
  });

  it('say so when the API cannot be asked', async () => {
    const { onboarding } = await withSession();
    await operator.open(onboarding);
    running.proxy.fail('GET /events', { kind: 'html', status: 502 });
    await operator.submit(`${onboarding}/sync`);
    expect(operator.page.status).toBe(200);
    expect(operator.text).toContain('The API could not be asked for events');
  });
});
