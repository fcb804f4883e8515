import { pdf, pdfFile as file, sendForm } from './support/certificates';
import { control } from './support/control';
import { typesOf, eventsOf } from './support/events';
import { MovableClock } from './support/movable-clock';
import { contractorFields, jobFields, makeBasics, makeCovered, type Made } from './support/objects';
import { runSandbox, type Answer, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

async function newContractor(fields: object = {}): Promise<string> {
  return String((await sandbox.call('POST', '/contractors', { ...contractorFields(), ...fields })).body.id);
}

const send = (...form: [path: string, form: FormData, headers?: Record<string, string>]) =>
  sendForm(sandbox, ...form);

async function upload(name: string, content: Blob = file(), contractor?: string | null): Promise<Answer> {
  const form = new FormData();
  if (contractor !== null) form.set('contractor', contractor ?? (await newContractor()));
  form.set('certificate', content, name);
  return send('/files/certificates', form);
}

const get = async (id: string, query = ''): Promise<Made> =>
  (await sandbox.call('GET', `/files/certificates/${id}${query}`)).body as Made;

describe('an uploaded certificate', () => {
  test('is pending, then processing, then approved, and its file can be opened', async () => {
    const contractor = await newContractor();
    const { status, body } = await upload('acme.pdf', file(), contractor);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^ci_[A-Za-z0-9]{10}$/),
      contractor,
      status: 'pending',
      filename: 'acme.pdf',
      pdf_url: null,
      review_results: null,
      created: clock.seconds,
      updated: clock.seconds,
    });
    clock.move(9);
    expect((await get(body.id))['status']).toBe('pending');
    clock.move(1);
    const processing = await get(body.id);
    expect(processing).toMatchObject({ status: 'processing', updated: clock.seconds, review_results: null });
    expect(await (await fetch(String(processing['pdf_url']))).text()).toBe(pdf);
    clock.move(59);
    expect((await get(body.id))['status']).toBe('processing');
    clock.move(1);
    const approved = await get(body.id);
    expect(approved).toEqual({ ...processing, status: 'approved', updated: clock.seconds });
    const page = await fetch(`${sandbox.url}/objects/contractor/${contractor}`);
    expect(await page.text()).toContain(body.id);
    const [event] = await eventsOf(sandbox.call, body.id);
    expect(event).toMatchObject({ type: 'certificate.approved', created: clock.seconds });
    expect(event?.data).toEqual({ object: 'certificate', ...approved });
  });

  test('shows its review when asked to, in summary or in full', async () => {
    const { body } = await upload('acme.pdf');
    clock.move(3600);
    const { review_results: summary } = await get(body.id, '?expand[]=review_results');
    expect(summary).toEqual({
      id: expect.stringMatching(/^ca_/),
      status: 'approved',
      created: expect.any(Number),
      updated: expect.any(Number),
      summary: { total_rules: 5, passed: 5, failed: 0 },
    });
    const { review_results: full } = await get(body.id, '?expand[]=review_results.full');
    expect(full).toMatchObject(summary);
    expect(full.audit_results[0]).toEqual({
      id: expect.stringMatching(/^car_/),
      rule_name: 'CGL Limits',
      rule_path: 'coverages.commercial_general_liability.limits',
      result: 'pass',
      message: expect.any(String),
      manually_approved: false,
      created: expect.any(Number),
    });
    expect(full.parsed_certificate_json).toMatchObject({ insured: { name: 'Joe Parker' } });
    const [listed] = (await sandbox.call('GET', '/files/certificates?limit=1&expand[]=review_results')).body;
    expect(listed.review_results).toEqual(summary);
    for (const name of ['expand[0]', 'expand%5B1%5D']) {
      expect((await get(body.id, `?${name}=review_results`))['review_results']).toEqual(summary);
    }
    const wrong = await sandbox.call('GET', '/files/certificates?expand[]=everything');
    expect([wrong.status, wrong.body.message]).toEqual([400, { 'expand[]': expect.any(String) }]);
  });

  test('names who is insured, by the id once the contractor is deleted', async () => {
    const contractor = await newContractor();
    const { body } = await upload('acme.pdf', file(), contractor);
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    clock.move(70);
    const { review_results: full } = await get(body.id, '?expand[]=review_results.full');
    expect(full.parsed_certificate_json.insured).toEqual({ name: contractor });
  });

  test.each([
    ['flagged.pdf', 'flagged', 1, ['certificate.flagged']],
    ['Acme-EXPIRED.pdf', 'flagged', 1, ['certificate.flagged']],
    ['no-insured.pdf', 'flagged', 1, ['certificate.flagged']],
    ['no-wc.pdf', 'flagged', 1, ['certificate.flagged']],
    ['complete.pdf', 'approved', 0, ['certificate.approved']],
    ['error.pdf', 'error', undefined, []],
  ])('called %s ends as %s', async (name, status, failed, types) => {
    const { body } = await upload(name);
    clock.move(7200);
    const certificate = await get(body.id, '?expand[]=review_results.full');
    expect(certificate['status']).toBe(status);
    expect(certificate['review_results']?.summary.failed).toBe(failed);
    expect(await typesOf(sandbox.call, body.id)).toEqual(types);
  });

  test('is denied by a reviewer alone, who looks at it an hour after it was flagged', async () => {
    const { body } = await upload('acme-denied.pdf');
    clock.move(70);
    const flagged = await get(body.id, '?expand[]=review_results');
    expect([flagged['status'], flagged['review_results'].status]).toEqual(['flagged', 'flagged']);
    clock.move(3599);
    expect((await get(body.id))['status']).toBe('flagged');
    clock.move(1);
    const denied = await get(body.id, '?expand[]=review_results');
    expect([denied['status'], denied['updated']]).toEqual(['denied', clock.seconds]);
    expect(denied['review_results']).toEqual({
      ...flagged['review_results'],
      status: 'denied',
      updated: clock.seconds,
    });
    expect(await typesOf(sandbox.call, body.id)).toEqual(['certificate.flagged', 'certificate.denied']);
  });

  test('may have up to 15 MB', async () => {
    const bytes = new Uint8Array(15 * 1024 * 1024);
    bytes.set(Buffer.from(pdf));
    expect((await upload('large.pdf', file(bytes))).status).toBe(201);
    const more = new Uint8Array(bytes.length + 1);
    more.set(bytes);
    const refused = await upload('large.pdf', file(more));
    expect([refused.status, refused.body.error_code]).toEqual([400, 'invalid_file_size']);
  });
});

describe('the requirement it is held against', () => {
  /** Makes a requirement that asks for this limit in total alone, which is found again in the results. */
  const ask = async (least: number, link: object) => {
    const minimum_limits = { commercial_general_liability: { general_aggregate_dollars: least } };
    const body = { name: `At least ${least}`, rules: { minimum_limits }, ...link };
    return (await control(sandbox, 'POST', '/requirements', body)).body as Made;
  };
  const decided = async (contractor: string) => {
    const { body } = await upload('acme.pdf', file(), contractor);
    clock.move(70);
    const { review_results: review } = await get(body.id, '?expand[]=review_results.full');
    return [review.status, review.audit_results.length, review.audit_results[0].message] as unknown[];
  };
  const required = (least: string) => [
    'flagged',
    1,
    `The general aggregate limit of $2,000,000 is below the required ${least}.`,
  ];

  test('is that of the entity of the newest work, then of its category, then the default', async () => {
    const { contractor, entity } = await makeCovered(sandbox.call);
    const sample = ['approved', 5, 'The limits of commercial general liability meet the requirement.'];
    expect(await decided(contractor)).toEqual(sample);
    await ask(3_000_000, { category_codes: ['jc_MTqpkbkp6G', 'jc_W4CyJ8qSk7'] });
    expect(await decided(contractor)).toEqual(required('$3,000,000'));
    const ofEntity = await ask(4_000_000, { entities: [entity] });
    expect(await decided(contractor)).toEqual(required('$4,000,000'));
    await ask(5_000_000, { entities: [entity] });
    expect(await decided(contractor)).toEqual(required('$5,000,000'));

    const other = await makeBasics(sandbox.call);
    const newJob = await sandbox.call('POST', '/assignments', { contractor, job: other.job });
    expect(newJob.status).toBe(201);
    expect(await decided(contractor)).toEqual(required('$3,000,000'));
    expect(await decided(await newContractor())).toEqual(sample);
    await control(sandbox, 'DELETE', `/requirements/${ofEntity.id}`);
  });

  test('counts as it is when the certificate is read; another one is found when it was deleted', async () => {
    const { contractor, entity } = await makeBasics(sandbox.call);
    await sandbox.call('POST', '/quotes', {
      contractor,
      job: (await work(entity)).id,
      coverage_type: ['general'],
    });
    const { id } = await ask(6_000_000, { entities: [entity] });
    const first = (await upload('acme.pdf', file(), contractor)).body.id as string;
    const minimum_limits = { commercial_general_liability: { general_aggregate_dollars: 1 } };
    await control(sandbox, 'PUT', `/requirements/${id}`, { rules: { minimum_limits } });
    clock.move(70);
    expect((await get(first))['status']).toBe('approved');
    const second = (await upload('acme.pdf', file(), contractor)).body.id as string;
    await control(sandbox, 'DELETE', `/requirements/${id}`);
    clock.move(70);
    const { review_results: review } = await get(second, '?expand[]=review_results');
    expect(review.summary.total_rules).toBe(5);
  });
  const work = async (entity: string) =>
    (await sandbox.call('POST', '/jobs', { ...jobFields(entity), category_code: 'jc_C9DyF5rTj4' }))
      .body as Made;

  test('is needed: without any, an upload is refused, and one that waits cannot be decided', async () => {
    const fresh = await runSandbox({ now: clock.now });
    const shared = sandbox;
    sandbox = fresh;
    try {
      const { id } = (await upload('acme.pdf')).body as Made;
      const [sample] = (await control(sandbox, 'GET', '/requirements')).body as [Made];
      await control(sandbox, 'PUT', `/requirements/${sample.id}`, { is_default: false });
      const refused = await upload('acme.pdf');
      expect([refused.status, refused.body.error_code]).toEqual([400, 'no_insurance_requirement_found']);
      await control(sandbox, 'DELETE', `/requirements/${sample.id}`);
      clock.move(70);
      expect([(await get(id))['status'], await typesOf(sandbox.call, id)]).toEqual(['error', []]);
    } finally {
      sandbox = shared;
      await fresh.close();
    }
  });
});

describe('an upload is refused', () => {
  test.each([
    ['that is not named .pdf', 'acme.png', file(), 'invalid_file_type'],
    ['of another type', 'acme.pdf', file(pdf, 'image/png'), 'invalid_mime_type'],
    ['that does not begin like a PDF', 'acme.pdf', file('GIF89a'), 'invalid_file_type'],
    ['that is empty', 'acme.pdf', file(''), 'invalid_file_type'],
  ])('%s', async (_name, name, content, code) => {
    const answer = await upload(name, content);
    expect([answer.status, answer.body.error_code]).toEqual([400, code]);
  });

  test('without a contractor, for an unknown one, and without a requirement', async () => {
    const code = async (contractor: string | null) =>
      String((await upload('acme.pdf', file(), contractor)).body.error_code);
    expect(await code(null)).toBe('missing_contractor_id');
    expect(await code('cn_0000000000')).toBe('invalid_contractor_id');
    expect(await code(await newContractor({ last_name: 'No-Requirement' }))).toBe(
      'no_insurance_requirement_found',
    );
  });

  test('without a file, in any kind of body', async () => {
    const contractor = await newContractor();
    const form = new FormData();
    form.set('contractor', contractor);
    form.set('certificate', 'not a file');
    expect((await send('/files/certificates', form)).body.error_code).toBe('missing_certificate');
    const json = await sandbox.call('POST', '/files/certificates', { contractor, certificate: 'x' });
    expect([json.status, json.body.error_code]).toEqual([400, 'missing_certificate']);
  });
});

describe('multipart bodies', () => {
  test('are read like forms by other operations', async () => {
    const form = new FormData();
    const fields = {
      email: 'multi@example.com',
      first_name: 'Zoë',
      last_name: 'L',
      withhold_premium: 'true',
    };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('address[region]', 'TX');
    form.set('custom_metadata[a&b]', 'c=d');
    const { status, body } = await send('/contractors', form);
    expect(status).toBe(201);
    expect(body).toMatchObject({ first_name: 'Zoë', withhold_premium: true, address: { region: 'TX' } });
    expect(body.custom_metadata).toEqual({ 'a&b': 'c=d' });
    const endpoint = new FormData();
    endpoint.set('url', 'http://127.0.0.1:9/x');
    for (const type of ['policy.active', 'policy.cancelled']) endpoint.append('events[]', type);
    const { body: made } = await send('/webhook_endpoints', endpoint);
    expect(made.events).toEqual(['policy.active', 'policy.cancelled']);
  });

  test('are repeated by their key, and told apart by their file', async () => {
    const contractor = await newContractor();
    const key = { 'Ten99Policy-Idempotent-Key': 'upload' };
    const once = (content: string) => {
      const form = new FormData();
      form.set('contractor', contractor);
      form.set('certificate', file(content), 'acme.pdf');
      return send('/files/certificates', form, key);
    };
    const first = await once(pdf);
    expect((await once(pdf)).body).toEqual(first.body);
    expect((await once(`${pdf}2`)).status).toBe(400);
  });

  const raw = (body: string, boundary = '; boundary=b') =>
    sandbox.call('POST', '/contractors', body, { 'content-type': `multipart/form-data${boundary}` });
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  test.each([
    ['without a boundary', 'x', ''],
    ['that end too early', '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nx', undefined],
    ['that are no multipart at all', 'hello', undefined],
    ['that are nested too deeply', `${part(`a${'[b]'.repeat(40)}`, 'x')}--b--`, undefined],
    ['with too many fields', `${part('a', 'x').repeat(1001)}--b--`, undefined],
    ['with too large a field', `${part('a', 'x'.repeat(1_100_000))}--b--`, undefined],
  ])('%s are refused', async (_name, body, boundary) => {
    const answer = await raw(body, boundary);
    expect([answer.status, answer.body.error_code]).toEqual([400, 'bad_request']);
  });
});
