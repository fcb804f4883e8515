import path from 'node:path';
import { openSqlite, type SqliteDatabase } from '../../lib/sqlite';
import { errorCodes, type ErrorCode } from '../src/openapi/errors';
import { complete } from './support/applicant';
import { control } from './support/control';
import {
  contractorFields,
  jobFields,
  makeBasics,
  makeCovered,
  makeQuote,
  makeSession,
} from './support/objects';
import { runSandbox, seen, type Answer, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const send = (method: string, where: string, body?: object) => sandbox.call(method, where, body);
const post = (where: string, body: object) => send('POST', where, body);
const withKey = (key: string, method = 'GET') =>
  sandbox.call(method, '/entities', undefined, { authorization: `Bearer ${key}` });

const DAY = 86_400;
const period = { paycycle_startdate: 1_767_225_600, paycycle_enddate: 1_768_435_200 };
const pay = { gross_pay: 250_000, ...period };
const unknown = (prefix: string) => `${prefix}_0000000000`;

async function newJob(fields: object): Promise<Answer> {
  const { entity } = await makeBasics(sandbox.call);
  return post('/jobs', { ...jobFields(entity), ...fields });
}

async function newQuote(fields: object): Promise<Answer> {
  const { contractor, job } = await makeBasics(sandbox.call);
  return post('/quotes', { contractor, job, coverage_type: ['general'], ...fields });
}

async function invoiced(contractorToMake: object = {}) {
  const { contractor, job } = await makeCovered(sandbox.call, contractorToMake);
  const body = { contractor, job, ...pay };
  return { body, job, invoice: (await post('/invoices', body)).body as { id: string } };
}

/** A day later the card was charged. */
async function paid() {
  const made = await invoiced();
  await control(sandbox, 'POST', '/clock', { advance: '25h' });
  return made;
}

async function ended(how: 'expired' | 'complete'): Promise<string> {
  const { session } = await makeSession(sandbox.call);
  if (how === 'expired') await send('POST', `/apply/sessions/${session.id}/expire`);
  else await complete(String(session['url']));
  return session.id;
}

async function upload(fields: Record<string, string | [name: string, content: Blob]>): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') body.set(name, value);
    else body.set(name, value[1], value[0]);
  }
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  const response = await fetch(`${sandbox.url}/api/v1/files/certificates`, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

const pdf = (content = '%PDF-1.4', type = 'application/pdf') => new Blob([content], { type });

async function uploaded(name: string, content: Blob, contractor: object = {}): Promise<Answer> {
  const made = await post('/contractors', { ...contractorFields(), ...contractor });
  return upload({ contractor: String(made.body.id), certificate: [name, content] });
}

/** Does something while the sandbox's own file is not as it left it. */
async function damaged(harm: string, repair: string, work: () => Promise<Answer>): Promise<Answer> {
  const database: SqliteDatabase = openSqlite(path.join(sandbox.dataDir, 'sandbox.sqlite'));
  try {
    database.exec(harm);
    await seen();
    return await work();
  } finally {
    database.exec(repair);
    database.close();
    await seen();
  }
}

const payment = async (return_url = 'http://localhost/') => ({
  contractor: (await makeBasics(sandbox.call)).contractor,
  return_url,
});

/** Cancels a payment session: that of the answer, or a new one. */
async function cancelled(made?: Answer): Promise<Answer> {
  const { body } = made ?? (await post('/payment/sessions', await payment()));
  return send('POST', `/payment/sessions/${String(body.id)}/cancel`);
}

/** How each code is come by: the status it has, and the call. */
const provoked: Partial<Record<ErrorCode, [status: number, call: () => Promise<Answer>]>> = {
  general_error: [
    500,
    async () => {
      const { id } = (await post('/entities', { name: 'A' })).body as { id: string };
      const set = (data: string) => `UPDATE objects SET data = '${data}' WHERE id = '${id}'`;
      return damaged(set('{'), set('{}'), () => send('GET', `/entities/${id}`));
    },
  ],
  database_operational_error: [
    500,
    () =>
      damaged('ALTER TABLE objects RENAME TO lost', 'ALTER TABLE lost RENAME TO objects', () =>
        send('GET', '/entities'),
      ),
  ],
  invalid_api_key: [401, () => withKey('nonsense')],
  auth_token_expired: [401, () => withKey('t9k_test_expired')],
  no_tenant_found: [403, () => withKey('t9k_test_no_tenant')],
  insufficient_permissions: [403, () => withKey('t9k_test_read_only', 'DELETE')],
  resource_not_found: [404, () => send('GET', `/contractors/${unknown('cn')}`)],
  invalid_input: [400, () => post('/contractors', {})],
  bad_request: [400, () => newQuote({ coverage_type: ['cyber'] })],
  effective_date_invalid: [400, () => newQuote({ effective_date: 1 })],
  end_date_invalid: [400, () => newQuote({ end_date: Math.floor(Date.now() / 1000) + 500 * DAY })],
  duplicate_email: [
    400,
    async () => {
      const body = contractorFields();
      await post('/contractors', body);
      return post('/contractors', body);
    },
  ],
  missing_job_category_code: [400, () => newJob({ category_code: undefined })],
  invalid_job_category_code: [400, () => newJob({ category_code: unknown('jc') })],
  job_category_not_approved: [400, () => newJob({ category_code: 'jc_NotApprv01' })],
  invoice_exists: [400, async () => send('PUT', `/jobs/${(await invoiced()).job}`, { wage: 20_000 })],
  invalid_entity_id: [400, () => newJob({ entity: unknown('en') })],
  contractor_has_matching_policy: [
    400,
    async () => {
      const { contractor, job } = await makeCovered(sandbox.call);
      return post('/quotes', { contractor, job, coverage_type: ['workers-comp', 'general'] });
    },
  ],
  contractor_blocked_for_writes: [
    400,
    async () => {
      const { contractor } = await makeBasics(sandbox.call, { last_name: 'Blocked' });
      return send('PUT', `/contractors/${contractor}`, { phone: '1' });
    },
  ],
  invalid_contractor_id: [400, () => newQuote({ contractor: unknown('cn') })],
  missing_contractor_id: [
    400,
    () => post('/apply/sessions', { is_general_opt_in: true, general_opt_in_work_state: 'CA' }),
  ],
  invalid_job_id: [400, () => post('/assignments/cancel', { job_id: unknown('jb') })],
  job_is_used: [400, async () => send('DELETE', `/jobs/${(await makeQuote(sandbox.call)).job}`)],
  invalid_quote_id: [400, () => post('/policies', { quote: unknown('qt') })],
  cant_update_create_new_quote: [
    400,
    async () => {
      const { quote } = await makeCovered(sandbox.call);
      return send('PUT', `/quotes/${quote.id}`, { coverage_type: ['general'] });
    },
  ],
  policy_already_exists: [
    400,
    async () => post('/policies', { quote: (await makeCovered(sandbox.call)).quote.id }),
  ],
  invalid_policy_id: [
    400,
    async () => {
      const { contractor, nextJob: job } = await makeCovered(sandbox.call);
      return post('/assignments', { contractor, job, policy: unknown('pl') });
    },
  ],
  no_active_policy: [
    400,
    async () => {
      const { contractor, job } = await makeBasics(sandbox.call);
      return post('/assignments', { contractor, job });
    },
  ],
  invalid_session_id: [
    400,
    async () => send('GET', `/apply/sessions/${(await makeQuote(sandbox.call)).quote.id}`),
  ],
  session_expired: [400, async () => send('POST', `/apply/sessions/${await ended('expired')}/expire`)],
  application_already_complete: [
    400,
    async () => send('PUT', `/apply/sessions/${await ended('complete')}`, { cancel_url: '' }),
  ],
  session_not_pending: [400, async () => cancelled(await cancelled())],
  invalid_return_url: [400, async () => send('POST', '/payment/sessions', await payment('ftp://localhost/'))],
  invalid_assignment_id: [
    400,
    async () => post('/assignments/cancel', { job_id: (await makeBasics(sandbox.call)).job }),
  ],
  invalid_invoice_id: [400, async () => send('DELETE', `/invoices/${(await makeBasics(sandbox.call)).job}`)],
  invoice_already_paid: [
    400,
    async () => send('PUT', `/invoices/${(await paid()).invoice.id}`, { gross_pay: 1000 }),
  ],
  invoice_uneditable_already_exists: [400, async () => post('/invoices', (await paid()).body)],
  agency_pay_invoice_exists: [
    400,
    async () => post('/invoices', (await invoiced({ withhold_premium: true })).body),
  ],
  invalid_paycycle_startdate: [
    400,
    async () => post('/invoices', { ...(await invoiced()).body, paycycle_startdate: 'soon' }),
  ],
  invalid_paycycle_enddate: [
    400,
    async () => post('/invoices', { ...(await invoiced()).body, paycycle_enddate: 1 }),
  ],
  invalid_event_id: [400, async () => send('GET', `/events/${(await makeBasics(sandbox.call)).job}`)],
  invalid_webhook_endpoint_id: [
    400,
    async () => send('PUT', `/webhook_endpoints/${(await makeBasics(sandbox.call)).job}`, {}),
  ],
  missing_certificate: [400, () => upload({ contractor: unknown('cn') })],
  invalid_file_type: [400, () => uploaded('photo.png', pdf())],
  invalid_mime_type: [400, () => uploaded('acme.pdf', pdf('%PDF-1.4', 'image/png'))],
  invalid_file_size: [400, () => uploaded('acme.pdf', pdf(`%PDF${'x'.repeat(15 * 1024 * 1024)}`))],
  no_insurance_requirement_found: [400, () => uploaded('acme.pdf', pdf(), { last_name: 'No-Requirement' })],
};

/** Codes that no call can come by, and why. */
const excused: Partial<Record<ErrorCode, string>> = {
  custom_applications_disabled: 'No call of an application flow of one’s own is public.',
  invalid_webhook_signature: 'It is about webhooks that the vendor receives itself.',
  missing_certificates:
    'No call that takes several certificates is documented; of one, it is missing_certificate.',
};

test.each(Object.entries(provoked))('%s', async (code, [status, call]) => {
  const answer = await call();
  expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  expect(Object.keys(answer.body).sort()).toEqual(['error_code', 'message']);
});

test('no code of the table is left out, and none is both provoked and excused', () => {
  const accounted = [...Object.keys(provoked), ...Object.keys(excused)];
  expect(accounted.sort()).toEqual(Object.keys(errorCodes).sort());
  expect(accounted).toHaveLength(50);
});

describe('the id of another kind of object in a path', () => {
  const paths = {
    '/entities': 'invalid_entity_id',
    '/quotes': 'invalid_quote_id',
    '/apply/sessions': 'invalid_session_id',
    '/policies': 'invalid_policy_id',
    '/assignments': 'invalid_assignment_id',
    '/invoices': 'invalid_invoice_id',
    '/events': 'invalid_event_id',
    '/webhook_endpoints': 'invalid_webhook_endpoint_id',
    '/contractors': 'resource_not_found',
    '/files/certificates': 'resource_not_found',
  };
  test.each(Object.entries(paths))(
    '%s: %s, while what is unknown or deleted is not found',
    async (at, code) => {
      const { job } = await makeBasics(sandbox.call);
      const answer = await send('GET', `${at}/${job}`);
      expect(answer.body.error_code).toBe(code);
      expect(answer.status).toBe(code === 'resource_not_found' ? 404 : 400);
      await send('DELETE', `/jobs/${job}`);
      for (const id of [job, unknown('jb'), 'x']) expect((await send('GET', `${at}/${id}`)).status).toBe(404);
    },
  );
});
