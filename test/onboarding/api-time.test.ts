import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { newEvent } from '../support/new-event';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';
import { createApp } from '../../src/app';
import { control } from '../../sandbox/test/support/control';

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 40;

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeEach(async () => {
  running = await startApp({ maxRetries: 0, unregistered: true });
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'quote');
});
afterEach(() => running.stop());

const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const moveClock = () => control(running.sandbox, 'POST', '/clock', { advance: `${AHEAD_DAYS}d` });
/** As after a start: nothing is known of the API yet. */
function restart(): void {
  running.serve(createApp(running.deps));
}
async function dates() {
  const { quote_id: id } = (await running.store.onboardings.find(onboarding.split('/').pop()!))!;
  const { effective_date: from, end_date: to } = await callSandbox(running.sandbox, 'GET', `/quotes/${id}`);
  return [from, to].map((at) => new Date(Number(at) * 1000).toISOString().slice(0, 10));
}
const AHEAD = [day(AHEAD_DAYS + 1), day(AHEAD_DAYS + 31)];

describe('after the clock of the sandbox was moved', () => {
  beforeEach(moveClock);

  it.each([
    ['the app goes on', () => undefined],
    ['the app is started again', restart],
  ])('the form offers dates that the API takes where %s', async (_name, between) => {
    between();
    await operator.open(`${onboarding}/quote`);
    expect([operator.value('effective_date'), operator.value('end_date')]).toEqual(AHEAD);
    between();
    await operator.submit(`${onboarding}/quote`);
    expect([operator.page.status, operator.problems]).toEqual([200, []]);
    expect(await dates()).toEqual(AHEAD);
  });

  it('dates that are left out are those of the API, and dates it is past are refused', async () => {
    await operator.open(`${onboarding}/quote`);
    restart();
    await operator.submit(`${onboarding}/quote`, { effective_date: day(30), end_date: '' });
    expect(operator.problems).toEqual([expect.stringContaining('must be in the future')]);
    await operator.submit(`${onboarding}/quote`, { effective_date: '' });
    expect(await dates()).toEqual(AHEAD);
  });
});

it('a change is dated by it, and the list says how long ago by it', async () => {
  const changed = async () =>
    (await running.store.onboardings.find(onboarding.split('/').pop()!))!.updated_at;
  expect(Math.abs((await changed()) - Date.now())).toBeLessThan(DAY_MS);
  await moveClock();
  await operator.open(`${onboarding}/entity`);
  await operator.open('/');
  expect(operator.page.$('.pa-when__about').first().text()).toMatch(/^\d+ \w{3}( \d{4})?$/);
  await operator.open(`${onboarding}/quote`);
  await operator.submit(`${onboarding}/quote`);
  expect((await changed()) - Date.now()).toBeGreaterThan((AHEAD_DAYS - 1) * DAY_MS);
  await operator.open('/');
  expect(operator.page.$('.pa-when__about').first().text()).toMatch(/just now|s ago$/);
});

it('what an event from before the start brings is dated by it too, whatever its age', async () => {
  await operator.submit(`${onboarding}/quote`);
  await operator.open(`${onboarding}/application`);
  await operator.submit(`${onboarding}/application`);
  const id = onboarding.split('/').pop()!;
  const { session_id: session } = (await running.store.onboardings.find(id))!;
  await running.app.catchUp();
  // It ends before it has applied what comes.
  await running.app.close();
  await control(running.sandbox, 'POST', '/clock', { advance: '5d' });
  const created = Math.floor((Date.now() + 2 * DAY_MS) / 1000);
  const old = newEvent('ev_old', { type: 'application.manual_review', created, objectId: session });
  await running.store.events.record([old]);
  const app = createApp(running.deps);
  await app.catchUp();
  const row = (await running.store.onboardings.find(id))!;
  expect(row.coverage_state).toBe('in_review');
  expect(row.updated_at - Date.now()).toBeGreaterThan(4 * DAY_MS);
  await app.close();
});

it('a quote whose first day has come is offered anew, with dates that the API takes', async () => {
  await operator.submit(`${onboarding}/quote`);
  expect(await dates()).toEqual([day(1), day(31)]);
  expect(operator.value('effective_date')).toBe(day(1));
  await moveClock();
  restart();
  await operator.open(`${onboarding}/quote`);
  await operator.submit(`${onboarding}/quote`);
  expect([operator.page.status, operator.problems]).toEqual([200, []]);
  expect(await dates()).toEqual(AHEAD);
});

it('an API that does not say its time, or does not answer, is taken to have ours', async () => {
  await operator.open(`${onboarding}/quote`);
  running.proxy.fail('GET /events', { kind: 'reset' });
  restart();
  await operator.submit(`${onboarding}/quote`);
  expect([operator.page.status, operator.problems]).toEqual([200, []]);
  expect(await dates()).toEqual([day(1), day(31)]);
});

it('coverage has begun when the API’s clock says so, on every page', async () => {
  await operator.submit(`${onboarding}/quote`);
  await operator.open(`${onboarding}/application`);
  await operator.submit(`${onboarding}/application`);
  const opened = await operator.open(operator.hrefOf('Open the application'));
  const hosted = new URL(opened.response.headers.location as string);
  await finishApplication(new Person(hosted.origin), hosted.pathname);
  await operator.open(onboarding);
  await operator.submit(`${onboarding}/sync`);
  const tag = async (path: string) => (await operator.open(path)).$('main .pa-tag').first().text().trim();
  expect(await tag(onboarding)).toMatch(/^Covered from /);
  await control(running.sandbox, 'POST', '/clock', { advance: '2d' });
  await operator.open(onboarding);
  expect(await tag(onboarding)).toBe('Covered');
  expect(await tag('/?show=done')).toBe('Covered');
  // What happens is dated by it too, whenever we heard of it.
  const [policy] = await listSandbox(running.sandbox, '/policies');
  await control(running.sandbox, 'POST', '/trigger', { type: 'policy.cancelled', object: policy!.id });
  await operator.open(onboarding);
  await operator.submit(`${onboarding}/sync`);
  const last = operator.page.$('.pa-hood time').last().attr('datetime') ?? '';
  expect(Date.parse(last) - Date.now()).toBeGreaterThan(DAY_MS);
});
