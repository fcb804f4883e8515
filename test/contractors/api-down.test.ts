import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { dayFromNow, seconds } from './support/days';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let pages: Record<'policy' | 'assignment' | 'certificate' | 'invoice', string>;
const DATES = { effective_date: seconds(dayFromNow(3)), end_date: seconds(dayFromNow(9)) };

beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  operator = new Person(running.url);
  const { api } = running.deps;
  who = await makeCovered(api);
  const { contractor, job } = who;
  const content = Buffer.from('%PDF-1.4\n%%EOF');
  const [assignment, certificate, invoice] = await Promise.all([
    api.createAssignment({ contractor, job: who.next, ...DATES }, 'assign-1'),
    api.uploadCertificate({ contractor, certificate: { filename: 'mine.pdf', content } }, 'upload-1'),
    api.createInvoice(
      {
        contractor,
        job,
        gross_pay: 250_050,
        paycycle_startdate: 1_790_812_800,
        paycycle_enddate: 1_792_022_400,
      },
      'invoice-1',
    ),
  ]);
  const at = (kind: string, { id }: { id: string }) => `/contractors/${contractor}/${kind}/${id}`;
  pages = {
    policy: at('policies', who.policy),
    assignment: at('assignments', assignment),
    certificate: at('certificates', certificate),
    invoice: at('invoices', invoice),
  };
  for (const page of Object.values(pages)) await operator.open(page);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const KINDS = [
  ['policy', '', 'General liability, Workers’ compensation'],
  ['assignment', '', 'Bound, charge due'],
  ['assignment', '/change', 'Change Field technician'],
  ['assignment', '/cancel', 'Cancel Field technician'],
  ['certificate', '', 'mine.pdf'],
  ['invoice', '', '$2,500.50'],
  ['invoice', '/delete', '$2,500.50'],
] as const;
/** What the page says of the object, without its notice. */
const told = () =>
  operator.page.$('main').clone().find('.pa-notice').remove().end().text().replace(/\s+/g, ' ');

it.each(KINDS)(
  '%s%s shows what is known while the API gives no answer, and how old it is',
  async (kind, more, text) => {
    await operator.open(pages[kind] + more);
    expect(told()).toContain(text);
    const rows = operator.page.$('.pa-summary-list').text();
    running.advance(3 * 60_000);
    for (const fault of [{ kind: 'reset' }, { kind: 'answer', status: 503 }] as const) {
      running.proxy.clear();
      running.proxy.fail('GET /', fault);
      await operator.open(pages[kind] + more);
      expect([operator.page.status, told()]).toEqual([200, expect.stringContaining(text)]);
      expect(operator.page.$('.pa-summary-list').text()).toBe(rows);
      const notice = operator.page.$('.pa-notice').text();
      expect(notice).toMatch(
        /The API could not be asked, so this is what was known \d+ (s|min) ago\..*Until it answers/s,
      );
      const buttons = operator.page.$('main form .pa-button:not(a)');
      expect(buttons.filter('[disabled]').length).toBe(buttons.length);
    }
  },
);

it.each([
  ['policy', '', { is_active: 'false' }],
  ['assignment', '/change', { end_date: dayFromNow(8) }],
  ['assignment', '/cancel', { reason: 'other', other_reason: 'rain' }],
  ['invoice', '', { gross_pay: '99' }],
  ['invoice', '/delete', {}],
] as const)(
  'what is sent for a %s%s while the API gives no answer comes back, to be sent again',
  async (kind, more, typed) => {
    const page = pages[kind] + more;
    await operator.open(page);
    running.proxy.fail('', { kind: 'reset' });
    await operator.submit(page, typed);
    expect(operator.page.status).toBe(502);
    expect(operator.page.$('.pa-api-error').length).toBe(1);
    const values = Object.keys(typed).map((name) => operator.value(name));
    expect(values).toEqual(Object.values(typed));
    expect(operator.page.$('main form .pa-button[disabled]').length).toBe(0);
  },
);

it('has no page for an object of which nothing is known while the API gives no answer', async () => {
  running.proxy.fail('GET /', { kind: 'reset' });
  await operator.open(`/contractors/${who.contractor}/policies/pl_other`);
  expect(operator.page.status).toBe(502);
});

it('leads back to the contractor from an object that is gone', async () => {
  await operator.open(`/contractors/${who.contractor}/invoices/iv_gone`);
  expect([operator.page.status, operator.text]).toEqual([
    404,
    expect.stringContaining('This invoice does not exist'),
  ]);
  expect(operator.page.$('main .pa-button').attr('href')).toBe(`/contractors/${who.contractor}`);
});
