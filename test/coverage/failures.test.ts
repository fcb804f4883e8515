import type { Database } from '../../src/store/database';
import { PendingEventRepository } from '../../src/store/pending-events';
import { Person } from '../support/browser-like';
import { anEvent, deliver as deliverAt, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let look: Database;
beforeAll(async () => {
  running = await startApp({ env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET }, maxRetries: 0 });
  look = running.made.again();
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await look.close();
  await running.stop();
});

/** How far the app's clock is ahead, in milliseconds: signatures are held against it. */
let ahead = 0;
function advance(ms: number): void {
  ahead += ms;
  running.advance(ms);
}
const deliver = (url: string, event: object) =>
  deliverAt(url, event, { at: Math.floor((Date.now() + ahead) / 1000) });

async function withSession() {
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
  const id = onboarding.replace('/onboardings/', '');
  const { session_id: session } = (await running.store.onboardings.find(id))!;
  await until(async () => (await coverage(id)) === 'applying');
  return { id, session: session! };
}
const coverage = async (id: string) => (await running.store.onboardings.find(id))?.coverage_state;
const inReview = (session: string) =>
  anEvent({
    type: 'application.manual_review',
    created: Math.floor(Date.now() / 1000) + 60,
    data: { id: session },
  });
/** By a connection of its own, also while a transaction is under way. */
const rowOf = async (key: string) =>
  (await look.sql.selectFrom('events').selectAll().where('event_key', '=', key).executeTakeFirst())!;
const ready = async () => {
  const answer = await fetch(`${running.url}/health/ready`);
  const { checks } = (await answer.json()) as { checks: Record<string, { ok: boolean }> };
  return [answer.status, checks.events?.ok];
};
const away = () => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });

describe('a database that goes away right after an event was kept', () => {
  it('has the event applied once it is back, by itself, and readiness tells of it', async () => {
    const { id, session } = await withSession();
    expect(await ready()).toEqual([200, true]);
    const gone = jest.spyOn(running.store.pending, 'due').mockRejectedValue(away());
    expect((await deliver(running.url, inReview(session))).status).toBe(200);
    await until(() => gone.mock.calls.length > 2);
    expect(await ready()).toEqual([503, false]);
    expect(await coverage(id)).toBe('applying');
    gone.mockRestore();
    await until(async () => (await coverage(id)) === 'in_review');
    await until(async () => (await ready())[0] === 200);
    expect(running.log.some((line) => line.includes('events could not be applied; trying again'))).toBe(true);
  });

  it('leaves nothing half done, and no event is blamed', async () => {
    const { id, session } = await withSession();
    const event = inReview(session);
    const marked = jest.spyOn(PendingEventRepository.prototype, 'markApplied').mockRejectedValue(away());
    await deliver(running.url, event);
    await until(() => marked.mock.calls.length > 1);
    expect(await coverage(id)).toBe('applying');
    expect(await rowOf(event.id)).toMatchObject({ onboarding_id: null, applied: 0, failures: 0 });
    marked.mockRestore();
    await until(async () => (await coverage(id)) === 'in_review');
  });
});

describe('an event that the database does not take', () => {
  const refused = () => Object.assign(new Error('invalid byte sequence'), { code: '22021' });

  /** Until the mocks are restored, no group with this event can be applied. */
  function refuse(key: string): void {
    const { prototype } = PendingEventRepository;
    const assign = (pending: PendingEventRepository, ...given: Parameters<typeof prototype.assign>) =>
      real.call(pending, ...given);
    const real = Object.getOwnPropertyDescriptor(prototype, 'assign')!.value as typeof prototype.assign;
    jest.spyOn(prototype, 'assign').mockImplementation(async function (
      this: PendingEventRepository,
      ...given
    ) {
      if (given[0].includes((await rowOf(key)).seq)) throw refused();
      return assign(this, ...given);
    });
  }

  it('is put aside with its reason, in nobody’s way', async () => {
    const [ours, other] = [await withSession(), await withSession()];
    const bad = anEvent({ type: 'application.started', data: { id: ours.session } });
    // All are waiting before the first is applied, so that they are in one group.
    const held = jest.spyOn(running.store.pending, 'due').mockRejectedValue(away());
    for (const event of [bad, inReview(ours.session), inReview(other.session)])
      expect((await deliver(running.url, event)).status).toBe(200);
    refuse(bad.id);
    held.mockRestore();
    for (const { id } of [ours, other]) await until(async () => (await coverage(id)) === 'in_review');
    await until(async () => (await rowOf(bad.id)).failures === 1);
    expect(await rowOf(bad.id)).toMatchObject({ onboarding_id: null, applied: 0 });
    // It is no reason to keep the app out of service, once the others of its group are applied.
    await until(async () => (await ready())[0] === 200);

    await operator.open('/events?type=application.started');
    expect(operator.page.$('tbody tr').first().text()).toContain('Not applied');
    await operator.follow('Application started');
    expect(operator.text).toMatch(
      /Why not applied invalid byte sequence\. Tried once\. It is tried again by itself at 20/,
    );
  });

  it('is tried again by itself after its pause', async () => {
    const { id, session } = await withSession();
    const event = inReview(session);
    refuse(event.id);
    await deliver(running.url, event);
    await until(async () => (await rowOf(event.id)).failures === 1);
    jest.restoreAllMocks();
    await until(async () => (await coverage(id)) === 'in_review');
  });

  // Last, since the deliveries of the sandbox do not follow the clock.
  it('is tried a few times, given up, and taken up again at the next start', async () => {
    const { id, session } = await withSession();
    const event = inReview(session);
    refuse(event.id);
    await deliver(running.url, event);
    await until(async () => (await rowOf(event.id)).failures === 1);
    for (const [failures, pause] of [
      [2, 1000],
      [3, 10_000],
      [4, 60_000],
      [5, 600_000],
    ] as const) {
      expect((await rowOf(event.id)).applied).toBe(0);
      advance(pause);
      // Whatever comes next has all that is due applied.
      expect((await deliver(running.url, anEvent())).status).toBe(200);
      await until(async () => (await rowOf(event.id)).failures === failures);
    }
    expect((await rowOf(event.id)).applied).toBe(2);
    await operator.open('/events?type=application.manual_review');
    await operator.follow('Application in manual review');
    expect(operator.text).toContain('Tried 5 times. It is tried again when the app starts.');

    jest.restoreAllMocks();
    await running.app.catchUp();
    expect(await coverage(id)).toBe('in_review');
    await operator.open(operator.page.path);
    expect(operator.text).not.toContain('Why not applied');
    expect(await rowOf(event.id)).toMatchObject({ applied: 1, failure: null, onboarding_id: id });
  });
});

it('does not call an event failed that another process has applied', async () => {
  const event = inReview('as_of_nobody');
  await deliver(running.url, event);
  await until(async () => (await rowOf(event.id)).applied === 1);
  const { seq } = await rowOf(event.id);
  await running.store.pending.putAside(seq, 1, 'it failed', null);
  expect(await rowOf(event.id)).toMatchObject({ applied: 1, failure: null });
});

it('finds nobody for an event whose onboarding is removed while it is applied', async () => {
  const { onboardings, objects } = running.store;
  await onboardings.create('ob_gone', 'gone');
  await objects.link('ob_gone', [{ kind: 'session', id: 'as_gone' }]);
  const match = objects.match.bind(objects);
  const matched = jest.spyOn(objects, 'match').mockImplementationOnce(async (events) => {
    const found = await match(events);
    await onboardings.remove('ob_gone');
    return found;
  });
  const event = inReview('as_gone');
  await deliver(running.url, event);
  await until(async () => (await rowOf(event.id)).applied === 1);
  expect(matched).toHaveBeenCalled();
  expect(await rowOf(event.id)).toMatchObject({ onboarding_id: null, failure: null });
  expect(await running.store.coverageNews.nextDue()).toBeNull();
});
