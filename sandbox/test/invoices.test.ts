import { typesOf } from './support/events';
import { DAY, MovableClock } from './support/movable-clock';
import { jobFields, makeBasics, makeCovered } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

const start = Date.parse('2026-02-01T00:00:00Z') / 1000;
const cycle = { paycycle_startdate: start, paycycle_enddate: start + 14 * DAY };
const post = (body: object) => sandbox.call('POST', '/invoices', body);
const put = (id: string, body: object) => sandbox.call('PUT', `/invoices/${id}`, body);

async function bill(fields: object = {}, contractor: object = {}, job: object = {}) {
  const covered = await makeCovered(sandbox.call, contractor, job);
  const body = { contractor: covered.contractor, job: covered.job, gross_pay: 250_000, ...cycle };
  const answer = await post({ ...body, ...fields });
  return { ...covered, body, invoice: answer.body };
}
const told = (invoice: string) => typesOf(sandbox.call, invoice);

test('an invoice has every documented attribute, and the premium of the policy’s rate', async () => {
  const { invoice, body, quote, contractor } = await bill();
  expect(invoice).toEqual({
    ...body,
    id: expect.stringMatching(/^in_[A-Za-z0-9]{10}$/),
    created: clock.seconds,
    purchase_order_number: null,
    premium_due: (250_000 * quote.net_rate) / 10_000,
  });
  expect((await sandbox.call('GET', `/invoices/${invoice.id}`)).body).toEqual(invoice);
  await bill();
  expect((await sandbox.call('GET', `/invoices?contractor=${contractor}`)).body).toEqual([invoice]);
});

test('the premium is at least a dollar, and rounded to the nearest cent', async () => {
  const { body, quote, invoice } = await bill({ gross_pay: 100 });
  expect(invoice.premium_due).toBe(100);
  const odd = (await post({ ...body, gross_pay: 77_777 })).body;
  expect(odd.premium_due).toBe(Math.round((77_777 * quote.net_rate) / 10_000));
});

test.each([
  ['no pay', { gross_pay: undefined }, 'invalid_input'],
  ['pay of less than a dollar', { gross_pay: 99 }, 'invalid_input'],
  ['pay of more than a million', { gross_pay: 100_000_001 }, 'invalid_input'],
  ['no start', { paycycle_startdate: undefined }, 'invalid_input'],
  ['no end', { paycycle_enddate: null }, 'invalid_input'],
  ['a start that is no date', { paycycle_startdate: 'soon' }, 'invalid_paycycle_startdate'],
  ['a start in milliseconds', { paycycle_startdate: start * 1000 }, 'invalid_paycycle_startdate'],
  ['a start before 1970', { paycycle_startdate: -1 }, 'invalid_paycycle_startdate'],
  ['an end that is no date', { paycycle_enddate: {} }, 'invalid_paycycle_enddate'],
  ['an end before the start', { paycycle_enddate: start - 1 }, 'invalid_paycycle_enddate'],
  ['a day that no month has', { paycycle_startdate: '2026-02-30' }, 'invalid_paycycle_startdate'],
  ['an unknown contractor', { contractor: 'cn_0000000000' }, 'invalid_contractor_id'],
  ['an unknown job', { job: 'jb_0000000000' }, 'invalid_job_id'],
])('%s is refused', async (_name, fields, code) => {
  const { invoice } = await bill(fields);
  expect(invoice.error_code).toBe(code);
});

test.each([
  [String(start), '2026-02-15T00:00:00+00:00'],
  ['2026-02-01', '2026-02-15T00:00:00'],
  ['2026-02-01T02:00:00.000+02:00', '2026-02-14T19:00:00-0500'],
])(
  'dates may be text, as in older examples, in UTC when they have no zone: %s to %s',
  async (from, until) => {
    const { invoice } = await bill({ paycycle_startdate: from, paycycle_enddate: until });
    expect(invoice).toMatchObject(cycle);
  },
);

test('a pay period may end as it starts, as in the vendor’s own example', async () => {
  const { invoice } = await bill({ paycycle_enddate: start });
  expect(invoice).toMatchObject({ paycycle_startdate: start, paycycle_enddate: start });
});

test('a check of eligibility alone gives no coverage to invoice', async () => {
  const { contractor, policy, nextJob } = await bill();
  const check = { contractor, job: nextJob, bind: false };
  expect((await sandbox.call('POST', '/assignments', check)).body.eligible.result).toBe(true);
  await sandbox.call('DELETE', `/policies/${policy.id}`);
  const answer = await post({ contractor, job: nextJob, gross_pay: 1000, ...cycle });
  expect(answer.body.error_code).toBe('no_active_policy');
});

test('a contractor without a policy cannot be invoiced', async () => {
  const { contractor, job } = await makeBasics(sandbox.call);
  const answer = await post({ contractor, job, gross_pay: 1000, ...cycle });
  expect([answer.status, answer.body.error_code]).toEqual([400, 'no_active_policy']);
  expect(answer.body.message).toBe('The contractor has no active policy, so there is no premium to invoice.');
});

test('the rate is that of the assignment, else of the policy for the job, else of the latest active one', async () => {
  const { contractor, entity, job, nextJob, policy } = await makeCovered(sandbox.call);
  const newJob = async () => (await sandbox.call('POST', '/jobs', jobFields(entity))).body.id as string;
  const [lastJob, otherJob] = [await newJob(), await newJob()];
  const quoted = { contractor, job: lastJob, coverage_type: ['professional'] };
  const quote = (await sandbox.call('POST', '/quotes', quoted)).body.id as string;
  const latest = (await sandbox.call('POST', '/policies', { quote })).body.id as string;
  let end = start;
  const due = async (work: string) => {
    const paid = { contractor, job: work, gross_pay: 1_000_000, paycycle_startdate: start };
    return (await post({ ...paid, paycycle_enddate: (end += DAY) })).body.premium_due as number;
  };
  const turn = (id: string, on: boolean) => sandbox.call('PUT', `/policies/${id}`, { is_active: on });

  const [first, last] = [6500, 1800];
  expect([await due(job), await due(lastJob), await due(otherJob)]).toEqual([first, last, last]);
  await sandbox.call('POST', '/assignments', { contractor, job: nextJob, policy: policy.id });
  expect(await due(nextJob)).toBe(first);
  await turn(policy.id, false);
  expect([await due(job), await due(otherJob)]).toEqual([last, last]);
  await turn(policy.id, true);
  await turn(latest, false);
  expect([await due(job), await due(otherJob)]).toEqual([first, first]);
  // The work was done under the policy of its job, however late it is billed.
  clock.seconds = Number(policy['expiration_date']);
  expect([await due(job), await due(otherJob)]).toEqual([first, undefined]);
});

test('the purchase order is inherited from the job, overridden, or left out', async () => {
  const job = { custom_metadata: { purchase_order_number: 'PO-1' } };
  const { invoice, body } = await bill({}, {}, job);
  expect(invoice.purchase_order_number).toBe('PO-1');
  expect((await post({ ...body, purchase_order_number: 'PO-2' })).body.purchase_order_number).toBe('PO-2');
  const without = (await post({ ...body, purchase_order_number: '' })).body;
  expect(without.purchase_order_number).toBeNull();
  expect((await put(invoice.id, { purchase_order_number: 'PO-3' })).body.purchase_order_number).toBe('PO-3');
  const repriced = (await put(invoice.id, { gross_pay: 500_000 })).body;
  expect(repriced).toEqual({
    ...invoice,
    purchase_order_number: 'PO-3',
    gross_pay: 500_000,
    premium_due: invoice.premium_due * 2,
  });
  expect((await put(without.id, { gross_pay: 300_000 })).body.purchase_order_number).toBeNull();
  expect((await put(invoice.id, { purchase_order_number: '' })).body.purchase_order_number).toBeNull();
});

test('an invoice is charged to the card a day later, and is final then', async () => {
  const { invoice, body } = await bill();
  clock.move(DAY - 1);
  expect(await told(invoice.id)).toEqual([]);
  clock.move(1);
  expect(await told(invoice.id)).toEqual(['invoice.charge_card_succeeded']);
  expect((await put(invoice.id, { gross_pay: 1000 })).body.error_code).toBe('invoice_already_paid');
  const kept = await sandbox.call('DELETE', `/invoices/${invoice.id}`);
  expect(kept.body.error_code).toBe('invoice_already_paid');
  expect((await post(body)).body.error_code).toBe('invoice_uneditable_already_exists');
  expect((await post({ ...body, paycycle_enddate: start + 7 * DAY })).status).toBe(201);
});

test('a change starts the day anew; a failed charge leaves the invoice open to change', async () => {
  const { invoice } = await bill({}, { last_name: 'Charge-Fails' });
  clock.move(DAY - 1);
  await put(invoice.id, { gross_pay: 1_000_000 });
  clock.move(DAY - 1);
  expect(await told(invoice.id)).toEqual([]);
  clock.move(1);
  expect(await told(invoice.id)).toEqual(['invoice.charge_card_failed']);
  expect((await put(invoice.id, { gross_pay: 2_000_000 })).status).toBe(200);
});

test('a withheld premium is remitted after 30 days, without a charge', async () => {
  const { invoice, body, contractor } = await bill({}, { withhold_premium: true });
  expect((await post(body)).body.error_code).toBe('agency_pay_invoice_exists');
  clock.move(30 * DAY - 1);
  expect((await put(invoice.id, { contractor })).status).toBe(200);
  clock.move(30 * DAY - 1);
  expect((await put(invoice.id, { purchase_order_number: 'PO-4' })).status).toBe(200);
  clock.move(30 * DAY);
  expect((await put(invoice.id, {})).body.error_code).toBe('invoice_already_paid');
  expect(await told(invoice.id)).toEqual([]);
});

test('a job cannot be changed while it has an invoice, and an unpaid invoice can be deleted', async () => {
  const { invoice, job } = await bill();
  const change = () => sandbox.call('PUT', `/jobs/${job}`, { wage: 20_000 });
  const refused = await change();
  expect([refused.status, refused.body.error_code]).toEqual([400, 'invoice_exists']);
  const answer = await sandbox.call('DELETE', `/invoices/${invoice.id}`);
  expect(answer.body).toEqual({
    id: invoice.id,
    object: 'invoice',
    deleted: true,
    deleted_at: clock.seconds,
  });
  expect((await change()).body.wage).toBe(20_000);
  clock.move(2 * DAY);
  expect(await told(invoice.id)).toEqual([]);
});

test('a contractor who was deleted is not charged', async () => {
  const { invoice, contractor } = await bill();
  await sandbox.call('DELETE', `/contractors/${contractor}`);
  clock.move(DAY);
  expect(await told(invoice.id)).toEqual([]);
  expect((await sandbox.call('DELETE', `/invoices/${invoice.id}`)).status).toBe(200);
});
