import { inspect } from 'node:util';
import { control } from '../../sandbox/test/support/control';
import type { ApiCall } from '../../src/policy-api/calls';
import { createPolicyApi, type PolicyApi } from '../../src/policy-api/client';
import { explainError } from '../../src/policy-api/error-catalog';
import { CLIENT_WORDS } from '../../src/policy-api/words';
import { mayHaveWorked } from '../../src/policy-api/retry';
import { startSandbox, until, type RunningSandbox } from '../support/harness';
import { apiErrorOf } from './support/errors';
import { FakeApi } from './support/fake-api';
import { makeCovered, makeParties } from './support/insured';

const DAY = 86_400;
const pdf = (filename = 'acme.pdf', content = '%PDF-1.4 sample') => ({
  filename,
  content: new TextEncoder().encode(content),
});

describe('against the local sandbox', () => {
  let sandbox: RunningSandbox;
  let api: PolicyApi;
  beforeAll(async () => {
    sandbox = await startSandbox();
    const apiKey = sandbox.sandbox.apiKey;
    api = createPolicyApi({ baseUrl: sandbox.url, apiKey, environment: 'sandbox', maxRetries: 0 });
  });
  afterAll(async () => {
    api.close();
    await sandbox.stop();
  });

  it('assignments are reported, changed, listed, cancelled and deleted', async () => {
    const { contractor, next: job, policy, quote } = await makeCovered(api);
    const checked = await api.createAssignment({ contractor, job, bind: false }, 'check');
    expect(checked).toMatchObject({
      contractor,
      job,
      policy: policy.id,
      bind: false,
      cancelled: false,
      coverage_type: ['general', 'workers-comp'],
      net_rate: quote.net_rate,
      eligible: { result: true, message: expect.stringContaining('pre-approved') },
      certificates: { gl_coi_pdf_url: null, wc_coi_pdf_url: null },
    });
    const end_date = checked.effective_date! + 10 * DAY;
    expect(await api.updateAssignment(checked.id, { bind: true, end_date })).toMatchObject({
      id: checked.id,
      bind: true,
      end_date,
      certificates: { gl_coi_pdf_url: expect.stringContaining(checked.id) },
    });
    const [latest] = await api.listAssignments({ limit: 1 });
    expect(latest).toEqual(await api.getAssignment(checked.id));
    const cancelled = await api.cancelAssignment({ job_id: job, reason: 'client_request' }, 'cancel');
    expect(cancelled).toMatchObject({
      id: checked.id,
      cancelled: true,
      cancellation_reason: 'client_request',
    });
    expect(cancelled.cancellation_date).toBeGreaterThan(0);
    expect(await api.deleteAssignment(checked.id)).toMatchObject({ id: checked.id, deleted: true });
  });

  it('an assignment that no policy can cover is answered with the reason', async () => {
    const { contractor, next: job } = await makeCovered(api);
    const refused = await api.createAssignment({ contractor, job, coverage_type: ['cyber'] }, 'other-cover');
    expect(refused.eligible).toEqual({ result: false, message: expect.any(String) });
    const parties = await makeParties(api);
    const without = { contractor: parties.contractor, job: parties.job };
    expect((await apiErrorOf(api.createAssignment(without, 'no-policy'))).status).toBe(400);
  });

  it('invoices are made, changed, listed and deleted', async () => {
    const { contractor, job } = await makeCovered(api);
    const period = { paycycle_startdate: 1_790_000_000, paycycle_enddate: 1_790_086_400 };
    const invoice = await api.createInvoice({ contractor, job, gross_pay: 250_000, ...period }, 'invoice');
    expect(invoice).toMatchObject({ contractor, job, gross_pay: 250_000, ...period });
    expect(invoice.premium_due).toBeGreaterThan(0);
    const changed = await api.updateInvoice(invoice.id, {
      gross_pay: 500_000,
      purchase_order_number: 'PO 7',
    });
    expect(changed.premium_due).toBe(invoice.premium_due! * 2);
    expect(await api.getInvoice(changed.id)).toEqual(changed);
    expect(await api.listInvoices({ contractor })).toEqual([changed]);
    expect(changed.purchase_order_number).toBe('PO 7');
    expect(await api.deleteInvoice(changed.id)).toMatchObject({ id: changed.id, deleted: true });
    expect((await apiErrorOf(api.getInvoice(changed.id))).status).toBe(404);
  });

  it('a certificate is uploaded, reviewed, and read with as much of the review as is asked for', async () => {
    const { contractor } = await makeParties(api);
    const calls: ApiCall[] = [];
    const upload = { contractor, certificate: pdf() };
    const sent = await api.observedBy((call) => calls.push(call)).uploadCertificate(upload, 'coi');
    expect(sent).toMatchObject({ contractor, filename: 'acme.pdf', status: 'pending', review_results: null });
    expect(calls[0]?.requestBody).toEqual({ contractor, certificate: '(file acme.pdf, 15 bytes)' });
    expect((await api.uploadCertificate(upload, 'coi')).id).toBe(sent.id);
    await control(sandbox, 'POST', '/clock', { advance: '5m' });
    await until(async () => (await api.getCertificate(sent.id)).status === 'approved');
    expect((await api.getCertificate(sent.id)).review_results).toBeNull();
    const summary = (await api.getCertificate(sent.id, { expand: 'review_results' })).review_results;
    expect(summary).toMatchObject({ summary: { failed: 0 }, audit_results: [], parsed_certificate_json: {} });
    const [full] = await api.listCertificates({ limit: 1, expand: 'review_results.full' });
    const { audit_results, parsed_certificate_json } = full!.review_results!;
    expect(audit_results).toContainEqual(
      expect.objectContaining({ result: 'pass', manually_approved: false }),
    );
    expect(parsed_certificate_json).toHaveProperty('coverages.commercial_general_liability');
  });
});

describe('against a server that records', () => {
  let fake: FakeApi;
  beforeEach(async () => void (fake = await FakeApi.start()));
  afterEach(() => fake.stop());

  /** Everything that an observer, an error or a look at the client could show. */
  const shown = (...values: unknown[]) =>
    values
      .flatMap((value) => [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value)])
      .join();

  it('a login link is made with a key of its own, and no record shows it', async () => {
    const url = 'https://my.1099policy.com/quick-access?contractor_id=cn_1&token=xyz789';
    fake.json(500, { message: `Not made: ${url}` });
    fake.json(200, {
      success: true,
      login_url: url,
      expires_at: '2025-12-12T16:00:00Z',
      contractor: { id: 42, public_id: 'cn_1', email: 'joe@example.com' },
    });
    const calls: ApiCall[] = [];
    const client = fake.client({ onCall: (call) => calls.push(call) });
    const link = await client.createLoginLink('cn_1', 'link-1');
    expect(link).toMatchObject({ login_url: url, contractor: 'cn_1', expires_at: 1_765_555_200 });
    expect(fake.received).toHaveLength(2);
    expect(fake.received[1]).toMatchObject({
      method: 'POST',
      url: '/api/v1/contractors/cn_1/login_link',
      body: '',
      headers: { 'ten99policy-idempotent-key': 'link-1' },
    });
    expect(calls).toHaveLength(2);
    expect(shown(calls, client)).not.toContain('xyz789');
  });

  it('a login link without its address is no link', async () => {
    fake.json(200, { success: false });
    expect(await apiErrorOf(fake.client().createLoginLink('cn_1', 'k'))).toMatchObject({
      kind: 'invalid_answer',
    });
  });

  it('a payment session is made and cancelled, and no record shows its page', async () => {
    const url = 'https://my.1099policy.com/payment/setup/live_abc123';
    const session = {
      id: 'hps_1',
      contractor_id: 'cn_1',
      status: 'pending',
      processor: 'checkout',
      return_url: 'https://app.example.com/billing',
      created: 1_713_369_924,
      expires_at: '1713371724',
      completed_at: null,
      cancelled_at: null,
    };
    const input = { contractor: 'cn_1', return_url: session.return_url };
    fake.json(201, { ...session, url });
    fake.json(200, { ...session, status: 'cancelled', cancelled_at: 1_713_370_000 });
    const calls: ApiCall[] = [];
    const client = fake.client({ onCall: (call) => calls.push(call) });
    const made = await client.createPaymentSession(input, 'pay-1');
    expect(made).toEqual({ ...session, url, expires_at: 1_713_371_724 });
    const cancelled = await client.cancelPaymentSession('hps_1', 'pay-2');
    expect(cancelled).toMatchObject({ status: 'cancelled', url: null, cancelled_at: 1_713_370_000 });
    expect(fake.received.map(({ method, url: to, body }) => [method, to, body])).toEqual([
      ['POST', '/api/v1/payment/sessions', JSON.stringify(input)],
      ['POST', '/api/v1/payment/sessions/hps_1/cancel', ''],
    ]);
    expect(fake.received.map(({ headers }) => headers['ten99policy-idempotent-key'])).toEqual([
      'pay-1',
      'pay-2',
    ]);
    expect(calls[0]?.responseBody).toMatchObject({ id: 'hps_1', url: '[redacted]' });
    expect(shown(calls, client)).not.toContain('live_abc123');
  });

  it('external certificates go to each of their five places', async () => {
    fake.json(201, { id: 'ci_1', filename: 'a.pdf', contractor: 'cn_1' });
    fake.json(201, { id: 'task_1', contractor: 'cn_1', count: 2, filenames: ['a.pdf', 'b.pdf'] });
    fake.json(201, {
      contractor: 'cn_1',
      job: 'jb_1',
      assignment: 'an_1',
      certificates: [{ id: 'ci_1', filename: 'a.pdf' }],
    });
    fake.json(201, { job: 'jb_1', certificates: [{ id: 'ci_1', filename: 'a.pdf', contractor: 'cn_9' }] });
    fake.json(201, {
      message: 'Done.',
      certificates: `[{'id': 'ci_1', 'filename': 'a.pdf', 'email_was_generated': True}]`,
    });
    const client = fake.client();
    const person = { email: 'joe@example.com', first_name: 'Joe', last_name: 'Parker' };
    const from = {
      ...person,
      coi_upload_session_id: 'cus_1',
      company_name: 'Acme',
      contractor_id: undefined,
    };
    const [a, b] = [pdf('a.pdf'), pdf('b.pdf')];
    const certificates_metadata = [{ filename: 'a.pdf', contractor: { email: 'joe@example.com' } }];
    const one = await client.uploadExternalCertificate(from, a, 'k1');
    const many = await client.uploadExternalCertificates(from, [a, b], 'k2');
    const tracked = await client.uploadToTracker(
      { ...person, business_name: 'Acme', tracker_id: 'tr_1', create_new_contractor: true },
      [a],
      'k3',
    );
    const bulk = await client.uploadBulkToTracker({ tracker_id: 'tr_1', certificates_metadata }, [a], 'k4');
    const placeholders = await client.uploadPlaceholdersToTracker({ tracker_id: 'tr_1' }, [a], 'k5');
    expect(one).toMatchObject({ id: 'ci_1', contractor: 'cn_1', certificates: [{ filename: 'a.pdf' }] });
    expect(many).toMatchObject({
      id: 'task_1',
      certificates: [{ filename: 'a.pdf' }, { filename: 'b.pdf' }],
    });
    expect(tracked).toMatchObject({ job: 'jb_1', assignment: 'an_1', certificates: [{ id: 'ci_1' }] });
    expect(bulk.certificates).toEqual([
      {
        id: 'ci_1',
        filename: 'a.pdf',
        contractor: 'cn_9',
        assignment: null,
        email: null,
        email_was_generated: false,
      },
    ]);
    expect(placeholders).toMatchObject({ message: 'Done.', certificates: [{ email_was_generated: true }] });
    const where = fake.received.map(({ url }) => url.replace('/api/v1/files/external_certificates/', ''));
    expect(where).toEqual(['upload', 'upload/bulk', 'tracker', 'tracker/bulk', 'tracker/placeholder/bulk']);
    const parts = fake.received.map(({ body }) =>
      [...body.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name),
    );
    const fields = ['email', 'first_name', 'last_name'];
    const uploader = [...fields, 'coi_upload_session_id', 'company_name'];
    expect(parts).toEqual([
      [...uploader, 'certificate'],
      [...uploader, 'certificates[]', 'certificates[]'],
      [...fields, 'business_name', 'tracker_id', 'create_new_contractor', 'certificates[]'],
      ['tracker_id', 'certificates_metadata', 'certificates[]'],
      ['tracker_id', 'certificates[]'],
    ]);
    expect(fake.received[3]?.body).toContain(JSON.stringify(certificates_metadata));
    expect(fake.received[2]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(fake.received.map(({ headers }) => headers['ten99policy-idempotent-key'])).toEqual([
      'k1',
      'k2',
      'k3',
      'k4',
      'k5',
    ]);
  });

  it('an upload is sent again, whole, with the same key', async () => {
    fake.json(503, {}).json(201, { id: 'ci_1' });
    await fake.client().uploadCertificate({ contractor: 'cn_1', certificate: pdf() }, 'coi-1');
    const [first, second] = fake.received;
    expect(second).toEqual(first);
    expect(first?.body).toMatch(
      /filename="acme\.pdf"\r\nContent-Type: application\/pdf\r\n\r\n%PDF-1\.4 sample/,
    );
  });

  it.each([
    ['invalid_file_type', pdf('acme.png')],
    ['invalid_file_type', pdf('acme.pdf', 'GIF89a')],
    ['invalid_file_type', pdf('acme.pdf', '')],
    ['invalid_file_size', pdf('acme.pdf', '%PDF'.padEnd(15 * 1024 * 1024 + 1))],
  ])('a file that the API would refuse is not sent: %s', async (code, certificate) => {
    const error = await apiErrorOf(fake.client().uploadCertificate({ contractor: 'cn_1', certificate }, 'k'));
    expect(error).toMatchObject({ kind: 'not_sent', code, status: null });
    expect(fake.received).toEqual([]);
    expect(mayHaveWorked(error)).toBe(false);
    expect(explainError(error, CLIENT_WORDS).title).not.toMatch(/unknown|answer/i);
  });

  it('reads the variants of assignments, invoices and certificates', async () => {
    fake.json(200, {
      id: 'an_1',
      eligible: 'True',
      job: { id: 'jb_1' },
      cancellation_date: '2026-11-26',
      bind: 'false',
    });
    fake.json(200, {
      id: 'an_2',
      eligible: "{'result': False, 'message': 'Not the contractor\\'s state.'}",
      certificates: null,
    });
    fake.json(200, { id: 'in_1', gross_pay: '250000', paycycle_startdate: '2022-04-25T22:23:13+00:00' });
    fake.json(200, { id: 'cert_1', review_results: 'null' });
    const client = fake.client();
    expect(await client.getAssignment('an_1')).toMatchObject({
      eligible: { result: true, message: null },
      job: 'jb_1',
      bind: false,
      cancelled: true,
      cancellation_date: Date.UTC(2026, 10, 26) / 1000,
      coverage_type: [],
      policy: null,
    });
    expect(await client.getAssignment('an_2')).toMatchObject({
      eligible: { result: false, message: "Not the contractor's state." },
      bind: true,
      cancelled: false,
      certificates: { gl_coi_pdf_url: null, wc_coi_pdf_url: null },
    });
    expect(await client.getInvoice('in_1')).toMatchObject({
      gross_pay: 250_000,
      paycycle_startdate: 1_650_925_393,
      premium_due: null,
    });
    expect(await client.getCertificate('cert_1')).toMatchObject({ status: 'unknown', review_results: null });
  });
});
