import { runSandbox, type RunningSandbox } from './support/running-sandbox';
import { address, contractorFields, jobFields, makeBasics, makeQuote } from './support/objects';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

describe('contractors', () => {
  test('are answered with every documented attribute and without the tax id', async () => {
    const fields = { ...contractorFields(), company_name: 'Acme Co.', tax_identification: '12-3456789' };
    const made = await sandbox.call('POST', '/contractors', {
      ...fields,
      custom_metadata: { campaign: 'Red' },
    });
    const { tax_identification: _hidden, ...shown } = fields;
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...shown,
      id: expect.stringMatching(/^cn_[A-Za-z0-9]{10}$/),
      created: expect.any(Number),
      address: { ...fields.address, line2: null, country: null },
      middle_name: null,
      custom_metadata: { campaign: 'Red' },
      withhold_premium: false,
    });
    expect((await sandbox.call('GET', `/contractors/${made.body.id}`)).body).toEqual(made.body);
  });

  test('take the tax id as a number too', async () => {
    const fields = { ...contractorFields(), tax_identification: 123456789 };
    const made = await sandbox.call('POST', '/contractors', fields);
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain('123456789');
    const wrong = await sandbox.call('PUT', `/contractors/${made.body.id}`, { tax_identification: [1] });
    expect(wrong.body.message).toEqual({ tax_identification: expect.any(String) });
  });

  test('need only email and names, and a postal code is answered as it was sent', async () => {
    const { email } = contractorFields();
    const made = await sandbox.call('POST', '/contractors', {
      email,
      first_name: 'A',
      last_name: 'B',
      address: { region: 'NY', postalcode: '01234' },
    });
    expect(made.body).toMatchObject({ phone: null, address: { postalcode: '01234' } });
  });

  test('are changed in part; a metadata key with an empty value is unset, {} clears all', async () => {
    const made = await sandbox.call('POST', '/contractors', {
      ...contractorFields(),
      custom_metadata: { a: '1', b: '2' },
    });
    const put = (body: object) => sandbox.call('PUT', `/contractors/${made.body.id}`, body);
    const changed = await put({ last_name: 'Porter', custom_metadata: { a: '', c: '3' } });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ ...made.body, last_name: 'Porter', custom_metadata: { b: '2', c: '3' } });
    expect((await put({ custom_metadata: {} })).body.custom_metadata).toEqual({});
    expect((await put({ first_name: '' })).body.message).toHaveProperty('first_name');
  });

  test('have an email of their own, found by its exact letters', async () => {
    const one = { ...contractorFields(), email: 'Case@example.com' };
    const made = await sandbox.call('POST', '/contractors', one);
    const twice = await sandbox.call('POST', '/contractors', one);
    expect([twice.status, twice.body.error_code]).toEqual([400, 'duplicate_email']);
    expect((await sandbox.call('GET', '/contractors?email=Case@example.com')).body).toEqual([made.body]);
    expect((await sandbox.call('GET', '/contractors?email=case@example.com')).body).toEqual([]);
    const other = await sandbox.call('POST', '/contractors', contractorFields());
    const taken = await sandbox.call('PUT', `/contractors/${other.body.id}`, { email: one.email });
    expect(taken.body.error_code).toBe('duplicate_email');
  });

  test('are deleted with their active policies', async () => {
    const { contractor, quote } = await makeQuote(sandbox.call);
    const policy = await sandbox.call('POST', '/policies', { quote: quote.id });
    expect((await sandbox.call('GET', `/contractors/${contractor}/policies`)).body).toEqual([policy.body]);
    const gone = await sandbox.call('DELETE', `/contractors/${contractor}`);
    expect(gone.body).toEqual({
      id: contractor,
      object: 'contractor',
      deleted: true,
      deleted_at: expect.any(Number),
    });
    expect((await sandbox.call('GET', `/contractors/${contractor}`)).status).toBe(404);
    expect((await sandbox.call('DELETE', `/contractors/${contractor}`)).status).toBe(404);
    expect((await sandbox.call('GET', `/policies/${policy.body.id}`)).body.status).toBe('cancelled');
  });
});

describe('entities', () => {
  test('take limits as text and required coverage in its older forms', async () => {
    const made = await sandbox.call('POST', '/entities', {
      name: 'Apple, Inc',
      coverage_limit: { aggregate_limit: '200000000', occurrence_limit: 100000000 },
      required_coverage: { coverage_type: ['general_liability', 'workers_comp'] },
    });
    expect(made.body).toEqual({
      id: expect.stringMatching(/^en_[A-Za-z0-9]{10}$/),
      created: expect.any(Number),
      name: 'Apple, Inc',
      address: null,
      coverage_limit: { aggregate_limit: 200000000, occurrence_limit: 100000000 },
      required_coverage: ['general', 'workers-comp'],
    });
    const changed = await sandbox.call('PUT', `/entities/${made.body.id}`, { required_coverage: ['cyber'] });
    expect(changed.body).toEqual({ ...made.body, required_coverage: ['cyber'] });
  });

  test('refuse limits under 1000 cents and unknown coverage', async () => {
    const answer = await sandbox.call('POST', '/entities', {
      name: 'A',
      coverage_limit: { aggregate_limit: 999 },
      required_coverage: ['auto'],
    });
    expect(Object.keys(answer.body.message).sort()).toEqual([
      ...['coverage_limit.aggregate_limit', 'coverage_limit.occurrence_limit', 'required_coverage.0'],
    ]);
  });

  test('are deleted with the policies of their jobs', async () => {
    const { entity, quote } = await makeQuote(sandbox.call);
    const policy = await sandbox.call('POST', '/policies', { quote: quote.id });
    expect((await sandbox.call('DELETE', `/entities/${entity}`)).body).toMatchObject({ object: 'entity' });
    expect((await sandbox.call('GET', `/policies/${policy.body.id}`)).body.status).toBe('cancelled');
  });
});

test('an empty value in a form counts as null', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const { email } = contractorFields();
  const fields = { email, first_name: 'F', last_name: 'L', 'address[region]': 'CA' };
  const empty = { phone: '', withhold_premium: '', 'address[line1]': '', custom_metadata: '' };
  const body = new URLSearchParams({ ...fields, ...empty });
  const { contractor, job } = await makeBasics(sandbox.call);
  const made = await sandbox.call('POST', '/contractors', body.toString(), form);
  expect(made.body).toMatchObject({ phone: null, withhold_premium: false, custom_metadata: {} });
  const dates = `contractor=${contractor}&job=${job}&coverage_type=general&effective_date=&end_date=`;
  expect((await sandbox.call('POST', '/quotes', dates, form)).status).toBe(201);
});

test('a part of an address leaves the other parts, whatever has the address', async () => {
  const { contractor, entity, job } = await makeBasics(sandbox.call);
  await sandbox.call('PUT', `/entities/${entity}`, { address: address('CA') });
  for (const path of [`/contractors/${contractor}`, `/entities/${entity}`, `/jobs/${job}`]) {
    const changed = await sandbox.call('PUT', path, { address: { locality: 'Oakland' } });
    expect([changed.status, changed.body.address]).toEqual([
      200,
      { ...address('CA'), locality: 'Oakland', line2: null, country: null },
    ]);
  }
});

describe('jobs', () => {
  test('need a state in their address, be it sent now or before', async () => {
    const { entity } = await makeBasics(sandbox.call);
    const { address: _remote, ...fields } = jobFields(entity);
    const job = (await sandbox.call('POST', '/jobs', fields)).body.id;
    const put = (body: object) => sandbox.call('PUT', `/jobs/${job}`, body);
    const missing = { error_code: 'invalid_input', message: { 'address.region': 'This field is required.' } };
    expect(await put({ address: { line1: '1 Main St' } })).toMatchObject({ status: 400, body: missing });
    expect((await put({ address: address('TX') })).status).toBe(200);
    expect(await put({ address: { region: null } })).toMatchObject({ status: 400, body: missing });
    expect(await put({ address: { region: '' } })).toMatchObject({ status: 400, body: missing });
    expect((await put({ address: null })).body.address).toBeNull();
  });

  test('category codes are a bare list of codes and names', async () => {
    const { body } = await sandbox.call('GET', '/category_codes');
    expect(body.length).toBeGreaterThan(30);
    expect(body).toContainEqual({ category_code: 'jc_MTqpkbkp6G', name: 'Computer Service or Repair' });
    for (const code of body) expect(code.category_code).toMatch(/^jc_[A-Za-z0-9]{10}$/);
  });

  test('are made with today’s and with older names, and changed in part', async () => {
    const { entity } = await makeBasics(sandbox.call);
    const { entity: _today, address: _remote, ...fields } = jobFields(entity);
    const made = await sandbox.call('POST', '/jobs', { ...fields, entity_id: entity, duration_hours: 20 });
    expect(made.body).toEqual({
      ...fields,
      id: expect.stringMatching(/^jb_[A-Za-z0-9]{10}$/),
      created: expect.any(Number),
      entity,
      address: null,
      years_experience: null,
      withhold_premium: false,
      custom_metadata: {},
    });
    const changed = await sandbox.call('PUT', `/jobs/${made.body.id}`, {
      wage: 20000,
      address: address('TX'),
    });
    expect(changed.body).toMatchObject({ name: fields.name, wage: 20000, address: { region: 'TX' } });
  });

  test('keep their category code: another one is refused, the same is no change', async () => {
    const { job } = await makeBasics(sandbox.call);
    const put = (body: object) => sandbox.call('PUT', `/jobs/${job}`, body);
    const refused = await put({ category_code: 'jc_5Tqpkbkp6G', wage: 20_000 });
    expect([refused.status, refused.body.error_code]).toEqual([400, 'invalid_input']);
    expect(Object.keys(refused.body.message)).toEqual(['category_code']);
    const same = await put({ category_code: 'jc_MTqpkbkp6G', name: 'Technician' });
    expect(same.body).toMatchObject({ category_code: 'jc_MTqpkbkp6G', name: 'Technician', wage: 15_000 });
    expect((await put({ category_code: null })).status).toBe(400);
  });

  test('name every field that is missing, the category code too', async () => {
    const all = ['name', 'description', 'entity', 'category_code', 'wage', 'wage_type'];
    const required = Object.fromEntries(all.map((name) => [name, 'This field is required.']));
    expect((await sandbox.call('POST', '/jobs', {})).body).toEqual({
      error_code: 'invalid_input',
      message: required,
    });
    const { entity } = await makeBasics(sandbox.call);
    for (const none of [undefined, null, '', ' ']) {
      const fields = { ...jobFields(entity), category_code: none };
      const code = (await sandbox.call('POST', '/jobs', fields)).body.error_code as string;
      expect([none, code]).toEqual([none, 'missing_job_category_code']);
    }
  });

  test.each([
    ['no category code', { category_code: undefined }, 'missing_job_category_code'],
    ['an unknown category code', { category_code: 'jc_0000000000' }, 'invalid_job_category_code'],
    ['a code that is not approved', { category_code: 'jc_NotApprv01' }, 'job_category_not_approved'],
    ['an unknown entity', { entity: 'en_0000000000' }, 'invalid_entity_id'],
    ['a wage under a dollar', { wage: 99 }, 'invalid_input'],
    ['a wage over ten million dollars', { wage: 1000000001 }, 'invalid_input'],
    ['a wage as text', { wage: '15000' }, 'invalid_input'],
    ['an unknown wage type', { wage_type: 'daily' }, 'invalid_input'],
    ['an address without a state', { address: { line1: '1 Main St' } }, 'invalid_input'],
  ])('refuse %s', async (_name, fields, code) => {
    const { entity } = await makeBasics(sandbox.call);
    const answer = await sandbox.call('POST', '/jobs', { ...jobFields(entity), ...fields });
    expect([answer.status, answer.body.error_code]).toEqual([400, code]);
  });

  test('are deleted unless a quote uses them', async () => {
    const { job } = await makeBasics(sandbox.call);
    expect((await sandbox.call('DELETE', `/jobs/${job}`)).body).toMatchObject({ id: job, object: 'job' });
    const used = await makeQuote(sandbox.call);
    expect((await sandbox.call('DELETE', `/jobs/${used.job}`)).body.error_code).toBe('job_is_used');
  });
});
