import { eventsOf, typesOf } from './support/events';
import { DAY, MovableClock } from './support/movable-clock';
import { address, contractorFields, jobFields, makeBasics, makeCovered, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

const post = (body: object) => sandbox.call('POST', '/assignments', body);
const get = async (id: string): Promise<Made> =>
  (await sandbox.call('GET', `/assignments/${id}`)).body as Made;
const put = (id: string, body: object) => sandbox.call('PUT', `/assignments/${id}`, body);
const cancel = (body: object) => sandbox.call('POST', '/assignments/cancel', body);
const preApproved = { result: true, message: 'Contractor is pre-approved for insurance coverage.' };

async function assign(fields: object = {}, contractor: object = {}, job: object = {}) {
  const covered = await makeCovered(sandbox.call, contractor, job);
  const answer = await post({ contractor: covered.contractor, job: covered.nextJob, ...fields });
  return { ...covered, assignment: answer.body };
}

/** The types of events about the contractor's assignments and invoices, oldest first. */
const told = (contractor: string) =>
  typesOf(
    sandbox.call,
    ({ type, data }) => data.contractor === contractor && !type.startsWith('application'),
  );

describe('creating', () => {
  test('answers every documented attribute, with defaults from the policy and the clock', async () => {
    const { assignment, policy, contractor, nextJob, quote } = await assign();
    const file = (kind: string) =>
      `${sandbox.url}/bound-policies/sandbox/ten99policy_${kind}_${policy.id}_${assignment.id}_${clock.seconds}.pdf`;
    expect(assignment).toEqual({
      id: expect.stringMatching(/^an_[A-Za-z0-9]{10}$/),
      contractor,
      job: nextJob,
      policy: policy.id,
      bind: true,
      created: clock.seconds,
      coverage_type: ['general', 'workers-comp'],
      effective_date: Date.parse('2026-03-02T00:00:00Z') / 1000,
      end_date: Date.parse('2026-04-01T00:00:00Z') / 1000,
      net_rate: quote.net_rate,
      eligible: preApproved,
      certificates: { gl_coi_pdf_url: file('gl_coi'), wc_coi_pdf_url: file('wc_coi') },
    });
    expect(await get(assignment.id)).toEqual(assignment);
    expect((await sandbox.call('GET', '/assignments?limit=1')).body).toEqual([assignment]);
    for (const link of Object.values<string>(assignment.certificates)) {
      expect((await fetch(link)).headers.get('content-type')).toBe('application/pdf');
    }
  });

  test('with bind false is a check: no charge, no certificates, no event', async () => {
    const { assignment, contractor } = await assign({ bind: false });
    expect(assignment).toMatchObject({ bind: false, eligible: preApproved, certificates: null });
    clock.move(3 * DAY);
    expect(await told(contractor)).toEqual([]);
    const start = clock.seconds + DAY;
    const bound = await put(assignment.id, { bind: true, effective_date: start, end_date: start + DAY });
    expect(bound.body.certificates).not.toBeNull();
    clock.move(DAY);
    expect(await told(contractor)).toEqual(['invoice.charge_card_succeeded', 'assignment.active']);
    expect((await put(assignment.id, { bind: false })).body.error_code).toBe('invoice_already_paid');
  });

  test('takes the older names and the dates rules of quotes', async () => {
    const { contractor, nextJob, policy } = await makeCovered(sandbox.call);
    const older = { contractor_id: contractor, job_id: nextJob, policy_id: policy.id, bind: false };
    expect((await post(older)).status).toBe(201);
    const code = async (fields: object) => String((await post({ ...older, ...fields })).body.error_code);
    expect(await code({ effective_date: clock.seconds })).toBe('effective_date_invalid');
    const from = clock.seconds + DAY;
    expect(await code({ effective_date: from, end_date: from - 2 * DAY })).toBe('end_date_invalid');
    expect(await code({ effective_date: from, end_date: from + 367 * DAY })).toBe('end_date_invalid');
    const sameDay = await post({ ...older, effective_date: from, end_date: from + 1 });
    expect(sameDay.body.end_date).toBe(Math.floor(from / DAY) * DAY + DAY);
    expect(await code({ contractor_id: 'cn_0000000000' })).toBe('invalid_contractor_id');
    expect(await code({ job_id: 'jb_0000000000' })).toBe('invalid_job_id');
    expect(await code({ policy_id: 'pl_0000000000' })).toBe('invalid_policy_id');
    expect((await post({})).body.message).toEqual({
      contractor: expect.any(String),
      job: expect.any(String),
    });
    const other = await makeCovered(sandbox.call);
    expect(await code({ policy_id: other.policy.id })).toBe('invalid_policy_id');
  });

  test('needs an active policy', async () => {
    const { contractor, job } = await makeBasics(sandbox.call);
    const none = await post({ contractor, job });
    expect([none.status, none.body.error_code]).toEqual([400, 'no_active_policy']);
    expect(none.body.message).toMatch(
      /^The contractor has no active policy\. Create a quote and an application/,
    );
    const covered = await makeCovered(sandbox.call);
    const body = { contractor: covered.contractor, job: covered.nextJob };
    await sandbox.call('PUT', `/policies/${covered.policy.id}`, { is_active: false });
    expect((await post(body)).body.error_code).toBe('no_active_policy');
    expect((await post({ ...body, policy: covered.policy.id })).body).toEqual({
      error_code: 'no_active_policy',
      message: `The policy ${covered.policy.id} is not active.`,
    });
    expect((await post({ ...body, policy: 'pl_0000000000' })).body).toEqual({
      error_code: 'invalid_policy_id',
      message: 'The contractor has no policy with the id pl_0000000000.',
    });
  });

  test('prefers the latest active policy for the same category, work state and home state', async () => {
    const covered = await makeCovered(sandbox.call);
    const { contractor, entity } = covered;
    const painter = { ...jobFields(entity), category_code: 'jc_M4SpY8fJz7' };
    const job = (await sandbox.call('POST', '/jobs', painter)).body.id;
    const quote = (await sandbox.call('POST', '/quotes', { contractor, job, coverage_type: ['general'] }))
      .body;
    const later = (await sandbox.call('POST', '/policies', { quote: quote.id })).body;
    const first = await post({ contractor, job: covered.nextJob, bind: false });
    expect(first.body).toMatchObject({ policy: covered.policy.id, eligible: preApproved });
    const second = await post({ contractor, job, bind: false });
    expect(second.body).toMatchObject({ policy: later.id, coverage_type: ['general'] });
  });

  test('tells policies apart by work state, home state, and whether they are active', async () => {
    const { contractor, entity, job, nextJob, policy } = await makeCovered(sandbox.call);
    const buy = async (work: string) => {
      const quoted = { contractor, job: work, coverage_type: ['professional'] };
      const quote = (await sandbox.call('POST', '/quotes', quoted)).body.id as string;
      return (await sandbox.call('POST', '/policies', { quote })).body.id as string;
    };
    const moveTo = (region: string) =>
      sandbox.call('PUT', `/contractors/${contractor}`, { address: { region } });
    const chosen = async () => (await post({ contractor, job: nextJob, bind: false })).body.policy as string;

    const nevada = { ...jobFields(entity), address: address('NV') };
    await buy((await sandbox.call('POST', '/jobs', nevada)).body.id as string);
    expect(await chosen()).toBe(policy.id);
    await moveTo('OR');
    const latest = await buy(job);
    expect(await chosen()).toBe(latest);
    await moveTo('CA');
    expect(await chosen()).toBe(policy.id);
    await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: false });
    expect(await chosen()).toBe(latest);
  });
});

describe('an assignment is not eligible, with its reason and no coverage,', () => {
  const refused = async (fields: object, body: { contractor: string; job: string }) => {
    const answer = await post({ ...body, ...fields });
    expect(answer.status).toBe(201);
    expect(answer.body.eligible.result).toBe(false);
    expect(answer.body.certificates).toBeNull();
    clock.move(2 * DAY);
    expect(await told(body.contractor)).toEqual([]);
    return answer.body.eligible.message as string;
  };
  const jobIn = async (fields: object, entity: string): Promise<string> =>
    String((await sandbox.call('POST', '/jobs', { ...jobFields(entity), ...fields })).body.id);

  test('for another category code', async () => {
    const { contractor, entity } = await makeCovered(sandbox.call);
    const job = await jobIn({ category_code: 'jc_M4SpY8fJz7' }, entity);
    expect(await refused({}, { contractor, job })).toMatch(
      /^Job category mismatch\. Check that the job category code matches the category code associated with the ac/,
    );
  });

  test('for other coverage', async () => {
    const { contractor, nextJob } = await makeCovered(sandbox.call);
    const text = await refused({ coverage_type: ['general'] }, { contractor, job: nextJob });
    expect(text).toMatch(/^Coverage type mismatch.*covers general, workers-comp; .* asks for general\.$/);
    const turned = { coverage_type: ['workers-comp', 'general'], bind: false };
    expect((await post({ contractor, job: nextJob, ...turned })).body.eligible).toEqual(preApproved);
  });

  test('for work in another state, with workers’ compensation', async () => {
    const { contractor, entity } = await makeCovered(sandbox.call);
    const job = await jobIn({ address: address('NV') }, entity);
    expect(await refused({}, { contractor, job })).toMatch(/^Work state mismatch.*CA.*NV/);
  });

  test('after moving to another state, with general liability', async () => {
    const { contractor, nextJob } = await makeCovered(sandbox.call);
    await sandbox.call('PUT', `/contractors/${contractor}`, { address: { region: 'OR' } });
    expect(await refused({}, { contractor, job: nextJob })).toMatch(/^Residence state mismatch.*CA.*OR/);
  });

  test('for work in a state that is known of one of them alone', async () => {
    const nowhere = { address: undefined };
    const known = await makeCovered(sandbox.call, nowhere);
    const unknown = await jobIn(nowhere, known.entity);
    expect(await refused({}, { contractor: known.contractor, job: unknown })).toMatch(
      /bought for work in CA; this job is in no known state\.$/,
    );
    const { contractor, entity } = await makeCovered(sandbox.call, nowhere, nowhere);
    const job = await jobIn({ address: address('NV') }, entity);
    expect(await refused({}, { contractor, job })).toMatch(
      /bought for work in no known state; this job is in NV\.$/,
    );
  });

  test('after moving, where one of the homes is not known', async () => {
    const general = { coverage_type: ['general'] };
    const { contractor, job } = await makeCovered(sandbox.call, { address: undefined }, {}, general);
    await sandbox.call('PUT', `/contractors/${contractor}`, { address: { region: 'OR' } });
    expect(await refused({}, { contractor, job })).toMatch(
      /living in no known state, who now lives in OR\.$/,
    );
    const other = await makeCovered(sandbox.call, {}, {}, general);
    await sandbox.call('PUT', `/contractors/${other.contractor}`, { address: { region: '' } });
    expect(await refused({}, { contractor: other.contractor, job: other.job })).toMatch(
      /living in CA, who now lives in no known state\.$/,
    );
  });

  test('for a policy bought through another platform', async () => {
    const { contractor, nextJob } = await makeCovered(sandbox.call, { last_name: 'Other-Platform' });
    expect(await refused({}, { contractor, job: nextJob })).toMatch(/^Labor platform mismatch/);
  });

  test('but neither state matters without its coverage', async () => {
    const { contractor, entity } = await makeCovered(
      sandbox.call,
      {},
      {},
      { coverage_type: ['professional'] },
    );
    await sandbox.call('PUT', `/contractors/${contractor}`, { address: { region: 'OR' } });
    const job = await jobIn({ address: address('NV') }, entity);
    expect((await post({ contractor, job, bind: false })).body.eligible).toEqual(preApproved);
  });
});

describe('charging', () => {
  test('follows a day later, then the assignment is active and can no longer be changed', async () => {
    const { assignment, contractor, nextJob } = await assign({}, {}, { wage: 250_000 });
    clock.move(DAY - 1);
    expect(await told(contractor)).toEqual([]);
    clock.move(400 * DAY);
    expect(await told(contractor)).toEqual(['invoice.charge_card_succeeded', 'assignment.active']);
    const [charge, active] = await eventsOf(sandbox.call, ({ data }) => data.contractor === contractor);
    const at = assignment.created + DAY;
    expect([charge?.created, active?.created]).toEqual([at, at]);
    expect(charge?.data).toMatchObject({ object: 'invoice', job: nextJob, gross_pay: 250_000 });
    expect(charge?.data.premium_due).toBe(Math.round((250_000 * assignment.net_rate) / 10_000));
    expect(active?.data).toEqual({ object: 'assignment', ...assignment });
    expect((await put(assignment.id, { bind: true })).body.error_code).toBe('invoice_already_paid');
    const kept = await sandbox.call('DELETE', `/assignments/${assignment.id}`);
    expect([kept.status, kept.body.error_code]).toEqual([400, 'invoice_already_paid']);
  });

  test('takes the invoice the client made', async () => {
    const { contractor, nextJob } = await assign();
    const invoice = await sandbox.call('POST', '/invoices', {
      contractor,
      job: nextJob,
      gross_pay: 100_000,
      paycycle_startdate: clock.seconds,
      paycycle_enddate: clock.seconds + DAY,
    });
    clock.move(2 * DAY);
    const events = await eventsOf(sandbox.call, ({ data }) => data.contractor === contractor);
    expect(events.map(({ type }) => type)).toEqual(['invoice.charge_card_succeeded', 'assignment.active']);
    expect(events[0]?.data.id).toBe(invoice.body.id);
  });

  test('does not come again for what is paid', async () => {
    const { contractor, nextJob } = await makeCovered(sandbox.call);
    const work = { contractor, job: nextJob };
    const dates = { paycycle_startdate: clock.seconds, paycycle_enddate: clock.seconds + DAY };
    await sandbox.call('POST', '/invoices', { ...work, gross_pay: 100_000, ...dates });
    clock.move(DAY);
    await post(work);
    clock.move(2 * DAY);
    expect(await told(contractor)).toEqual(['invoice.charge_card_succeeded', 'assignment.active']);
  });

  test('is over a million at most, and has the purchase order of the job', async () => {
    const order = { custom_metadata: { purchase_order_number: 'PO-1' } };
    const { contractor, assignment } = await assign({}, {}, { wage: 200_000_000, ...order });
    clock.move(DAY);
    const [charge] = await eventsOf(sandbox.call, ({ data }) => data.contractor === contractor);
    expect(charge?.data).toMatchObject({
      gross_pay: 100_000_000,
      premium_due: 10_000 * assignment.net_rate,
      paycycle_startdate: assignment.effective_date,
      paycycle_enddate: assignment.end_date,
      purchase_order_number: 'PO-1',
    });
  });

  test('that fails leaves no coverage, and says so', async () => {
    const { assignment, contractor } = await assign({}, { last_name: 'Charge-Fails' });
    expect(assignment.eligible.result).toBe(true);
    clock.move(DAY);
    expect(await told(contractor)).toEqual(['invoice.charge_card_failed']);
    const after = await get(assignment.id);
    expect(after.eligible).toEqual({ result: false, message: expect.stringMatching(/^Card charge failed/) });
    expect(after.certificates).toBeNull();
    clock.move(2 * DAY);
    expect(await told(contractor)).toEqual(['invoice.charge_card_failed']);
  });

  test.each([
    ['contractor', { withhold_premium: true }, {}],
    ['job', {}, { withhold_premium: true }],
  ])('is not needed when the premium is withheld for the %s', async (_name, person, work) => {
    const { assignment, contractor } = await assign({}, person, work);
    expect(await told(contractor)).toEqual(['assignment.active']);
    clock.move(DAY);
    expect(await told(contractor)).toEqual(['assignment.active']);
    const changed = await put(assignment.id, { end_date: assignment.end_date + DAY });
    expect(changed.body.end_date).toBe(assignment.end_date + DAY);
  });

  test('does not happen when the policy was cancelled meanwhile', async () => {
    const { assignment, contractor, policy } = await assign();
    await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: false });
    clock.move(DAY);
    expect(await told(contractor)).toEqual([]);
    expect((await get(assignment.id)).eligible.message).toMatch(/^Policy cancelled/);
  });

  test('does not happen when the policy was deleted after the start', async () => {
    const { assignment, contractor, policy } = await assign({ effective_date: clock.seconds + DAY / 2 });
    clock.move(DAY / 2);
    await sandbox.call('DELETE', `/policies/${policy.id}`);
    clock.move(DAY / 2);
    expect(await told(contractor)).toEqual([]);
    expect(await get(assignment.id)).toMatchObject({
      eligible: { result: false, message: expect.stringMatching(/^Policy cancelled/) },
      certificates: null,
    });
  });
});

describe('cancelling', () => {
  test('names the job, tells of it, and stops the charge', async () => {
    const { assignment, contractor, nextJob } = await assign();
    const answer = await cancel({ job_id: nextJob, reason: 'client_request' });
    const cancelled = {
      ...assignment,
      cancelled: true,
      cancellation_date: clock.seconds,
      cancellation_reason: 'client_request',
      certificates: null,
    };
    expect([answer.status, answer.body]).toEqual([200, cancelled]);
    expect(await get(assignment.id)).toEqual(cancelled);
    clock.move(2 * DAY);
    expect(await told(contractor)).toEqual(['assignment.cancelled']);
    expect((await put(assignment.id, { end_date: clock.seconds })).body.message).toMatch(/was cancelled/);
    expect((await cancel({ job_id: nextJob })).body.error_code).toBe('invalid_assignment_id');
  });

  test('pays back what was charged, so that the job can be assigned again', async () => {
    const start = clock.seconds + 5 * DAY;
    const { contractor, nextJob } = await assign({ effective_date: start });
    clock.move(DAY);
    expect((await cancel({ job_id: nextJob })).body).toMatchObject({ cancellation_reason: null });
    expect((await sandbox.call('GET', `/invoices?contractor=${contractor}`)).body).toHaveLength(1);
    await post({ contractor, job: nextJob });
    clock.move(DAY);
    expect(await told(contractor)).toEqual([
      ...['invoice.charge_card_succeeded', 'assignment.active', 'assignment.cancelled'],
      ...['invoice.charge_card_succeeded', 'assignment.active'],
    ]);
  });

  test('means the assignment that gives coverage, not a newer check of eligibility', async () => {
    const { assignment, contractor, nextJob } = await assign();
    const check = (await post({ contractor, job: nextJob, bind: false })).body;
    expect((await cancel({ job_id: nextJob })).body).toMatchObject({ id: assignment.id, cancelled: true });
    expect(await get(check.id)).not.toHaveProperty('cancelled');
    expect((await cancel({ job_id: nextJob })).body.id).toBe(check.id);
  });

  test('means the assignment that gives coverage, also when it is too late for it', async () => {
    const { assignment, contractor, nextJob } = await assign();
    clock.seconds = assignment.effective_date;
    const check = (await post({ contractor, job: nextJob, bind: false })).body;
    expect((await cancel({ job_id: nextJob })).body.message).toMatch(/has started/);
    expect(await get(check.id)).not.toHaveProperty('cancelled');
    const later = (await post({ contractor, job: nextJob })).body;
    expect((await cancel({ job_id: nextJob })).body.id).toBe(later.id);
  });

  test('means the newest of several that have not started', async () => {
    const { assignment, contractor, nextJob } = await assign();
    const newer = (await post({ contractor, job: nextJob })).body;
    expect((await cancel({ job_id: nextJob })).body.id).toBe(newer.id);
    expect((await cancel({ job_id: nextJob })).body.id).toBe(assignment.id);
  });

  test('of several contractors takes the one that is meant, and guesses nothing', async () => {
    const { assignment, contractor, nextJob } = await assign();
    const other = await makeCovered(sandbox.call);
    const theirs = (await post({ contractor: other.contractor, job: nextJob })).body;
    const { status, body } = await cancel({ job_id: nextJob });
    expect([status, body.message]).toEqual([
      400,
      expect.stringContaining(`${theirs.id} of ${other.contractor}`),
    ]);
    expect((await cancel({ job_id: nextJob, assignment: 'an_0000000000' })).body.error_code).toBe(
      'invalid_assignment_id',
    );
    expect((await cancel({ job_id: nextJob, contractor })).body.id).toBe(assignment.id);
    expect(await get(theirs.id)).not.toHaveProperty('cancelled');
    expect((await cancel({ job_id: nextJob })).body.id).toBe(theirs.id);
  });

  test('is refused without a job, for a job without assignment, and once it has started', async () => {
    expect((await cancel({})).body.message).toHaveProperty('job_id');
    expect((await cancel({ job_id: 'jb_0000000000' })).body.error_code).toBe('invalid_job_id');
    const { nextJob, job, assignment } = await assign();
    expect((await cancel({ job_id: job })).body.error_code).toBe('invalid_assignment_id');
    clock.seconds = assignment.effective_date;
    const late = await cancel({ job_id: nextJob });
    expect([late.status, late.body.error_code]).toEqual([400, 'bad_request']);
    expect(late.body.message).toMatch(/has started/);
  });

  test('comes with the end of the policy, for what has not started', async () => {
    const started = await assign();
    clock.seconds = started.assignment.effective_date;
    const { contractor } = started;
    const future = await post({ contractor, job: started.nextJob, bind: true });
    await sandbox.call('DELETE', `/policies/${started.policy.id}`);
    expect(await get(future.body.id)).toMatchObject({ cancelled: true });
    expect(await get(started.assignment.id)).not.toHaveProperty('cancelled');
    const other = await assign();
    const second = (await post({ contractor: other.contractor, job: other.nextJob })).body;
    await sandbox.call('DELETE', `/contractors/${other.contractor}`);
    expect(await get(other.assignment.id)).toMatchObject({ cancelled: true });
    const ended = await eventsOf(sandbox.call, ({ type, data }) => {
      return type === 'assignment.cancelled' && data.contractor === other.contractor;
    });
    expect(ended.map(({ data }) => String(data.id))).toEqual([other.assignment.id, second.id]);
    const third = await assign();
    await sandbox.call('DELETE', `/entities/${third.entity}`);
    expect(await get(third.assignment.id)).toMatchObject({ cancelled: true });
  });
});

test('an assignment is deleted, with its charge, and keeps its job from being deleted until then', async () => {
  const { assignment, contractor, nextJob } = await assign();
  expect((await sandbox.call('DELETE', `/jobs/${nextJob}`)).body.error_code).toBe('job_is_used');
  const answer = await sandbox.call('DELETE', `/assignments/${assignment.id}`);
  expect(answer.body).toEqual({
    id: assignment.id,
    object: 'assignment',
    deleted: true,
    deleted_at: clock.seconds,
  });
  expect((await sandbox.call('GET', `/assignments/${assignment.id}`)).status).toBe(404);
  clock.move(DAY);
  expect(await told(contractor)).toEqual(['assignment.cancelled']);
  expect((await sandbox.call('DELETE', `/jobs/${nextJob}`)).status).toBe(200);
});

describe('an assignment whose policy was deleted', () => {
  const started = async (fields: object = {}) => {
    const made = await assign(fields, { withhold_premium: true });
    clock.seconds = made.assignment.effective_date;
    await sandbox.call('DELETE', `/policies/${made.policy.id}`);
    return made;
  };

  test('stays as it is but for what is sent', async () => {
    const { assignment, contractor, policy } = await started();
    const same = await put(assignment.id, {});
    expect([same.status, same.body]).toEqual([200, assignment]);
    const end = assignment.end_date + DAY;
    const longer = await put(assignment.id, { end_date: end, policy: policy.id, contractor });
    expect([longer.status, longer.body]).toEqual([200, { ...assignment, end_date: end }]);
    expect((await put(assignment.id, { bind: false })).body).toEqual({
      ...assignment,
      end_date: end,
      bind: false,
      certificates: null,
    });
    expect(await told(contractor)).toEqual(['assignment.active']);
  });

  test('needs another one for what only a policy can tell', async () => {
    const { assignment, nextJob, job } = await started({ bind: false });
    expect((await put(assignment.id, { bind: true })).body.error_code).toBe('invalid_policy_id');
    expect((await put(assignment.id, { job })).body.error_code).toBe('invalid_policy_id');
    expect((await put(assignment.id, { policy: null })).body.error_code).toBe('no_active_policy');
    expect((await put(assignment.id, { job: nextJob })).status).toBe(200);
  });
});

test('a check cannot be bound to a policy that was switched off meanwhile', async () => {
  const { assignment, contractor, policy } = await assign({ bind: false }, { withhold_premium: true });
  await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: false });
  expect((await put(assignment.id, { bind: true })).body.error_code).toBe('no_active_policy');
  expect(await told(contractor)).toEqual([]);
});

test('an assignment can be given another job or contractor, and is judged anew', async () => {
  const { assignment, entity } = await assign();
  const other = (await sandbox.call('POST', '/contractors', contractorFields())).body.id;
  expect((await put(assignment.id, { contractor: other })).body.error_code).toBe('invalid_policy_id');
  const job = (await sandbox.call('POST', '/jobs', { ...jobFields(entity), address: address('TX') })).body.id;
  const changed = await put(assignment.id, { job });
  expect(changed.body).toMatchObject({ job, eligible: { result: false }, certificates: null });
});
