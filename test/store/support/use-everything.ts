/** The app is used in every way. */
import { startMaintenance } from '../../../src/maintenance';
import { ApiCallRepository } from '../../../src/store/api-calls';
import { ClaimRepository } from '../../../src/store/claims';
import { ContractorRepository } from '../../../src/store/contractors';
import { CoverageNewsRepository } from '../../../src/store/coverage-news';
import { EventRepository } from '../../../src/store/events';
import { HookDeliveryRepository } from '../../../src/store/hook-deliveries';
import { MachineKeyRepository } from '../../../src/store/machine-keys';
import { KnownObjectRepository } from '../../../src/store/known-objects';
import { OnboardingObjectRepository } from '../../../src/store/onboarding-objects';
import { OnboardingRepository } from '../../../src/store/onboardings';
import { PendingEventRepository } from '../../../src/store/pending-events';
import { RejectedDeliveryRepository } from '../../../src/store/rejected-deliveries';
import { SearchWordRepository } from '../../../src/store/search-words';
import { SessionRepository } from '../../../src/store/sessions';
import { SettingRepository } from '../../../src/store/settings';
import { SignInAttemptRepository } from '../../../src/store/sign-in-attempts';
import { StandingRepository } from '../../../src/store/standings';
import { UnclearCreateRepository } from '../../../src/store/unclear-creates';
import { testEvent } from '../../../src/compliance/hook/event';
import { control } from '../../../sandbox/test/support/control';
import { Person } from '../../support/browser-like';
import { anEvent, deliver, SECRET } from '../../support/deliveries';
import type { TestDatabase } from '../../support/databases';
import { fillStore } from '../../support/fill-store';
import { startApp, until, type TestApp } from '../../support/harness';
import { CONTRACTOR, finishApplication, uniqueEmail, walkTo } from '../../support/walk';

const PASSWORD = 'a long pass phrase';
const REPOSITORIES = [
  ...[ApiCallRepository, ClaimRepository, EventRepository, OnboardingObjectRepository, OnboardingRepository],
  ...[PendingEventRepository, SessionRepository, SettingRepository, SignInAttemptRepository],
  ...[UnclearCreateRepository, CoverageNewsRepository, RejectedDeliveryRepository],
  ...[HookDeliveryRepository, MachineKeyRepository],
  ...[ContractorRepository, KnownObjectRepository, SearchWordRepository, StandingRepository],
];

/** An app on this database, with much in it. */
export async function startFilled(made: TestDatabase): Promise<TestApp> {
  const env = { TEN99POLICY_WEBHOOK_SECRETS: SECRET, OPERATOR_PASSWORD: PASSWORD };
  const running = await startApp({ env, maxRetries: 1, unregistered: true, made });
  await fillStore(made.database, { onboardings: 200, events: 2000 });
  return running;
}

/** Asks the app all it can be asked. Gives back the methods of the store that it never called. */
export async function useEverything(running: TestApp): Promise<string[]> {
  const calls = spyOnStore();
  await browse(running);
  await running.app.catchUp();
  const unused = [...calls].filter(([, spy]) => spy.mock.calls.length === 0).map(([name]) => name);
  jest.restoreAllMocks();
  return unused;
}

function spyOnStore(): Map<string, jest.SpyInstance> {
  return new Map(
    REPOSITORIES.flatMap(({ name, prototype }) =>
      Object.getOwnPropertyNames(prototype)
        .filter((method) => method !== 'constructor')
        .map((method) => [`${name}.${method}`, jest.spyOn(prototype, method as never)]),
    ),
  );
}

async function browse(running: TestApp): Promise<void> {
  const operator = new Person(running.url);
  await operator.open('/');
  await operator.submit('/sign-in', { password: 'a wrong pass phrase' });
  await operator.submit('/sign-in', { password: PASSWORD });
  for (const list of ['/?show=waiting', '/?show=done', '/?show=refused']) await turnPages(operator, list);
  await operator.open('/?search=maya');
  await archive(operator);
  await readLog(operator);
  await lookAtContractors(running, operator);
  await walkThrough(running, operator);
  await receiveEvents(running);
  await followChanges(running, operator);
  await fetch(`${running.url}/health/ready`);
  expect(await running.store.settings.get('proved_durable_at')).toBeDefined();
  running.advance(2 * 24 * 60 * 60 * 1000);
  await operator.open('/');
  await lookAtBoard(operator);
  await useMachines(running, operator);
  await tidyAndCatchUp(running);
  await tellOfCoverage(running);
  await operator.submit('/sign-out');
}

/** Puts one away, and takes it back. */
async function archive(operator: Person): Promise<void> {
  for (const list of ['/?show=refused', '/?show=archived']) {
    await operator.open(list);
    await operator.submit('/onboardings/archive', {
      id: operator.page.$('[name=id]').first().attr('value') ?? '',
    });
  }
}

/** The log of events, by each of its filters, and by several. */
async function readLog(operator: Person): Promise<void> {
  const states = ['waiting', 'put_aside', 'unmatched', 'repeated'].map((state) => `state=${state}`);
  const filters = ['type=policy.active', 'contractor=cn_7', 'verified=api', 'verified=signature', ...states];
  for (const filter of ['', ...filters]) await turnPages(operator, `/events?${filter}`);
  for (const filter of [...filters, 'onboarding=ob_7', 'onboarding=ob_7&type=policy.active'])
    for (const place of ['after=1', 'before=2000']) await operator.open(`/events?${filter}&${place}`);
  await operator.open('/events/7');
  await operator.open('/calls/ob_7/1-get-1-abcdef01');
  for (const place of ['', '?after=5.5', '?before=5.5', '?only=changes'])
    await operator.open(`/calls/ob_7${place}`);
  await operator.open('/events.jsonl?contractor=cn_7');
}

/** Contractors, by each filter; and what is learned of them. */
async function lookAtContractors(running: TestApp, operator: Person): Promise<void> {
  for (const filter of [
    '',
    'state=covered',
    'search=maya',
    'search=okafor+maya7',
    'search=maya&state=covered',
  ])
    await turnPages(operator, `/contractors?${filter}`);
  await operator.open('/contractors/cn_7');
  const { store, app } = running;
  for (const beside of [{ after: PLACE }, { before: PLACE }, {}])
    for (const filter of [
      {},
      { urgency: 0 },
      { below: 13 },
      { search: 'maya' },
      { search: 'okafor', urgency: 1 },
    ])
      await store.standings.page({ ...beside, ...filter, limit: 9 });
  await store.standings.counts();
  await store.todos.countUpTo('order', 9);
  await store.todos.none('cn_7');
  await store.contractors.names(['cn_7']);
  await store.contractors.noteAsked('cn_7', Date.now());
  await store.contractors.findByToken('link_7');
  const fields = {
    contractorId: [2, 0, 'cn_7'],
    jobId: [2, 0, 'jb_new'],
    quoteId: [2, 0, 'qt_new'],
  } as const;
  await app.knowledge.learn([{ kind: 'assignment', id: 'an_new', fields }]);
  await app.knowledge.learn([{ kind: 'policy', id: 'pl_new', fields: { quoteId: [2, 0, 'qt_other'] } }]);
  await app.knowledge.learn([
    { kind: 'job', id: 'jb_new', fields: { entityId: [2, 0, 'en_new'] } },
    { kind: 'entity', id: 'en_new', fields: { name: [2, 0, 'Harbor'] } },
  ]);
  const onboarding = (await store.onboardings.find('ob_7'))!;
  await app.knowledge.seeOnboarding({ ...onboarding, job_id: null });
  await app.knowledge.forgetOnboarding(onboarding);
  await store.knownObjects.want({ kind: 'job', id: 'jb_new' }, null, 1);
}

const PLACE = { urgency: 1, sort_name: 'm', contractor_id: 'cn_5', job_id: 'jb_1' };

async function turnPages(operator: Person, list: string): Promise<void> {
  await operator.open(list);
  for (const rel of ['next', 'next', 'prev'])
    await operator.open(operator.page.$(`a[rel=${rel}]`).attr('href') ?? list);
}

async function walkThrough(running: TestApp, operator: Person): Promise<void> {
  const empty = await walkTo(operator, 'contractor');
  await operator.open(empty);
  await operator.submit(`${empty}/remove`);
  await createUnclearly(running, operator);
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
async function createUnclearly(running: TestApp, operator: Person): Promise<void> {
  const fault = { fault: 'error', operation: 'createContractor', when: 'after', times: 2 };
  await control(running.sandbox, 'PUT', '/api-faults', [fault]);
  const form = `${await walkTo(operator, 'contractor')}/contractor`;
  const fields = { ...CONTRACTOR, ...uniqueEmail() };
  await operator.submit(form, fields);
  expect(operator.page.path).toBe(form);
  await operator.submit(form, { tax_identification: CONTRACTOR.tax_identification ?? '' });
}

async function receiveEvents(running: TestApp): Promise<void> {
  const nameless = { ...anEvent({ data: { id: 'pl_7', quote: 'qt_7' } }), id: undefined };
  const events = [anEvent({ data: { id: 'pl_7', quote: 'qt_7' } }), nameless, anEvent()];
  await Promise.all(events.map((event) => deliver(running.url, event)));
  // One that was kept before, and cannot be read.
  const { sql: db } = running.made.database;
  await db.updateTable('events').set({ applied: 0, body: '{' }).where('seq', '=', 75).execute();
  await running.app.catchUp();
  // Six of a kind in a minute: five are kept, the last of them stands for two; then for three.
  for (const [count, counted] of [
    [6, 2],
    [1, 3],
  ] as const) {
    for (let n = 0; n < count; n += 1) await deliver(running.url, anEvent(), { secret: '' });
    await until(async () => (await running.store.rejected.page({ limit: 9 })).at(0)?.times === counted);
  }
  const operator = new Person(running.url);
  await operator.open('/');
  await operator.submit('/sign-in', { password: PASSWORD });
  for (const place of ['', '?after=1', '?before=2']) await operator.open(`/events/rejected${place}`);
  await operator.open('/events/75');
  await operator.submit('/events/75/retry');
}

async function followChanges(running: TestApp, operator: Person): Promise<void> {
  const stream = new AbortController();
  const headers = { Cookie: operator.cookies };
  const pages = ['onboardings', 'events', 'ob_7', 'contractors', 'cn:cn_7']
    .map((topic) => `page=${topic}@old`)
    .join('&');
  const answer = await fetch(`${running.url}/changes?${pages}`, { headers, signal: stream.signal });
  await answer.body?.getReader().read();
  stream.abort();
}

/** The board by each of its ways, its file, and its lists. */
async function lookAtBoard(operator: Person): Promise<void> {
  for (const query of ['', '?state=applying', '?state=covered', '?q=maya', '?state=applying&q=maya'])
    await turnPages(operator, `/compliance${query}`);
  for (const path of ['.csv', '.csv?state=covered', '/to-do/orders', '/to-do/certificates'])
    await operator.open(`/compliance${path}`);
  await operator.open('/compliance/to-do/orders?before=1.invoice.in_1');
}

/** A program asks the gate with a key, which is then revoked; and another app calls the platform. */
async function useMachines(running: TestApp, operator: Person): Promise<void> {
  for (let count = 0; count < 30; count += 1)
    await running.store.machineKeys.add(`key-${count}`, `hash ${count}`, `Program ${count}`);
  await operator.open('/compliance/keys');
  await operator.submit('/compliance/keys', { name: 'Planner' });
  const headers = { Authorization: `Bearer ${operator.page.$('#made code').text()}` };
  await fetch(`${running.url}/api/coverage?contractor=cn_7&job=jb_1`, { headers });
  await turnPages(operator, '/compliance/keys');
  await operator.open('/compliance/keys');
  await operator.submit(/revoke$/);
  await callPlatform(running, operator);
}

async function callPlatform({ store }: TestApp, operator: Person): Promise<void> {
  const { hookDeliveries } = store;
  const body = JSON.stringify(testEvent(0));
  for (let count = 0; count < 30; count += 1)
    await hookDeliveries.add({ id: `msg_${count}`, subject: `cn_${count} jb_1`, body }, count);
  const [due] = await hookDeliveries.due(10, 1);
  expect(await hookDeliveries.take(due!, 100)).toBe(true);
  expect(await hookDeliveries.take(due!, 200)).toBe(false);
  await hookDeliveries.settle(due!.id, 100, {
    state: 'delivered',
    status: 204,
    failure: null,
    sendAfter: null,
    at: 2,
  });
  expect((await hookDeliveries.find(due!.id))?.attempts).toBe(1);
  expect(await hookDeliveries.sendAgain(due!.id, 5)).toBe(true);
  expect(await hookDeliveries.lastOf('cn_3 jb_1')).toMatchObject({ id: 'msg_3' });
  expect(await hookDeliveries.nextDue()).toBe(1);
  await turnPages(operator, '/compliance/hook');
}

/** Another host is told of coverage; the app itself has nobody to tell. */
async function tellOfCoverage({ store }: TestApp): Promise<void> {
  const { coverageNews } = store;
  for (const ids of [['ob_7'], ['ob_7', 'ob_8']]) await coverageNews.note(ids, 0);
  const [first, second] = await coverageNews.due(10, 1);
  await coverageNews.putOff(first!, 1000);
  await coverageNews.told(second!);
  expect(await coverageNews.nextDue()).toBe(1000);
  await coverageNews.told({ ...first!, failures: 1 });
  expect(await coverageNews.nextDue()).toBeNull();
}

async function tidyAndCatchUp(running: TestApp): Promise<void> {
  const tidied = jest.spyOn(ApiCallRepository.prototype, 'deleteBefore');
  const end = startMaintenance({ ...running.deps, onboarding: running.app, syncEveryMs: null });
  await until(() => tidied.mock.calls.length > 0);
  await end();
}
