/** No statement of the app costs more when more is stored. The app is used in every way, and tells its statements. */
import { sql, type CompiledQuery } from 'kysely';
import { startMaintenance } from '../../src/maintenance';
import { ApiCallRepository } from '../../src/store/api-calls';
import { ClaimRepository } from '../../src/store/claims';
import { EventRepository } from '../../src/store/events';
import { OnboardingObjectRepository } from '../../src/store/onboarding-objects';
import { OnboardingRepository } from '../../src/store/onboardings';
import { PendingEventRepository } from '../../src/store/pending-events';
import { SessionRepository } from '../../src/store/sessions';
import { SettingRepository } from '../../src/store/settings';
import { SignInAttemptRepository } from '../../src/store/sign-in-attempts';
import { UnclearCreateRepository } from '../../src/store/unclear-creates';
import { control } from '../../sandbox/test/support/control';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { fillStore } from '../support/fill-store';
import { startApp, until, type TestApp } from '../support/harness';
import { CONTRACTOR, finishApplication, uniqueEmail, walkTo } from '../support/walk';
import { growingCosts } from './support/plans';

const PASSWORD = 'a long pass phrase';
const REPOSITORIES = [
  ...[ApiCallRepository, ClaimRepository, EventRepository, OnboardingObjectRepository, OnboardingRepository],
  ...[PendingEventRepository, SessionRepository, SettingRepository, SignInAttemptRepository],
  UnclearCreateRepository,
];

let running: TestApp;
const asked = new Map<string, CompiledQuery>();
const calls = new Map<string, jest.SpyInstance>();

beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET, OPERATOR_PASSWORD: PASSWORD },
    maxRetries: 0,
    unregistered: true,
    onQuery: (query) => void asked.set(query.sql, query),
  });
  await fillStore(running.made.database, { onboardings: 200, events: 2000 });
  asked.clear();
  for (const { name, prototype } of REPOSITORIES)
    for (const method of Object.getOwnPropertyNames(prototype))
      if (method !== 'constructor') calls.set(`${name}.${method}`, jest.spyOn(prototype, method as never));
}, 60_000);
afterAll(() => running.stop());

async function useEverything(): Promise<void> {
  const operator = new Person(running.url);
  await operator.open('/');
  await operator.submit('/sign-in', { password: 'a wrong pass phrase' });
  await operator.submit('/sign-in', { password: PASSWORD });
  for (const list of ['/', '/?show=done', '/?show=refused']) await turnPages(operator, list);
  for (const list of ['/events', '/events?type=policy.active']) await turnPages(operator, list);
  await operator.open('/events?onboarding=ob_7');
  await operator.open('/events?onboarding=ob_7&type=policy.active&after=1');
  await operator.open('/events/7');
  await walkThrough(operator);
  await receiveEvents();
  await followChanges(operator);
  await fetch(`${running.url}/health/ready`);
  expect(await running.store.settings.get('proved_durable_at')).toBeDefined();
  running.advance(2 * 24 * 60 * 60 * 1000);
  await operator.open('/');
  await tidyAndCatchUp();
  await operator.submit('/sign-out');
}

async function turnPages(operator: Person, list: string): Promise<void> {
  await operator.open(list);
  for (const rel of ['next', 'next', 'prev'])
    await operator.open(operator.page.$(`a[rel=${rel}]`).attr('href') ?? list);
}

async function walkThrough(operator: Person): Promise<void> {
  const empty = await walkTo(operator, 'contractor');
  await operator.open(empty);
  await operator.submit(`${empty}/remove`);
  await createUnclearly(operator);
  const whole = await walkTo(operator, 'application');
  await operator.submit(`${whole}/application`);
  const row = (await running.store.onboardings.find(whole.split('/').pop()!))!;
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${row.session_id}`);
  await operator.open(whole);
  await operator.submit(`${whole}/sync`);
  await operator.open(whole);
  await new Person(running.url).open(`/return/${row.return_token}/success`);
}

/** The contractor is made, but the answer does not tell; the next try looks whether it is there. */
async function createUnclearly(operator: Person): Promise<void> {
  const fault = { fault: 'error', operation: 'createContractor', when: 'after', times: 1 };
  await control(running.sandbox, 'PUT', '/api-faults', [fault]);
  const form = `${await walkTo(operator, 'contractor')}/contractor`;
  const fields = { ...CONTRACTOR, ...uniqueEmail() };
  await operator.submit(form, fields);
  expect(operator.page.path).toBe(form);
  await operator.submit(form, { tax_identification: CONTRACTOR.tax_identification ?? '' });
}

async function receiveEvents(): Promise<void> {
  const nameless = { ...anEvent({ data: { id: 'pl_7', quote: 'qt_7' } }), id: undefined };
  const events = [anEvent({ data: { id: 'pl_7', quote: 'qt_7' } }), nameless, anEvent()];
  await Promise.all(events.map((event) => deliver(running.url, event)));
  // One that was kept before, and cannot be read.
  await sql`update events set applied = 0, body = '{' where seq = 75`.execute(running.made.database.sql);
  await running.app.catchUp();
}

async function followChanges(operator: Person): Promise<void> {
  const stream = new AbortController();
  const headers = { Cookie: operator.cookies };
  const pages = ['onboardings', 'events', 'ob_7'].map((topic) => `page=${topic}@old`).join('&');
  const answer = await fetch(`${running.url}/changes?${pages}`, { headers, signal: stream.signal });
  await answer.body?.getReader().read();
  stream.abort();
}

async function tidyAndCatchUp(): Promise<void> {
  const end = startMaintenance({ ...running.deps, app: running.app, syncEveryMs: null });
  await until(() => (calls.get('ApiCallRepository.deleteBefore')?.mock.calls.length ?? 0) > 0);
  await running.app.catchUp();
  await end();
}

it('uses every statement of the app, and none reads more when more is stored', async () => {
  await useEverything();
  const unused = [...calls].filter(([, spy]) => spy.mock.calls.length === 0).map(([name]) => name);
  expect(unused).toEqual([]);
  jest.restoreAllMocks();
  const costs: Record<string, string[]> = {};
  for (const query of [...asked.values()]) {
    if (!/^\s*(select|insert|update|delete|with)\b/i.test(query.sql)) continue;
    const found = await growingCosts(query, running.made.database);
    if (found.length > 0) costs[query.sql] = found;
  }
  expect(asked.size).toBeGreaterThan(50);
  expect(costs).toEqual({});
}, 60_000);

it.each([
  'select count(*) from events',
  'select distinct type from events',
  'select id from onboardings order by contractor_name limit 5',
  "select seq from events where verified = 'api'",
  "select seq from events where verified = 'api' limit 5",
  'select seq from events order by type, received_at limit 5',
  'select seq from events order by seq desc limit 5 offset 50',
  'select id from onboardings',
  'select type, max(seq) from events group by type',
  "update events set failure = null where verified = 'api'",
  "delete from api_calls where step = 'job'",
])('notices %s', async (text) => {
  const query = sql.raw(text).compile(running.made.database.sql);
  expect(await growingCosts(query, running.made.database)).not.toEqual([]);
});
