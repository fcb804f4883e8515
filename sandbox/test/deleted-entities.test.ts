import { Applicant } from './support/applicant';
import { eventsOf, typesOf } from './support/events';
import { DAY, MovableClock } from './support/movable-clock';
import { jobFields, makeCovered, makeQuote, makeSession, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

const get = async (path: string): Promise<Made> => (await sandbox.call('GET', path)).body as Made;
const remove = (entity: string) => sandbox.call('DELETE', `/entities/${entity}`);
const refusal = async (method: string, path: string, body: object) => {
  const answer = await sandbox.call(method, path, body);
  return [answer.status, String(answer.body.error_code)];
};
const entityIsGone = [400, 'invalid_entity_id'];

/** A contractor who is covered by the job of one entity, and whose next job is for another one. */
async function coveredForAnother(contractor: object = {}) {
  const covered = await makeCovered(sandbox.call, contractor);
  const other = (await sandbox.call('POST', '/entities', { name: 'Other, Inc' })).body.id as string;
  const job = (await sandbox.call('POST', '/jobs', jobFields(other))).body.id as string;
  const assign = async (fields: object = {}) => {
    const body = { contractor: covered.contractor, job, ...fields };
    return (await sandbox.call('POST', '/assignments', body)).body as Made;
  };
  return { ...covered, other, otherJob: job, assign };
}

test('the policy of an assignment to one of its jobs is cancelled, and the charge never comes', async () => {
  const { policy, other, assign } = await coveredForAnother();
  const future = await assign({ effective_date: clock.seconds + 5 * DAY });
  await remove(other);
  expect((await get(`/policies/${policy.id}`))['status']).toBe('cancelled');
  expect(await get(`/assignments/${future.id}`)).toMatchObject({ cancelled: true, certificates: null });
  clock.move(6 * DAY);
  expect(await typesOf(sandbox.call, future.id)).toEqual(['assignment.cancelled']);
  expect(await typesOf(sandbox.call, policy.id)).toEqual(['policy.active', 'policy.cancelled']);
});

test('an assignment that has started and waits for its charge is not charged, even under a policy switched on again', async () => {
  const { policy, other, assign } = await coveredForAnother();
  const assignment = await assign();
  clock.seconds = assignment['effective_date'] as number;
  await remove(other);
  expect((await get(`/policies/${policy.id}`))['status']).toBe('cancelled');
  const on = await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: true });
  expect(on.body.status).toBe('active');
  clock.move(2 * DAY);
  expect(await typesOf(sandbox.call, assignment.id)).toEqual([]);
  expect((await get(`/assignments/${assignment.id}`))['eligible']).toMatchObject({ result: false });
});

test.each([
  ['is an eligibility check', { bind: false }],
  ['was not eligible', { coverage_type: ['general'] }],
])('a policy stays whose assignment to one of its jobs %s', async (_name, fields) => {
  const { policy, other, assign } = await coveredForAnother();
  const { id } = await assign(fields);
  await remove(other);
  expect((await get(`/policies/${policy.id}`))['status']).toBe('active');
  expect(await get(`/assignments/${id}`)).toMatchObject({ cancellation_reason: 'entity_deleted' });
});

test('a policy stays whose assignment to one of its jobs was cancelled, or has ended', async () => {
  const { policy, other, otherJob, assign } = await coveredForAnother({ withhold_premium: true });
  await assign();
  await sandbox.call('POST', '/assignments/cancel', { job_id: otherJob });
  const end = clock.seconds + 2 * DAY;
  await assign({ effective_date: clock.seconds + DAY, end_date: end });
  clock.seconds = end;
  await remove(other);
  expect((await get(`/policies/${policy.id}`))['status']).toBe('active');
});

test('its jobs can no longer be quoted, assigned, applied for, bound or changed', async () => {
  const { contractor, otherJob, other } = await coveredForAnother();
  const quote = (
    await sandbox.call('POST', '/quotes', { contractor, job: otherJob, coverage_type: ['professional'] })
  ).body as Made;
  await remove(other);
  const quoted = { contractor, job: otherJob, coverage_type: ['general'] };
  expect((await sandbox.call('POST', '/quotes', quoted)).body).toEqual({
    error_code: 'invalid_entity_id',
    message: `The entity of the job ${otherJob} was deleted.`,
  });
  expect(await refusal('PUT', `/quotes/${quote.id}`, {})).toEqual(entityIsGone);
  expect(await refusal('POST', '/assignments', { contractor, job: otherJob })).toEqual(entityIsGone);
  expect(await refusal('POST', '/apply/sessions', { quote: quote.id })).toEqual(entityIsGone);
  expect(await refusal('POST', '/policies', { quote: quote.id })).toEqual(entityIsGone);
  expect(await refusal('PUT', `/jobs/${otherJob}`, { wage: 20_000 })).toEqual(entityIsGone);
  expect((await get(`/jobs/${otherJob}`)).entity).toBe(other);
});

test('a job that is given to another entity can be worked for again', async () => {
  const { contractor, job, entity } = await makeQuote(sandbox.call);
  await remove(entity);
  const next = (await sandbox.call('POST', '/entities', { name: 'Next, Inc' })).body.id;
  expect((await sandbox.call('PUT', `/jobs/${job}`, { entity: next })).body.entity).toBe(next);
  const quote = await sandbox.call('POST', '/quotes', { contractor, job, coverage_type: ['general'] });
  expect(quote.status).toBe(201);
});

test('open applications for its jobs end as expired, others go on', async () => {
  const { session, entity } = await makeSession(sandbox.call);
  const { session: other } = await makeSession(sandbox.call);
  const { session: ended, entity: last } = await makeSession(sandbox.call);
  await sandbox.call('POST', `/apply/sessions/${ended.id}/expire`);
  await remove(last);
  expect(await typesOf(sandbox.call, ended.id)).toEqual(['application.created', 'application.expired']);
  await remove(entity);
  expect((await get(`/apply/sessions/${session.id}`))['expired']).toBe(true);
  expect((await get(`/apply/sessions/${other.id}`))['expired']).toBe(false);
  expect(await typesOf(sandbox.call, session.id)).toEqual(['application.created', 'application.expired']);
  expect((await new Applicant(String(session['url'])).open()).title).toBe('This application has expired');
});

test('each end is told once and in order, however much hangs on it', async () => {
  const { contractor, entity, policy, nextJob } = await makeCovered(sandbox.call);
  const work = { contractor, job: nextJob };
  const first = (await sandbox.call('POST', '/assignments', work)).body as Made;
  const second = (await sandbox.call('POST', '/assignments', work)).body as Made;
  const quoted = { ...work, coverage_type: ['professional'] };
  const quotes = [];
  for (let left = 2; left > 0; left -= 1) {
    const quote = (await sandbox.call('POST', '/quotes', quoted)).body.id as string;
    quotes.push((await sandbox.call('POST', '/apply/sessions', { quote })).body.id as string);
  }
  const before = (await eventsOf(sandbox.call, () => true)).length;
  await remove(entity);
  const told = (await eventsOf(sandbox.call, () => true)).slice(before);
  expect(told.map(({ type, data }) => `${type} ${String(data.id)}`)).toEqual([
    `policy.cancelled ${policy.id}`,
    `assignment.cancelled ${first.id}`,
    `assignment.cancelled ${second.id}`,
    ...quotes.map((session) => `application.expired ${session}`),
  ]);
  expect((await get(`/assignments/${first.id}`))['cancellation_reason']).toBe('policy_cancelled');
});
