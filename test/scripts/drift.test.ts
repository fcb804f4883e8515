import { createCaller } from '../../scripts/drift/caller';
import { operations } from '../../scripts/drift/contract';
import type { Difference, Report } from '../../scripts/drift/report';
import { checkDrift } from '../../scripts/drift/run';
import { asMarkdown, asText } from '../../scripts/drift/write';
import type { Variants } from '../../sandbox/src/variants/schema';
import { runSandbox, type RunningSandbox } from '../../sandbox/test/support/running-sandbox';
import { alteringProxy, type Alteration } from './support/altering-proxy';
import { SEEDED } from './support/seeded-differences';

let sandbox: RunningSandbox;
const control = (method: string, where: string, body: object) =>
  fetch(`${sandbox.url}/_sandbox${where}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Stand for a person’s data: none of it may ever be in a report. */
const PLANTED = {
  email: 'planted-email@example.com',
  first_name: 'Plantedfirst',
  last_name: 'plantedlast',
  company_name: 'Planted Company',
  phone: '415-474-9088',
  address: { line1: '9 Planted Street', locality: 'Plantedtown', region: 'CA', postalcode: '94104' },
  custom_metadata: { planted_key: 'planted-value', '555-12-3456': 'x' },
};

beforeAll(async () => {
  sandbox = await runSandbox({ unchecked: true });
  await control('POST', '/seed', {});
  await sandbox.call('POST', '/webhook_endpoints', { url: 'https://example.com/planted-hook' });
  await sandbox.call('POST', '/contractors', PLANTED);
});
afterAll(() => sandbox.close());

async function check(url: string, walk = false): Promise<Report> {
  const caller = createCaller({ baseUrl: url, apiKey: sandbox.apiKey, proxy: null });
  return checkDrift(caller, { walk }).finally(() => caller.close());
}

async function checkAltered(alter: Alteration): Promise<Report> {
  const proxy = await alteringProxy(sandbox.url, alter);
  return check(proxy.url).finally(() => proxy.close());
}

const said = ({ place, kind, got = '' }: Difference) => `${place}: ${kind} ${got}`.trim();
const allForms = (report: Report) => [asText(report), asMarkdown(report), JSON.stringify(report)].join('\n');

test('the sandbox is as its document has it, in every call that changes nothing and on the walk', async () => {
  const report = await check(sandbox.url, true);
  expect(report).toMatchObject({ differences: [], failures: [], left_out: [] });
  const reads = operations.filter(({ method }) => method === 'GET').map(({ id }) => id);
  expect(report.same.operations).toEqual(
    expect.arrayContaining([...reads, 'createContractor', 'createApplicationSession', 'deleteContractor']),
  );
  expect(report.same.attributes).toBeGreaterThan(150);
  expect(asText(report)).toMatch(/^0 differences; \d+ attributes the same, \d+ operations as documented\.$/);
  const people = await sandbox.call('GET', '/contractors');
  expect(JSON.stringify(people.body)).not.toContain('drift-check');
});

test('every seeded difference is found, and no other', async () => {
  expect(SEEDED.length).toBeGreaterThanOrEqual(30);
  const altered = new Set<string>();
  const report = await checkAltered((call, answer) => {
    for (const { calls, change, found } of SEEDED) {
      if (!calls.test(call)) continue;
      altered.add(found);
      change(answer);
    }
  });
  expect([...altered].sort()).toEqual(SEEDED.map(({ found }) => found).sort());
  expect(report.differences.map(said).sort()).toEqual(SEEDED.map(({ found }) => found).sort());
  expect(report.failures).toEqual([]);
});

/** What the check says of answers in each variant. Those of webhooks and rules change no answer that it sees. */
const OF_VARIANTS: Partial<Record<keyof Variants, { on?: string; found: string[] }>> = {
  stringified_json: { on: 'python', found: ['Contractor.address: type text', 'Quote.quote_json: type text'] },
  coverage_type_object: { found: ['Quote.coverage_type: type object'] },
  iso_dates: { found: ['Contractor.created: type text', 'Policy.effective_date: type text'] },
  quote_dates_text: { found: ['Quote.effective_date: type text', 'Quote.end_date: type text'] },
  policy_is_active: { found: ['Policy.is_active: new boolean', 'Policy.status: missing'] },
  old_session_fields: { found: ['ApplicationSession.quote: missing', 'ApplicationSession.quotes: new text'] },
  null_text: { found: ['Job.address: type text'] },
  no_error_code: { found: ['retrieveQuote.error_code: missing'] },
};

test.each(Object.entries(OF_VARIANTS))('the variant %s is found', async (name, { on = true, found }) => {
  await control('PUT', '/variants', { [name]: on });
  const { differences } = await check(sandbox.url);
  await control('PUT', '/variants', {});
  expect(differences.map(said)).toEqual(expect.arrayContaining(found));
});

test('nothing private is in a report, wherever it stands', async () => {
  const { body: people } = await sandbox.call('GET', '/contractors');
  const { id = '' } =
    (people as { id: string; email: string }[]).find(({ email }) => email === PLANTED.email) ?? {};
  const { body: endpoints } = await sandbox.call('GET', '/webhook_endpoints');
  const secrets: string[] = [
    sandbox.apiKey,
    id,
    endpoints[0].secret,
    'cn_abcdefghij',
    'planted',
    '9088',
    '12-3456',
  ];
  const report = await checkAltered((call, { headers, body }) => {
    headers['ten99policy-account'] = 'planted-header';
    for (const fields of [body].flat()) {
      // Where values of enumerations and names of attributes are shown, people and keys may turn up.
      fields[PLANTED.last_name] = PLANTED.email;
      for (const secret of secrets) fields[secret] = { [secret]: [secret] };
      for (const name of ['status', 'step', 'wage_type', 'type', 'error_code']) {
        if (name in fields) fields[name] = call.length % 2 ? id : PLANTED.last_name;
      }
      fields.created = id;
      if (fields.address) fields.address.line1 = { planted_inside: PLANTED.address.line1 };
    }
  });
  const text = allForms(report).toLowerCase();
  expect(report.differences.length).toBeGreaterThan(30);
  expect(text).toContain('(hidden)');
  const holds = secrets.filter((secret) => text.includes(secret.toLowerCase()));
  expect(holds).toEqual([]);
});
