import { makeCovered } from '../policy-api/support/insured';
import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { seconds } from './support/days';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let page: string;
beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(async () => {
  operator = new Person(running.url);
  who = await makeCovered(running.deps.api);
  page = `/contractors/${who.contractor}/invoices`;
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const PERIOD: Fields = {
  gross_pay: '2,500.50',
  paycycle_startdate: '2026-11-01',
  paycycle_enddate: '2026-11-15',
};
const invoices = async () =>
  (await listSandbox(running.sandbox, '/invoices')).filter((one) => one.contractor === who.contractor);

async function create(fields: Fields = {}): Promise<string> {
  await operator.open(page);
  await operator.submit(page, { job: who.job, ...PERIOD, ...fields });
  return operator.page.path;
}

describe('an invoice', () => {
  it('is created once, with its premium', async () => {
    await operator.open(page);
    const press = operator.formBody(page, { job: who.job, ...PERIOD });
    const answers = await Promise.all([operator.post(press), operator.post(press)]);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    const [made, ...others] = await invoices();
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      job: who.job,
      gross_pay: 250_050,
      paycycle_startdate: seconds('2026-11-01'),
      paycycle_enddate: seconds('2026-11-15'),
      purchase_order_number: null,
    });
    await operator.open(`${page}/${made!.id}`);
    const premium = `$${((made!.premium_due as number) / 100).toFixed(2)}`;
    expect(operator.page.$('.pa-summary-list').text()).toContain(premium);
    expect(operator.value('gross_pay')).toBe('2500.50');
  });

  it('is created once where the API failed after it had made it', async () => {
    await operator.open(page);
    running.proxy.fail('POST /invoices', { kind: 'lost' });
    await operator.submit(page, { job: who.job, ...PERIOD });
    expect([operator.page.status, operator.value('gross_pay')]).toEqual([502, '2,500.50']);
    running.proxy.clear();
    await operator.submit(page);
    expect(operator.page.path).toMatch(/\/invoices\/in_\w+$/);
    expect(await invoices()).toHaveLength(1);
  });

  it.each<[string, Fields, string | null]>([
    ['is that of the job', { purchase_order: 'inherit' }, 'PO-7'],
    ['is another one', { purchase_order: 'own', purchase_order_number: 'PO-8' }, 'PO-8'],
    ['is none', { purchase_order: 'none' }, ''],
  ])(
    'has a purchase-order number that %s, and keeps it when the pay changes',
    async (_name, fields, order) => {
      await callSandbox(running.sandbox, 'PUT', `/jobs/${who.job}`, {
        custom_metadata: { purchase_order_number: 'PO-7' },
      });
      const path = await create(fields);
      const number = async () => (await invoices())[0]!.purchase_order_number ?? '';
      expect(await number()).toBe(order);
      await operator.submit(path, { gross_pay: '3000' });
      expect(operator.text).toContain('The invoice is changed. Premium due: $');
      expect([(await invoices())[0]!.gross_pay, await number()]).toEqual([300_000, order]);
      await operator.submit(operator.page.path, { purchase_order: 'none' });
      expect(await number()).toBe('');
    },
  );

  it('that was replaced under another id is shown there', async () => {
    const path = await create();
    const [made] = await invoices();
    const replacement = { ...made, id: 'in_Another1', gross_pay: 300_000, premium_due: 4_100 };
    running.proxy.fail('PUT /invoices', { kind: 'answer', status: 200, body: replacement });
    running.proxy.fail('GET /invoices/in_Another1', { kind: 'answer', status: 200, body: replacement });
    await operator.submit(path, { gross_pay: '3000' });
    expect(operator.page.path).toBe(`${page}/in_Another1`);
    expect(operator.text).toContain(`The invoice ${made!.id} was replaced by this one. Premium due: $41.00.`);
  });

  it('that is paid can be neither changed nor deleted', async () => {
    const path = await create();
    const [{ id }] = (await invoices()) as [{ id: string }];
    await fetch(`${running.sandbox.url}/_sandbox/invoices/${id}/charge`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    await operator.submit(path, { gross_pay: '3000' });
    expect([operator.page.status, operator.value('gross_pay')]).toEqual([400, '3000']);
    expect(operator.page.$('.pa-api-error').text()).toContain('invoice_already_paid');
    await operator.open(`${path}/delete`);
    await operator.submit(`${path}/delete`);
    expect(operator.page.$('.pa-api-error').text()).toContain('invoice_already_paid');
    expect(await invoices()).toHaveLength(1);
  });

  it('is deleted after a question', async () => {
    const path = await create();
    await operator.open(operator.hrefOf('Delete it'));
    expect(operator.page.path).toBe(`${path}/delete`);
    await operator.submit(`${path}/delete`);
    expect(await invoices()).toEqual([]);
    await operator.open(path);
    expect([operator.page.status, operator.text]).toEqual([
      404,
      expect.stringContaining('This invoice does not exist'),
    ]);
  });

  it('does not change unseen what another changed meanwhile', async () => {
    const path = await create();
    const [{ id }] = (await invoices()) as [{ id: string }];
    await callSandbox(running.sandbox, 'PUT', `/invoices/${id}`, { gross_pay: 100_000 });
    await operator.submit(path, { gross_pay: '3000' });
    expect([operator.page.status, operator.value('gross_pay')]).toEqual([409, '3000']);
    expect((await invoices())[0]!.gross_pay).toBe(100_000);
    await operator.submit(path);
    expect((await invoices())[0]!.gross_pay).toBe(300_000);
  });

  it('of another contractor is not found', async () => {
    const path = await create();
    const other = await makeCovered(running.deps.api);
    await operator.open(path.replace(who.contractor, other.contractor));
    expect(operator.page.status).toBe(404);
  });
});

it.each<[string, Fields, RegExp]>([
  ['job', { job: '' }, /Choose the job/],
  ['gross-pay', { gross_pay: 'much' }, /amount in dollars/],
  ['gross-pay', { gross_pay: '0.99' }, /between \$1 and \$1,000,000/],
  ['paycycle-startdate', { paycycle_startdate: '' }, /Enter the start/],
  ['paycycle-enddate', { paycycle_enddate: '2026-10-31' }, /must not be before its start/],
  ['purchase-order-number', { purchase_order: 'own' }, /Enter the purchase-order number/],
])('the form says at %s what is wrong: %j', async (field, fields, words) => {
  await operator.open(page);
  await operator.submit(page, { job: who.job, ...PERIOD, ...fields });
  expect(operator.problems).toEqual([expect.stringMatching(words)]);
  expect(operator.page.$(`#${field}-error`).text()).toContain(operator.problems[0]);
  expect(await invoices()).toEqual([]);
});
