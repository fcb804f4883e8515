import fc from 'fast-check';
import {
  crawl,
  fuzz,
  fuzzing,
  oddBytes,
  oddRequest,
  send,
  sendBytes,
  unsound,
  type Sent,
} from '../../test/support/fuzz';
import { control } from './support/control';
import { contractorFields, jobFields, makeCovered, makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const paths = [
  '/contractors',
  '/entities',
  '/jobs',
  '/quotes',
  '/apply/sessions',
  '/policies',
  '/assignments',
  '/assignments/cancel',
  '/invoices',
  '/files/certificates',
  '/webhook_endpoints',
  '/payment/sessions',
  '/files/external_certificates/upload',
  '/files/external_certificates/tracker/bulk',
];
/** Below an object. */
const acts = ['/contractors/{}/login_link', '/payment/sessions/{}/cancel', '/apply/sessions/{}/expire'];

test('whatever is sent, the answer is in the documented form and never a server error', async () => {
  const made = { ...(await makeSession(sandbox.call)), ...(await makeCovered(sandbox.call)) };
  const back = { contractor: made.contractor, return_url: 'http://localhost/back' };
  const payment = (await sandbox.call('POST', '/payment/sessions', back)).body.id as string;
  const ids = [
    payment,
    made.contractor,
    made.entity,
    made.job,
    made.quote.id,
    made.session.id,
    made.policy.id,
    made.nextJob,
    'x',
  ];
  const templates: Record<string, unknown>[] = [
    back,
    contractorFields(),
    jobFields(made.entity),
    {
      contractor: made.contractor,
      job: made.job,
      coverage_type: ['general'],
      effective_date: 1,
      end_date: 1,
    },
    { quote: made.quote.id, success_url: '', cancel_url: '', effective_date: 1, expiration_date: 1 },
    {
      contractor: made.contractor,
      job: made.job,
      policy: made.policy.id,
      bind: true,
      job_id: made.job,
      coverage_type: ['general', 'workers-comp'],
      reason: 'x',
      purchase_order_number: '',
      gross_pay: 1000,
      paycycle_startdate: 1,
      paycycle_enddate: '2',
    },
    { is_general_opt_in: true, contractor: made.contractor, general_opt_in_work_state: 'CA' },
    {
      name: '',
      coverage_limit: {},
      required_coverage: [],
      custom_metadata: {},
      is_active: true,
      url: '',
      events: [],
    },
  ];
  // Bodies that look right but for some fields reach further than random ones.
  const body = fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(fc.constantFrom(...templates), fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { maxLength: 3 }))
      .map(([template, changes]) => {
        const keys = Object.keys(template);
        const changed = changes.map(([at, value]) => [String(keys[at % keys.length]), value] as const);
        return { ...template, ...Object.fromEntries(changed) };
      }),
  );
  const request = fc.record({
    method: fc.constantFrom('POST', 'PUT'),
    path: fc.constantFrom(...paths, ...acts),
    id: fc.constantFrom(...ids),
    body,
    key: fc.option(fc.constantFrom('a', 'b', 'c')),
  });
  const { requests, seed } = fuzzing('the API of the sandbox', 0.36);
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, id, body: sent, key }) => {
      const where = method === 'PUT' ? `${path}/${id}` : path.replace('{}', id);
      const answer = await sandbox.call(method, where, JSON.stringify(sent), {
        'content-type': 'application/json',
        ...(key === null ? {} : { 'Ten99Policy-Idempotent-Key': key }),
      });
      expect([200, 201, 400, 404]).toContain(answer.status);
      if (answer.status >= 400) expect(Object.keys(answer.body).sort()).toEqual(['error_code', 'message']);
      else expect(typeof (answer.body.id ?? answer.body.login_url)).toBe('string');
    }),
    { numRuns: requests, seed },
  );
}, 120_000);

/** What an operation of the control API may be sent: bodies that are nearly right, and any others. */
const oddControl = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path: fc.constantFrom(
      ...[
        'clock',
        'category-codes',
        'category-codes/x/approve',
        'deliveries',
        'deliveries/x',
        'webhook-endpoints/x',
      ],
      ...['api-faults', 'webhook-faults', 'variants', 'import', 'test-data', 'export', 'seed', 'nothing'],
      ...['trigger', 'organisation', 'requirements', 'requirements/x', 'journal', 'journal/expect'],
      ...['applications/x/complete', 'payment-sessions', 'policies/x/cancel', 'accounts', 'accounts/x'],
      ...['coi-upload-sessions', 'coi-trackers', 'coi-trackers/x/sessions'],
    ),
    body: fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          ...['advance', 'set', 'code', 'kind', 'operation', 'rate', 'next', 'loss', 'delay', 'name'],
          ...['type', 'object', 'return_hosts', 'issuance_seconds', 'rules', 'calls', 'in_order', 'job'],
        ),
        fc.oneof(
          fc.jsonValue(),
          fc.constantFrom('1d', '-1h', 'error', 'createQuote', 0.5, 'html', '9w', 'policy.active'),
        ),
      ),
    ),
  })
  .map(({ method, path, body }): Sent => {
    const headers = { 'content-type': 'application/json' };
    return { method, path: `/_sandbox/${path}`, headers, body: JSON.stringify(body) };
  });

test('whatever is sent to the pages and the control API, the answer is whole and never a server error', async () => {
  const made = { ...(await makeSession(sandbox.call)), ...(await makeCovered(sandbox.call)) };
  const { contractor } = made;
  const back = { contractor, return_url: 'http://localhost/back' };
  const payment = (await sandbox.call('POST', '/payment/sessions', back)).body.url as string;
  const link = (await sandbox.call('POST', `/contractors/${contractor}/login_link`)).body.login_url as string;
  const hosted = [made.session.url as string, payment, link].map((url) => url.slice(sandbox.url.length));
  const from = ['/', '/faults', '/clock', '/reset', '/requirements/new', ...hosted];
  const { origin } = new URL(sandbox.url);
  const cookies = String(
    (await send(sandbox.url, { method: 'GET', path: '/', headers: {} })).headers['set-cookie'],
  );
  const headers = { cookie: cookies.split(';')[0], origin };
  const site = await crawl(sandbox.url, from, headers);
  // To reset would leave nothing for the others to meet.
  site.forms = site.forms.filter(({ action }) => action !== '/reset');
  const request = fc.oneof(
    { weight: 3, arbitrary: oddRequest(site, headers) },
    { weight: 1, arbitrary: oddControl },
  );
  await fuzz(fuzzing('the pages of the sandbox', 0.4), request, async (group) => {
    const answers = await Promise.all(group.map((sent) => send(sandbox.url, sent)));
    expect(answers.map(unsound)).toEqual(group.map(() => []));
    for (const kind of ['api-faults', 'webhook-faults', 'variants'])
      await control(sandbox, 'DELETE', `/${kind}`);
  });
  await fuzz(fuzzing('the sandbox, by bytes', 0.02), oddBytes, async (group) => {
    const answers = await Promise.all(group.map((bytes) => sendBytes(sandbox.url, bytes)));
    expect(answers.filter((answer) => /^HTTP\/1\.1 5(?!05)/.test(answer))).toEqual([]);
  });
  expect((await sandbox.call('GET', '/contractors')).status).toBe(200);
}, 120_000);

test('a deeply nested body is refused', async () => {
  const depth = 100_000;
  const body = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const headers = { 'content-type': 'application/json', 'Ten99Policy-Idempotent-Key': 'deep' };
  expect((await sandbox.call('POST', '/contractors', body, headers)).status).toBe(400);
});
