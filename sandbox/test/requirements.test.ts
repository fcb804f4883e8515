import { rmSync } from 'node:fs';
import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

interface Requirement {
  id: string;
  name: string;
  is_default: boolean;
}

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await runSandbox();
});
afterEach(() => sandbox.close());

const call = (method: string, where = '', body?: unknown) =>
  control(sandbox, method, `/requirements${where}`, body);
const all = async () => (await call('GET')).body as Requirement[];
const defaults = async () => (await all()).filter((one) => one.is_default).map(({ name }) => name);
const rules = { required_coverage: ['automobile_liability'] };

describe('the control API', () => {
  it('has the sample of the vendor as the default', async () => {
    const [sample, ...others] = await all();
    expect(others).toEqual([]);
    expect(sample).toEqual({
      id: expect.stringMatching(/^req_[A-Za-z0-9]{10}$/),
      created: expect.any(Number),
      name: 'Standard requirement',
      is_default: true,
      entities: [],
      category_codes: [],
      rules: {
        minimum_limits: {
          commercial_general_liability: {
            each_occurrence_dollars: 1_000_000,
            general_aggregate_dollars: 2_000_000,
          },
        },
        required_coverage: ['workers_compensation'],
        policy_expiration: true,
        additional_insured: 'Sample Platform, Inc.',
        certificate_holder: null,
      },
    });
    expect((await call('GET', `/${sample!.id}`)).body).toEqual(sample);
  });

  it('keeps one default at a time, or none', async () => {
    const made = await call('POST', '', { name: 'Drivers', rules });
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^req_/),
        created: expect.any(Number),
        name: 'Drivers',
        is_default: false,
        entities: [],
        category_codes: [],
        rules: {
          ...rules,
          minimum_limits: {},
          policy_expiration: false,
          additional_insured: null,
          certificate_holder: null,
        },
      },
    ]);
    expect(await defaults()).toEqual(['Standard requirement']);
    await call('PUT', `/${made.body.id}`, { is_default: true });
    expect(await defaults()).toEqual(['Drivers']);
    await call('POST', '', { name: 'Newest', rules, is_default: true });
    expect(await defaults()).toEqual(['Newest']);
    const newest = (await all()).find(({ name }) => name === 'Newest');
    await call('PUT', `/${newest!.id}`, { is_default: false });
    expect(await defaults()).toEqual([]);
  });

  it('changes what is sent alone, and deletes for good', async () => {
    const { body: made } = await call('POST', '', {
      name: 'Drivers',
      rules,
      category_codes: ['jc_MTqpkbkp6G'],
    });
    const changed = await call('PUT', `/${made.id}`, { name: 'Riders' });
    expect(changed.body).toEqual({ ...made, name: 'Riders' });
    const deleted = await call('DELETE', `/${made.id}`);
    expect(deleted.body).toMatchObject({ id: made.id, object: 'requirement', deleted: true });
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await call(method, `/${made.id}`)).status).toBe(404);
    expect((await all()).map(({ name }) => name)).toEqual(['Standard requirement']);
  });

  it.each([
    [{ rules }, 'name'],
    [{ name: '  ', rules }, 'name'],
    [{ name: 'A' }, 'rules'],
    [{ name: 'A', rules: {} }, 'rules'],
    [{ name: 'A', rules: { required_coverage: ['life'] } }, 'rules.required_coverage.0'],
    [
      { name: 'A', rules: { minimum_limits: { workers_compensation: {} } } },
      'rules.minimum_limits.workers_compensation',
    ],
    [
      { name: 'A', rules: { minimum_limits: { criminal: { each_occurrence_dollars: 0.5 } } } },
      'rules.minimum_limits.criminal.each_occurrence_dollars',
    ],
    [{ name: 'A', rules, entities: ['en_0000000000'] }, 'entities'],
    [{ name: 'A', rules, category_codes: ['jc_0000000000'] }, 'category_codes'],
    [{ name: 'A', rules, color: 'red' }, 'color'],
  ])('refuses %j at the field', async (body, field) => {
    const { status, body: refused } = await call('POST', '', body);
    expect([status, Object.keys(refused.message as object)]).toEqual([400, [field]]);
    expect(await all()).toHaveLength(1);
  });

  it('keeps a link to what was deleted since, and takes no new one', async () => {
    const entity = (await sandbox.call('POST', '/entities', { name: 'Apple, Inc' })).body.id as string;
    const { body: made } = await call('POST', '', { name: 'Linked', rules, entities: [entity, entity] });
    expect(made.entities).toEqual([entity]);
    await sandbox.call('DELETE', `/entities/${entity}`);
    expect((await call('PUT', `/${made.id}`, { name: 'Still', entities: [entity] })).status).toBe(200);
    expect((await call('POST', '', { name: 'New', rules, entities: [entity] })).status).toBe(400);
  });

  it('is no part of the API', async () => {
    expect((await sandbox.call('GET', '/requirements')).status).toBe(404);
  });

  it('goes along with an export; a deleted sample stays away, a reset brings it back', async () => {
    const [sample] = await all();
    await call('DELETE', `/${sample!.id}`);
    const { body: state } = await control(sandbox, 'GET', '/export');
    await control(sandbox, 'POST', '/reset');
    expect(await all()).toHaveLength(1);
    await control(sandbox, 'POST', '/import', state);
    expect(await all()).toEqual([]);
    const older = { ...(state as object), deleted_objects: [] };
    await control(sandbox, 'POST', '/import', older);
    expect(await defaults()).toEqual(['Standard requirement']);
  });

  it('leaves a deleted sample away when the sandbox starts again', async () => {
    const [sample] = await all();
    await call('DELETE', `/${sample!.id}`);
    const { dataDir } = sandbox;
    await sandbox.stop();
    sandbox = await runSandbox({ dataDir });
    expect(await all()).toEqual([]);
    rmSync(dataDir, { recursive: true });
  });
});

describe('the pages', () => {
  let person: Person;
  beforeEach(async () => {
    person = new Person(sandbox.url);
    await person.open('/objects/requirement');
    await person.follow('Create, change and delete them');
  });
  const errors = () =>
    person.page
      .$('.errors a')
      .toArray()
      .map((link) => person.page.$(link).attr('href'));
  const limit = 'rules.minimum_limits.automobile_liability.each_occurrence_dollars';
  const byId = (id: string) => person.page.$(`[id="${id}"]`);

  it('create a requirement, keep what was typed when it is refused, and say why at the field', async () => {
    await person.follow('New requirement');
    await person.submit('/requirements/new', { entities: 'en_1, en_2', [limit]: 'a million' });
    expect(errors()).toEqual(['#name', `#${limit}`]);
    expect(byId(limit).val()).toBe('a million');
    expect(byId('entities').val()).toBe('en_1, en_2');
    expect(byId(`${limit}-error`).text()).toContain('Must be whole dollars');
    await person.submit('/requirements/new', { name: 'Drivers', entities: '', [limit]: '$1,000,000' });
    expect(person.page.path).toBe('/requirements');
    expect(person.text).toContain('“Drivers” was created.');
    expect(person.text).toContain('Automobile liability: at least $1,000,000 for each occurrence');
    expect((await all())[0]).toMatchObject({
      name: 'Drivers',
      is_default: false,
      rules: { minimum_limits: { automobile_liability: { each_occurrence_dollars: 1_000_000 } } },
    });
  });

  it('refuse a requirement without a rule', async () => {
    await person.follow('New requirement');
    await person.submit('/requirements/new', { name: 'Nothing' });
    expect(errors()).toEqual(['#rules']);
    expect(byId('rules').text()).toContain('Ask for something');
  });

  it('show a requirement as it stands, change it, make it the default and delete it', async () => {
    await call('POST', '', { name: 'Drivers', rules });
    await person.open('/requirements');
    const [{ id }, sample] = (await all()) as [Requirement, Requirement];
    await person.submit(`/requirements/${id}/default`);
    expect(person.text).toContain('“Drivers” is the default now.');
    expect(await defaults()).toEqual(['Drivers']);
    const before = (await call('GET', `/${sample.id}`)).body;
    await person.follow('Standard requirement');
    await person.submit(`/requirements/${sample.id}`);
    expect((await call('GET', `/${sample.id}`)).body).toEqual(before);
    await person.follow('Standard requirement');
    await person.submit(`/requirements/${sample.id}`, { name: 'Sample', is_default: 'on' });
    expect(await defaults()).toEqual(['Sample']);
    await person.follow('Sample');
    await person.submit(`/requirements/${sample.id}/delete`);
    expect(person.text).toContain('The requirement was deleted.');
    expect(await defaults()).toEqual([]);
    expect((await person.open(`/requirements/${sample.id}`)).status).toBe(404);
  });

  it('link an object page to where it is changed', async () => {
    const [{ id }] = (await all()) as [Requirement];
    await person.open(`/objects/requirement/${id}`);
    expect(person.text).toContain(`GET /_sandbox/requirements/${id}`);
    await person.follow('Change or delete it');
    expect(person.page.path).toBe(`/requirements/${id}`);
  });
});
