import { createServer } from 'node:http';
import { complete } from './support/applicant';
import { pdfFile, sendForm, uploadNamed } from './support/certificates';
import { operations, type Operation } from './support/contract';
import { checkContract } from './support/contract-check';
import { control } from './support/control';
import { address, contractorFields, jobFields, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

/** Every answer below is held against the document by the sandbox's support: see contract-check.ts. */
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const make = async (path: string, body: object): Promise<Made> =>
  (await sandbox.call('POST', path, body)).body as Made;

/** Calls every operation of one object: lists, changes and reads it. */
async function use(path: string, { id }: Made, change?: object): Promise<void> {
  await sandbox.call('GET', `${path}?limit=1`);
  await sandbox.call('GET', `${path}/${id}`);
  if (change) await sandbox.call('PUT', `${path}/${id}`, change);
}

/** Sends certificates in each of the five ways that others have. */
async function uploadFromOutside(job: string): Promise<void> {
  const session = (await control(sandbox, 'POST', '/coi-upload-sessions')).body as Made;
  const tracker = (await control(sandbox, 'POST', '/coi-trackers', { job })).body as Made;
  const { email, first_name, last_name } = contractorFields();
  const person = { email, first_name, last_name };
  const ofSession = { ...person, coi_upload_session_id: session.id, company_name: 'Acme Co.' };
  const ofTracker = { tracker_id: tracker.id };
  const certificates_metadata = JSON.stringify([{ filename: 'acme.pdf', contractor: person }]);
  for (const [way, fields] of Object.entries({
    upload: ofSession,
    'upload/bulk': ofSession,
    tracker: { ...ofTracker, ...person, business_name: 'Acme Co.' },
    'tracker/bulk': { ...ofTracker, certificates_metadata },
    'tracker/placeholder/bulk': ofTracker,
  })) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
    form.set(way === 'upload' ? 'certificate' : 'certificates[]', pdfFile(), 'acme.pdf');
    await sendForm(sandbox, `/files/external_certificates/${way}`, form);
  }
}

const missing = 'x_0000000000';
const addressOf = ({ path }: Operation) => path.replace('/api/v1', '').replace(/\{\w+\}/g, missing);

/** A call that must be refused, for a reason that the form of the operation gives. */
function refused(operation: Operation): Promise<{ status: number }> {
  const { method, path, definition } = operation;
  if (path.includes('{'))
    return sandbox.call(method, addressOf(operation), method === 'GET' ? undefined : {});
  if (definition.requestBody) return sandbox.call(method, addressOf(operation), {});
  const limited = JSON.stringify(definition.parameters).includes('/Limit');
  return limited
    ? sandbox.call(method, `${addressOf(operation)}?limit=0`)
    : sandbox.call(method, addressOf(operation), undefined, { authorization: 'nonsense' });
}

const withStatus = (fits: (status: number) => boolean) =>
  operations.map(({ id }) => id).filter((id) => [...(sandbox.seen.get(id) ?? [])].some(fits));
const all = operations.map(({ id }) => id);

test('every operation of the document works', async () => {
  const { call } = sandbox;
  const contractor = await make('/contractors', contractorFields());
  await use('/contractors', contractor, { company_name: 'Acme Co.', address: address('NY') });
  await call('PUT', `/contractors/${contractor.id}`, { address: address('CA') });
  const entity = await make('/entities', { name: 'Apple, Inc', required_coverage: ['general'] });
  await use('/entities', entity, { name: 'Apple' });
  await call('GET', '/category_codes');
  const job = await make('/jobs', jobFields(entity.id));
  await use('/jobs', job, { wage: 17500 });
  const coverage = { contractor: contractor.id, job: job.id, coverage_type: ['general', 'workers-comp'] };
  const quote = await make('/quotes', coverage);
  await use('/quotes', quote, { coverage_type: ['general', 'workers-comp'] });
  const session = await make('/apply/sessions', { quote: quote.id });
  await use('/apply/sessions', session, { success_url: 'https://example.com/done' });
  await complete(String(session['url']));
  const optIn = { is_general_opt_in: true, contractor: contractor.id, general_opt_in_work_state: 'CA' };
  const general = await make('/apply/sessions', optIn);
  await call('POST', `/apply/sessions/${general.id}/expire`);

  const [policy] = (await call('GET', `/contractors/${contractor.id}/policies`)).body as [Made];
  await use('/policies', policy, { is_active: true });
  const nextJob = await make('/jobs', jobFields(entity.id));
  const assignment = await make('/assignments', { contractor: contractor.id, job: nextJob.id });
  await use('/assignments', assignment, { end_date: assignment['effective_date'] + 86_400 });
  await call('POST', '/assignments/cancel', { job_id: nextJob.id, reason: 'client_request' });
  await call('DELETE', `/assignments/${assignment.id}`);
  const period = { paycycle_startdate: 1767225600, paycycle_enddate: 1768435200 };
  const invoice = await make('/invoices', { ...coverage, ...period, gross_pay: 250_000 });
  await use('/invoices', invoice, { gross_pay: 300_000 });
  await call('DELETE', `/invoices/${invoice.id}`);
  const back = { contractor: contractor.id, return_url: 'http://localhost/back' };
  const payment = await make('/payment/sessions', back);
  await call('POST', `/payment/sessions/${payment.id}/cancel`);
  await call('POST', `/contractors/${contractor.id}/login_link`);
  await use('/files/certificates', await uploadNamed(sandbox, 'acme.pdf', contractor.id));
  await uploadFromOutside(job.id);
  const [event] = (await call('GET', '/events?limit=100')).body as [Made];
  await call('GET', `/events/${event.id}`);
  const endpoint = await make('/webhook_endpoints', { url: 'https://example.com/hook' });
  await use('/webhook_endpoints', endpoint, { events: ['policy.active'] });

  const unusedQuote = await make('/quotes', { ...coverage, coverage_type: ['general'] });
  const made = await make('/policies', { quote: unusedQuote.id });
  const unusedJob = await make('/jobs', jobFields(entity.id));
  for (const [path, { id }] of [
    ['/policies', made],
    ['/jobs', unusedJob],
    ['/webhook_endpoints', endpoint],
    ['/entities', entity],
    ['/contractors', contractor],
  ] as const) {
    await call('DELETE', `${path}/${id}`);
  }
  expect(withStatus((status) => status < 300)).toEqual(all);
});

test.each(operations.map((operation) => [operation.id, operation] as const))(
  '%s refuses what it must, without a key too',
  async (_id, operation) => {
    expect([400, 401, 404]).toContain((await refused(operation)).status);
    const { method } = operation;
    const noKey = { authorization: '' };
    expect((await sandbox.call(method, addressOf(operation), undefined, noKey)).status).toBe(401);
  },
);

test('every operation was seen to succeed, to fail, and to refuse a bad key', () => {
  expect(withStatus((status) => status < 300)).toEqual(all);
  expect(withStatus((status) => status === 400 || status === 404)).toEqual(
    all.filter((id) => id !== 'listCategoryCodes'),
  );
  expect(withStatus((status) => status === 401)).toEqual(all);
});

describe('the check itself', () => {
  const answers: Record<string, [status: number, body: string, headers?: Record<string, string>]> = {
    '/api/v1/category_codes': [200, '[{"category_code":"jc_1","name":"A","surprise":1}]'],
    '/api/v1/contractors': [418, '{}'],
    '/api/v1/jobs': [200, '<p>'],
    '/api/v1/nothing': [200, '{}'],
    '/api/v1/entities': [400, '{"error_code":"invalid_quote_id","message":"of another operation"}'],
    // Faults and variants excuse no more than they change.
    '/api/v1/quotes': [500, '{"error":"no code"}', { 'sandbox-fault': 'error' }],
    '/api/v1/policies': [200, '<p>', { 'sandbox-variants': 'iso_dates' }],
    '/api/v1/invoices': [200, '<p>', { 'sandbox-fault': 'html', 'request-id': '' }],
  };
  const kept = checkContract((req, res) => {
    const [status, body, headers = {}] = answers[req.url ?? '']!;
    res.setHeaders(new Map(Object.entries({ 'request-id': 'req_1', ...headers }).filter(([, text]) => text)));
    res.writeHead(status).end(body);
  });

  test.each(Object.keys(answers))('sees that %s answers wrongly', async (path) => {
    const server = createServer(kept.listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    await new Promise((resolve) => server.close(resolve));
    expect(() => kept.assertKept()).toThrow(/Not as \/openapi.json has it/);
  });
});
