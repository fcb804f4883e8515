import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { load } from 'cheerio/slim';
import { CHOICE } from '../src/openapi/schemas';
import { document, operations, problemsAt, type Json } from './support/contract';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

/** The library is an ES module, which jest does not load. */
const VALIDATE = `
  import { Validator } from '@seriousme/openapi-schema-validator';
  let text = '';
  for await (const part of process.stdin) text += part;
  const validator = new Validator();
  console.log(JSON.stringify({ ...(await validator.validate(JSON.parse(text))), version: validator.version }));`;

async function validate(text: string): Promise<Json> {
  const root = path.resolve(__dirname, '../..');
  const running = promisify(execFile)(process.execPath, ['--input-type=module', '-e', VALIDATE], {
    cwd: root,
  });
  running.child.stdin?.end(text);
  return JSON.parse((await running).stdout);
}

/** Every object in the document, with the way to it. */
function* parts(value: Json, where = ''): Generator<[where: string, part: Record<string, Json>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [where, value];
  for (const [key, inner] of Object.entries(value)) {
    yield* parts(inner, `${where}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

describe('/openapi.json', () => {
  test('is a valid OpenAPI 3.1 document that names this sandbox as its server', async () => {
    const response = await fetch(`${sandbox.url}/openapi.json`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const text = await response.text();
    expect(await validate(text)).toEqual({ valid: true, version: '3.1' });
    expect(JSON.parse(text).servers).toEqual([{ url: sandbox.url, description: 'This sandbox' }]);
  });

  test('the library sees what is wrong with a document', async () => {
    expect((await validate(JSON.stringify({ ...document, paths: 1 }))).valid).toBe(false);
  });

  test('has all documented operations', () => {
    /** The verbs of a list and of one object. */
    const crud = (name: string, ofList = 'GET POST', ofOne = 'GET PUT DELETE') => [
      ...ofList.split(' ').map((verb) => `${verb} /api/v1/${name}`),
      ...ofOne.split(' ').map((verb) => `${verb} /api/v1/${name}/{}`),
    ];
    const expected = [
      ...crud('contractors'),
      'POST /api/v1/contractors/{}/login_link',
      'GET /api/v1/contractors/{}/policies',
      ...crud('entities'),
      ...crud('jobs'),
      'GET /api/v1/category_codes',
      ...crud('quotes', 'GET POST', 'GET PUT'),
      ...crud('apply/sessions', 'GET POST', 'GET PUT'),
      'POST /api/v1/apply/sessions/{}/expire',
      ...crud('policies'),
      ...crud('assignments'),
      'POST /api/v1/assignments/cancel',
      ...crud('invoices'),
      'POST /api/v1/payment/sessions',
      'POST /api/v1/payment/sessions/{}/cancel',
      ...crud('events', 'GET', 'GET'),
      ...crud('webhook_endpoints'),
      ...crud('files/certificates', 'GET POST', 'GET'),
      ...['upload', 'upload/bulk', 'tracker', 'tracker/bulk', 'tracker/placeholder/bulk'].map(
        (name) => `POST /api/v1/files/external_certificates/${name}`,
      ),
    ];
    const described = operations.map(
      ({ method, path: where }) => `${method} ${where.replace(/\{\w+\}/g, '{}')}`,
    );
    expect(described.sort()).toEqual(expected.sort());
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  test('describes the webhook of each of the 22 event types', () => {
    expect(Object.keys(document.webhooks)).toHaveLength(22);
    expect(Object.keys(document.webhooks)).toEqual(
      expect.arrayContaining(['application.complete', 'policy.active', 'category_code.added']),
    );
  });

  const person = { email: 'a@example.com', first_name: 'A', last_name: 'B' };
  const quoted = { contractor: 'cn_1', job: 'jb_1', coverage_type: ['general'] };
  const work = {
    name: 'A',
    description: 'B',
    entity: 'en_1',
    category_code: 'jc_1',
    wage: 100,
    wage_type: 'hourly',
  };
  test.each([
    ['NewContractor', { ...person, tax_identification: 123456789 }, true],
    ['NewContractor', { ...person, first_name: ' ' }, false],
    ['NewContractor', { ...person, address: { region: 'DC' } }, true],
    ['NewContractor', { ...person, address: { region: 'ca' } }, true],
    ['NewContractor', { ...person, address: { region: 'PR' } }, false],
    ['NewEntity', { name: '' }, false],
    ['NewJob', { ...work, years_experience: 100 }, true],
    ['NewJob', { ...work, years_experience: 101 }, false],
    ['NewJob', { ...work, address: { line1: '1 Main St' } }, false],
    ['JobChange', { address: { line1: '1 Main St' } }, true],
    ['NewQuote', { ...quoted, effective_date: '1775000000', end_date: 1775100000 }, true],
    ['NewQuote', { ...quoted, effective_date: 'soon' }, false],
    ['NewQuote', { ...quoted, coverage_type: { coverage_type: 'general' } }, true],
    ['NewQuote', { ...quoted, coverage_type: { coverage_type: ['general'] } }, true],
    ['NewQuote', { ...quoted, coverage_type: { coverage_type: [] } }, false],
    ['NewAssignment', { ...quoted, effective_date: '1775000000' }, true],
    ['NewAssignment', { ...quoted, job_id: false }, true],
    ['NewAssignment', { contractor: 'cn_1', job_id: 'jb_1' }, true],
    ['NewAssignment', { contractor: 'cn_1', job_id: false }, false],
    ['NewAssignment', { contractor: 'cn_1' }, false],
    ['QuoteChange', { job_id: false }, false],
    ['NewWebhookEndpoint', { url: 'https://example.com/hook' }, true],
    ['NewWebhookEndpoint', { url: 'https://example.com/hook', events: [] }, false],
  ])('%s with %j: %s', (name, body, fits) => {
    const problems = problemsAt(`/components/schemas/${name}`, body);
    expect(problems.length === 0 ? 'fits' : problems).toEqual(fits ? 'fits' : expect.any(Array));
  });

  test('says which texts are addresses', () => {
    const { schemas } = document.components;
    expect(schemas.NewContractor.properties.email.format).toBe('email');
    expect(schemas.NewWebhookEndpoint.properties.url.format).toBe('uri');
    expect(schemas.NewApplicationSession.properties.success_url.format).toBe('uri');
  });

  test('every guess is marked, for programs and for readers', () => {
    let marked = 0;
    for (const [where, part] of parts(document)) {
      const uncertain = part['x-uncertain'] === true;
      const says = typeof part.description === 'string' && part.description.includes(CHOICE);
      expect({ where, uncertain }).toEqual({ where, uncertain: says });
      if (uncertain) marked += 1;
    }
    expect(marked).toBeGreaterThan(50);
  });

  test('every example fits its schema', () => {
    let checked = 0;
    for (const [where, part] of parts(document)) {
      if (part.schema && 'example' in part) {
        expect({ where, problems: problemsAt(`${where}/schema`, part.example) }).toEqual({
          where,
          problems: [],
        });
        checked += 1;
      }
      if (Array.isArray(part.examples) && !where.includes('/parameters/')) {
        for (const example of part.examples) {
          expect({ where, problems: problemsAt(where, example) }).toEqual({ where, problems: [] });
        }
      }
    }
    expect(checked).toBeGreaterThan(60);
  });
});

describe('/docs', () => {
  test('may run scripts of the sandbox alone, and has none inside', async () => {
    const response = await fetch(`${sandbox.url}/docs`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:/);
    const $ = load(await response.text());
    expect($('script:not([src]), style, [style], [onclick]').length).toBe(0);
    const needed = [...$('script, link[href]')].map(
      (element) => $(element).attr('src') ?? $(element).attr('href'),
    );
    expect(needed.length).toBeGreaterThan(4);
    for (const where of needed) {
      const file = await fetch(new URL(where!, sandbox.url));
      expect([where, file.status]).toEqual([where, 200]);
      expect(new URL(file.url).origin).toBe(sandbox.url);
      await file.arrayBuffer();
    }
  });

  test('says without JavaScript where to read instead', async () => {
    const $ = load(await (await fetch(`${sandbox.url}/docs`)).text(), { scriptingEnabled: false });
    expect($('noscript').text()).toMatch(/drawn by a script/);
    expect($('noscript a').attr('href')).toBe('/openapi.json');
  });

  test('other pages run the sandbox’s own files alone, and fetch nothing', async () => {
    const policy = (await fetch(sandbox.url)).headers.get('content-security-policy');
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).not.toMatch(/connect-src|unsafe/);
  });
});
