import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FIELDS_FILE } from '../../scripts/api-fields';
import { apiFields } from '../../scripts/support/api-fields';
import { openapiDocument } from '../../sandbox/src/openapi/document';
import { HOST_WORDS } from '../../src/pages/site-words';
import type { ApiCall } from '../../src/policy-api/calls';
import { createPolicyApi } from '../../src/policy-api/client';
import { callModel } from '../../src/under-the-hood/call-model';
import { callRow } from '../../src/under-the-hood/call-row';
import { explain, leavesOf } from '../../src/under-the-hood/fields';
import { highlight } from '../../src/under-the-hood/highlight';
import { operationOf, type Operation } from '../../src/under-the-hood/operations';
import { callKey } from '../../src/under-the-hood/recent-calls';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { CONTRACTOR, walkTo } from '../support/walk';

interface Answer {
  content?: Record<string, { example?: unknown }>;
}

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp();
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'quote');
});
afterAll(() => running.stop());

/** The calls in the drawer, as `POST /contractors 201`. */
const listed = () =>
  operator.page
    .$('[data-hood-call]')
    .toArray()
    .map((one) => operator.page.$(one).text().replace(/\s+/g, ' ').trim());
const hrefOf = (text: string) => {
  const { $ } = operator.page;
  const link = $('[data-hood-call]')
    .toArray()
    .find((one) => $(one).text().replace(/\s+/g, ' ').includes(text));
  return $(link).attr('href')!;
};

describe('under the hood', () => {
  it('has the calls of the whole onboarding, those that changed something first', async () => {
    for (const page of [`${onboarding}/quote`, onboarding, `${onboarding}/contractor`]) {
      await operator.open(page);
      expect(listed().slice(0, 3)).toEqual(['POST /contractors 201', 'POST /entities 201', 'POST /jobs 201']);
      expect(listed().slice(3).length).toBeGreaterThan(0);
      for (const read of listed().slice(3)) expect(read).toMatch(/^GET /);
      expect(operator.page.$('.pa-hood__bar').text()).toContain(`${listed().length} calls`);
    }
    expect(listed().filter((line) => line.includes('by this page'))).not.toEqual([]);
    expect(operator.page.$('.pa-hood').text()).toContain('A dot marks what was asked for this page.');
    // Pages of nobody ask for nothing of their own.
    await operator.open('/events');
    expect(operator.page.$('.pa-hood').text()).not.toMatch(/A dot marks|What came in/);
  });

  it('shows a call with its fields explained, and as code, without the tax id or the key', async () => {
    await operator.open(onboarding);
    const { $, html } = await operator.open(hrefOf('POST /contractors'));
    expect($('h1').text()).toBe('POST /api/v1/contractors');
    expect($('main').text()).toContain('201 Created');
    expect($('[aria-label="Request, as JSON"]').text()).toContain('"first_name": "Maya"');
    expect($('[aria-label="Response, as JSON"]').text()).toContain('"id": "cn_');
    expect($('[aria-label=Fields]').text().replace(/\s+/g, ' ')).toContain(
      'address.region CA Two-letter code',
    );
    expect($('[aria-label=Python]').text()).toContain('ten99policy.Contractors.create(');
    expect($('[aria-label=Node]').text()).toContain('api.createContractor(');
    expect($('main').text().split('What stands as [redacted] is not kept: fill it in')).toHaveLength(2);
    for (const secret of [String(CONTRACTOR['tax_identification']), running.sandbox.sandbox.apiKey])
      expect(html).not.toContain(secret);
  });

  it('shows a call that failed', async () => {
    running.proxy.fail('GET /category_codes', {
      kind: 'answer',
      status: 503,
      body: { error_code: 'general_error', message: 'Down' },
    });
    await operator.open(`${onboarding}/job?new`);
    running.proxy.clear();
    const failed = listed().find((line) => line.endsWith('503'));
    expect(failed).toContain('GET /category_codes');
    const { $ } = await operator.open(hrefOf('503'));
    expect($('main').text()).toContain('503 Service Unavailable');
    expect($('[aria-label="Response, as JSON"]').text()).toContain('general_error');
    const fields = $('[aria-label=Fields]').text().replace(/\s+/g, ' ');
    expect(fields).toContain('error_code general_error Something failed; try again later.');
    expect(fields).toContain('message Down Meant for people');
  });

  it('leads to all calls of the onboarding, page by page, or to those that changed something', async () => {
    for (let n = 0; n < 12; n += 1) await operator.open(onboarding);
    const { $ } = operator.page;
    const href = $('a:contains("All calls of this onboarding")').attr('href')!;
    const rows = () =>
      operator.page
        .$('tbody tr')
        .toArray()
        .map((one) => operator.page.$(one).find('th a').attr('href')!);
    const seen: string[][] = [];
    for (await operator.open(href); ; await operator.open(operator.page.$('a[rel=next]').attr('href')!)) {
      seen.push(rows());
      if (operator.page.$('a[rel=next]').length === 0) break;
    }
    expect(seen.length).toBeGreaterThan(1);
    const subject = href.split('/').at(-1)!;
    const all = await running.store.apiCalls.page(subject, false, { limit: 1000 });
    expect(seen.flat()).toEqual(all.map((call) => `${href}/${callKey(call)}`));
    await operator.open(operator.page.$('a[rel=prev]').attr('href')!);
    expect(rows()).toEqual(seen.at(-2));
    await operator.follow('What changed something');
    expect(operator.page.$('tbody tr th').text().replace(/\s+/g, ' ').trim()).toBe(
      'POST /jobsPOST /entitiesPOST /contractors',
    );
    expect((await operator.open(rows()[0]!)).$('h1').text()).toBe('POST /api/v1/jobs');
    await operator.open(`${href}?after=1.1`);
    expect(operator.page.$('main').text()).toContain('No such call');
    expect((await operator.open(`${href}?before=x&after=1.x`)).status).toBe(200);
    for (const other of ['app', 'ob_none', '%00'])
      expect([other, (await operator.open(`/calls/${other}`)).status]).toEqual([other, 404]);
  });

  it('says of a call that is of another onboarding, or of none, that it is not there', async () => {
    await operator.open(onboarding);
    const [, , subject = '', key = ''] = hrefOf('POST /jobs').split('/');
    expect(onboarding).toContain(subject);
    const other = (await walkTo(operator, 'entity')).split('/').at(-1)!;
    for (const path of [
      `/calls/${other}/${key}`,
      `/calls/app/${key}`,
      `/calls/${subject}/1-get-1-abcdef01`,
      `/calls/${subject}/no-such`,
    ])
      expect([path, (await operator.open(path)).status]).toEqual([path, 404]);
  });
});

describe('under the hood of pages that are of no onboarding', () => {
  const contractor = async () => {
    await operator.open(onboarding);
    return operator.page.$('a:contains("All of this contractor")').attr('href')!;
  };
  const bar = () => operator.page.$('.pa-hood__bar').text().replace(/\s+/g, ' ');

  it('are the calls of the contractor, by the page and by what is done from it', async () => {
    const page = await contractor();
    await operator.open(page);
    expect(listed()).not.toEqual([]);
    const id = page.split('/').at(-1)!;
    const own = listed().filter((line) => line.includes('by this page'));
    expect(own).toContain(`GET /contractors/${id} by this page 200`);
    expect(own).toContain('GET /files/certificates?limit=100 by this page 200');
    await operator.open(`${page}/portal-link`);
    await operator.submit(/portal-link$/);
    expect(listed()).toContain(`POST /contractors/${id}/login_link by this page 200`);
    await operator.open(page);
    const { $ } = await operator.open(hrefOf('/login_link'));
    expect($('[aria-label="Response, as JSON"]').text()).toContain('"login_url": "[redacted]"');
    expect($('.pa-back-link').attr('href')).toBe(page);
  });

  it('have uploads as code that uploads, with a file of the reader', async () => {
    const input = {
      contractor: (await contractor()).split('/').at(-1)!,
      certificate: { filename: 'mine.pdf', content: Buffer.from('%PDF-1.7') },
    };
    const api = { apiBase: `${running.sandbox.url}/api/v1`, apiEnvironment: 'sandbox', words: HOST_WORDS };
    const calls: ApiCall[] = [];
    const client = createPolicyApi({
      baseUrl: api.apiBase,
      apiKey: running.sandbox.sandbox.apiKey,
      environment: 'sandbox',
      onCall: (call) => void calls.push(call),
    });
    await client.uploadCertificate(input, 'key-1');
    client.close();
    const { samples, hasRemoved } = callModel(callRow(calls[0]!, 'app'), api, {
      operations: {},
      failed: {},
      codes: {},
    });
    expect(samples.map(({ name }) => name)).toEqual(['cURL', 'Node', 'Python']);
    expect(samples[1]!.code.text).toContain(
      'await api.uploadCertificate({ contractor, certificate }, "key-1")',
    );
    expect(hasRemoved).toBe(false);
    const folder = mkdtempSync(path.join(tmpdir(), 'upload-'));
    writeFileSync(path.join(folder, 'certificate.pdf'), '%PDF-1.7');
    const env = { PATH: process.env['PATH'], TEN99POLICY_API_KEY: running.sandbox.sandbox.apiKey };
    for (const [program, at, key] of [
      ['bash', 0, 'key-2'],
      ['python3', 2, 'key-3'],
    ] as const) {
      const code = samples[at]!.code.text.replace('key-1', key).replace('curl ', 'curl --silent ');
      const { stdout } = await promisify(execFile)(program, ['-c', code], { cwd: folder, env });
      expect(stdout).toContain(input.contractor);
      expect(stdout).toMatch(/["']filename["']: ?["']certificate\.pdf["']/);
    }
    rmSync(folder, { recursive: true });
  });

  it('are the latest calls of all pages elsewhere, errors too, each with its page', async () => {
    for (const path of ['/', '/contractors', '/compliance', '/events', '/doctor', '/nothing-here']) {
      await operator.open(path);
      expect([path, bar()]).toEqual([path, expect.stringMatching(/^Under the hood \d+ calls Last: /)]);
      expect(listed()).toContain('POST /jobs 201');
      expect((await operator.open(hrefOf('POST /jobs'))).status).toBe(200);
    }
  });

  it('is nothing for a contractor', async () => {
    const { $ } = await operator.open(await contractor());
    const link = new URL($('a[href*="/cover/"]').attr('href') ?? $('[value*="/cover/"]').attr('value')!);
    const person = new Person(running.url);
    expect((await person.open(link.pathname)).html).not.toContain('pa-hood');
  });
});

describe('what is said of the API', () => {
  it('is what its OpenAPI document says: `npm run fields` renews it', () => {
    expect(JSON.parse(readFileSync(FIELDS_FILE, 'utf8'))).toEqual(apiFields());
  });

  it('explains each field of each answer that the document shows', () => {
    const { paths } = openapiDocument('http://127.0.0.1') as {
      paths: Record<string, Record<string, { responses?: Record<string, Answer> }>>;
    };
    const all = apiFields();
    const silent = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { responses = {} }]) => {
        const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
        const body = JSON.stringify(good?.content?.['application/json']?.example ?? null);
        const template = path.replace('/api/v1', '').replace(/\{[^}]+\}/g, '{id}');
        const operation = { method: method.toUpperCase(), template } as Operation;
        const explained = new Set(explain(all, operation, 'answered', body).map(({ name }) => name));
        const names = leavesOf(JSON.parse(body)).map(([name]) => name);
        return names.filter((name) => !explained.has(name)).map((name) => `${method} ${path}: ${name}`);
      }),
    );
    expect(silent).toEqual([]);
  });

  it('knows each operation as our client does, but for those of other systems', () => {
    const api = createPolicyApi({
      baseUrl: 'http://127.0.0.1',
      apiKey: 't9k_test_x',
      environment: 'sandbox',
    });
    const unknown = Object.keys(apiFields().operations).filter((name) => {
      const [method = '', path = ''] = name.split(' ');
      const operation = operationOf(method, `/api/v1${path.replace('{id}', 'cn_1')}`);
      expect(operation?.template ?? path).toBe(path);
      return typeof api[operation?.node as 'getJob'] !== 'function';
    });
    api.close();
    // Certificates are files, which are not kept with the call.
    expect(unknown).toEqual([
      ...['POST /files/certificates', 'POST /files/external_certificates/upload'],
      ...['upload/bulk', 'tracker', 'tracker/bulk', 'tracker/placeholder/bulk'].map(
        (rest) => `POST /files/external_certificates/${rest}`,
      ),
    ]);
  });
});

it('escapes what it highlights', () => {
  const html = highlight('{"a": "</code><script>alert(1)</script>", "b": 1}', 'json');
  expect(html).toContain('&lt;/code&gt;&lt;script&gt;');
  expect(html).not.toContain('<script');
});
