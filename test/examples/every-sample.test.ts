/** Each kind of call that the client has can be copied as each kind of code, and asks for the same again. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../lib/project-root';
import { apiFields } from '../../scripts/support/api-fields';
import { HOST_WORDS } from '../../src/pages/site-words';
import type { ApiCall } from '../../src/policy-api/calls';
import { createPolicyApi, type PolicyApi } from '../../src/policy-api/client';
import { callRow } from '../../src/under-the-hood/call-row';
import { operationOf } from '../../src/under-the-hood/operations';
import type { Sample } from '../../src/under-the-hood/sample';
import { samplesOf } from '../../src/under-the-hood/samples';
import { aContractor, makeCovered, makeJob, makeParties } from '../policy-api/support/insured';
import { startSandbox } from '../support/harness';

interface Asked {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

const DAY = 86_400;
const PDF = '%PDF-1.4 sample';
const KEY = 't9k_test_of_the_samples';
const runFile = promisify(execFile);
let folder: string;
let calls: ApiCall[];
const asked: Asked[] = [];
/** Says again what the API said, so that samples may be run in any order and number. */
const server = createServer((req, res) => {
  const parts: Buffer[] = [];
  req.on('data', (part: Buffer) => parts.push(part));
  req.on('end', () => {
    const { method = '', headers } = req;
    const url = new URL(req.url ?? '', 'http://api');
    asked.push({ method, url, headers, body: Buffer.concat(parts).toString() });
    const was = calls.find((call) => call.method === method && pathOf(call) === url.pathname);
    res.writeHead(was?.status ?? 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify(was?.responseBody ?? {}));
  });
});
const pathOf = ({ path: its }: ApiCall) => new URL(its, 'http://api').pathname;
const kindOf = ({ method, path: its }: ApiCall) => `${method} ${operationOf(method, its)?.template ?? its}`;

beforeAll(async () => {
  const sandbox = await startSandbox();
  calls = await callEverything(sandbox.url, sandbox.sandbox.apiKey).finally(() => sandbox.stop());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
  await runFile('npm', ['run', '-s', 'lift', '--', 'client', folder, '--js', 'esm'], { cwd: PROJECT_ROOT });
  symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(path.join(folder, 'certificate.pdf'), PDF);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  server.close();
});

/** One call of each kind. */
async function callEverything(baseUrl: string, apiKey: string): Promise<ApiCall[]> {
  const made: ApiCall[] = [];
  const onCall = (call: ApiCall) => void made.push(call);
  const api = createPolicyApi({ baseUrl, apiKey, environment: 'sandbox', maxRetries: 0, onCall });
  await callEach(api, baseUrl).finally(() => api.close());
  return [...new Map(made.map((call) => [kindOf(call), call])).values()];
}

async function callEach(api: PolicyApi, baseUrl: string): Promise<void> {
  const { contractor, entity, job, next, policy } = await makeCovered(api);
  const { entity: _entity, ...work } = await makeParties(api);
  const quote = await api.createQuote({ ...work, coverage_type: ['general', 'workers-comp'] }, 'quote');
  await readLists(api, contractor);
  await api.updateContractor(contractor, { company_name: 'Joe’s "Cables" $1' });
  await api.createLoginLink(contractor, 'link');
  await api.updateEntity(entity, { name: 'Acme’s, Inc' });
  await api.updateJob(job, { years_experience: 4 });
  await api.updateQuote(quote.id, { coverage_type: ['general'] });
  const urls = { success_url: 'https://a.example/ok', cancel_url: 'https://a.example/no' };
  const session = await api.createApplicationSession({ quote: quote.id, ...urls }, 'session');
  await api.updateApplicationSession(session.id, urls);
  await api.expireApplicationSession(session.id, 'expire');
  const assignment = await api.createAssignment({ contractor, job: next, bind: false }, 'assign');
  await api.updateAssignment(assignment.id, { bind: true });
  await api.cancelAssignment({ job_id: next, reason: 'client_request' }, 'cancel');
  const from = 1_790_000_000;
  const period = { paycycle_startdate: from, paycycle_enddate: from + DAY };
  const invoice = await api.createInvoice({ contractor, job, gross_pay: 250_000, ...period }, 'invoice');
  await api.updateInvoice(invoice.id, { purchase_order_number: 'PO 7' });
  const card = await api.createPaymentSession({ contractor, return_url: `${baseUrl}/back` }, 'card');
  await api.cancelPaymentSession(card.id, 'no-card');
  const certificate = { filename: 'certificate.pdf', content: new TextEncoder().encode(PDF) };
  const upload = await api.uploadCertificate({ contractor, certificate }, 'upload');
  await api.updatePolicy(policy.id, { is_active: false });
  const endpoint = await api.createWebhookEndpoint({ url: 'https://a.example/hook' }, 'endpoint');
  await api.updateWebhookEndpoint(endpoint.id, { description: 'Ours' });
  const [event] = await api.listEvents({ limit: 1 });
  for (const read of [
    () => api.getContractor(contractor),
    () => api.getEntity(entity),
    () => api.getJob(job),
    () => api.getQuote(quote.id),
    () => api.getApplicationSession(session.id),
    () => api.getPolicy(policy.id),
    () => api.getAssignment(assignment.id),
    () => api.getInvoice(invoice.id),
    () => api.getCertificate(upload.id, { expand: 'review_results.full' }),
    () => api.getWebhookEndpoint(endpoint.id),
    () => api.getEvent(event!.id!),
  ])
    await read();
  await api.deleteAssignment(assignment.id);
  await api.deleteInvoice(invoice.id);
  await api.deletePolicy(policy.id);
  await api.deleteWebhookEndpoint(endpoint.id);
  await deleteUnused(api);
}

async function readLists(api: PolicyApi, contractor: string): Promise<void> {
  await api.listContractors({ limit: 1 });
  await api.listContractorPolicies(contractor, { limit: 2 });
  await api.listEntities({ limit: 1 });
  await api.listJobs({ limit: 1 });
  await api.listCategoryCodes();
  await api.listQuotes({ limit: 1 });
  await api.listApplicationSessions({ limit: 1 });
  await api.listPolicies({ limit: 1 });
  await api.listAssignments({ limit: 1 });
  await api.listInvoices({ contractor, limit: 1 });
  await api.listCertificates({ limit: 1, expand: 'review_results' });
  await api.listWebhookEndpoints({ limit: 1 });
}

async function deleteUnused(api: PolicyApi): Promise<void> {
  const { entity } = await makeParties(api);
  await api.deleteJob((await makeJob(api, entity)).id);
  await api.deleteEntity((await api.createEntity({ name: 'Nobody' }, 'entity')).id);
  await api.deleteContractor((await api.createContractor(aContractor(), 'contractor')).id);
}

/** All samples of a kind of code, each in a file, run one after the other in one process. */
const RUN_ALL = {
  cURL: ['bash', 'sh', 'set -e; for file in "$@"; do bash "$file"; done', '-c'],
  Node: [
    process.execPath,
    'js',
    'for (const file of process.argv.slice(1)) await import(file); process.exit();',
    '--input-type=module',
    '-e',
  ],
  Python: ['python3', 'py', 'import runpy, sys\nfor file in sys.argv[1:]: runpy.run_path(file)', '-c'],
} as const;

async function runAll(name: Sample['name'], codes: readonly string[]): Promise<void> {
  const [program, ending, script, ...options] = RUN_ALL[name];
  const files = codes.map((code, index) => {
    const file = path.join(folder, `sample-${index}.${ending}`);
    writeFileSync(file, code);
    return file;
  });
  const env = {
    PATH: process.env['PATH'],
    TEN99POLICY_API_KEY: KEY,
    PYTHONPATH: path.join(__dirname, 'support/python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const args = [...options, script, ...(name === 'cURL' ? ['bash'] : []), ...files];
  await runFile(program, args, { cwd: folder, env, timeout: 120_000, maxBuffer: 2 ** 26 });
}

it('has made each call that the app can show', () => {
  const known = Object.keys(apiFields().operations).filter((name) => !/external_certificates/.test(name));
  expect(calls.map(kindOf).sort()).toEqual(known.sort());
});

it.each(['cURL', 'Node', 'Python'] as const)(
  '%s asks for the same again, whatever the call',
  async (name) => {
    const api = {
      apiBase: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
      apiEnvironment: 'sandbox',
      words: HOST_WORDS,
    };
    const all = calls.flatMap((call) => {
      const sample = samplesOf(callRow(call, 'ob_1'), api).find((one) => one.name === name);
      return sample ? [{ call, code: sample.code }] : [];
    });
    expect(all).toHaveLength(calls.length);
    asked.length = 0;
    await runAll(
      name,
      all.map(({ code }) => code),
    );
    expect(asked.map(saidBy)).toEqual(all.map(({ call }) => saidIn(call)));
  },
);

/** What a call says, whichever way it is written. */
function saidBy({ method, url, headers, body }: Asked) {
  const isUpload = headers['content-type']?.startsWith('multipart/') ?? false;
  return {
    call: `${method} ${url.pathname}`,
    query: Object.fromEntries(url.searchParams),
    key: headers['ten99policy-idempotent-key'] ?? null,
    who: [headers.authorization, headers['ten99policy-environment']],
    body: isUpload ? formIn(body) : body === '' ? null : (JSON.parse(body) as unknown),
  };
}

/** The certificate's form, however a program bounds its parts. */
const formIn = (body: string) => ({
  contractor: /name="contractor"\r\n\r\n(.*)\r\n/.exec(body)?.[1],
  pdf: /filename="certificate.pdf"\r\nContent-Type: application\/pdf\r\n\r\n(.*)\r\n/.exec(body)?.[1],
});

function saidIn(call: ApiCall): ReturnType<typeof saidBy> {
  const url = new URL(call.path, 'http://api');
  return {
    call: `${call.method} ${url.pathname}`,
    query: Object.fromEntries(url.searchParams),
    key: call.idempotencyKey,
    who: [`Bearer ${KEY}`, 'sandbox'],
    body:
      url.pathname.endsWith('/files/certificates') && call.method === 'POST'
        ? { contractor: (call.requestBody as { contractor: string }).contractor, pdf: PDF }
        : (call.requestBody ?? null),
  };
}
