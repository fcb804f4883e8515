import type { CheerioAPI } from 'cheerio';
import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

/** What is said at a field, as a screen reader reads it: over aria-describedby. */
function saidAt($: CheerioAPI, field: string): string {
  const id = field.replace(/[^a-z0-9]+/gi, '-');
  const control = $(`#${id}`);
  const owner = control.attr('aria-describedby')?.includes(`${id}-error`)
    ? control
    : control.closest('fieldset');
  const described = (owner.attr('aria-describedby') ?? '').split(' ').find((part) => part.endsWith('-error'));
  return $(`#${described}`).text().replace('Error: ', '');
}

type Rule = [field: string, changes: Fields, words: RegExp];

const ADDRESS: Rule[] = [
  ['address.line1', { 'address.line1': '' }, /Enter the street/],
  ['address.locality', { 'address.locality': '' }, /Enter the city/],
  ['address.region', { 'address.region': '' }, /Choose the state/],
  ['address.region', { 'address.region': 'XX' }, /Choose a state from the list/],
  ['address.postalcode', { 'address.postalcode': '' }, /Enter the ZIP code/],
  ['address.postalcode', { 'address.postalcode': '941' }, /ZIP code has five digits/],
  ['address.country', { 'address.country': 'XX' }, /Choose a country from the list/],
  ['address.country', { 'address.country': 'Unit' }, /Choose a country from the list/],
];
const LONG = 'x'.repeat(501);

/** Problems of single fields together with those that several fields make, in the order of the page. */
const ALL_AT_ONCE: Record<'contractor' | 'entity' | 'job', { changes: Fields; problems: RegExp[] }> = {
  contractor: {
    changes: {
      last_name: '',
      email: 'maya@',
      'address.line1': '',
      'address.region': 'XX',
      'custom_metadata.key': '',
      'custom_metadata.value': 'v',
    },
    problems: [
      /Enter the last name/,
      /like name@example.com/,
      /Enter the street/,
      /Choose a state from/,
      /needs a key/,
    ],
  },
  entity: {
    changes: {
      name: '',
      'address.locality': '',
      'coverage_limit.aggregate_limit': '',
    },
    problems: [/Enter the legal name/, /Enter the city/, /Enter both limits/],
  },
  job: {
    changes: {
      name: '',
      category_code: '',
      wage: '',
      wage_type: '',
      'address.line1': '',
      'address.locality': '',
      'address.region': '',
      'address.postalcode': '941',
      years_experience: 'three',
    },
    problems: [
      /Enter the name/,
      /Choose the category code/,
      /Enter the wage/,
      /Choose how the wage is paid/,
      /Enter the street/,
      /Enter the city/,
      /Choose the state/,
      /five digits/,
      /whole number/,
    ],
  },
};

const STEPS: { step: 'contractor' | 'entity' | 'job'; path: string; typed: Fields; rules: Rule[] }[] = [
  {
    step: 'contractor',
    path: '/contractors',
    typed: { ...CONTRACTOR, tax_identification: '98-7654321' },
    rules: [
      ['first_name', { first_name: '' }, /Enter the first name/],
      ['first_name', { first_name: '   ' }, /Enter the first name/],
      ['first_name', { first_name: '\0' }, /Enter the first name/],
      ['first_name', { first_name: '\u200b\u200d\u2060 \ufeff' }, /Enter the first name/],
      ['last_name', { last_name: '' }, /Enter the last name/],
      ['middle_name', { middle_name: LONG }, /at most 500 characters: these are 501/],
      ['company_name', { company_name: LONG }, /at most 500 characters: these are 501/],
      ['email', { email: '' }, /Enter the email address/],
      ['email', { email: 'maya@' }, /like name@example.com/],
      ['phone', { phone: 'call me' }, /Enter a phone number/],
      ['tax_identification', { tax_identification: '12' }, /nine digits/],
      ...ADDRESS,
      [
        'custom_metadata',
        { 'custom_metadata.key': ['', 'a'], 'custom_metadata.value': ['v', 'w'] },
        /needs a key/,
      ],
      [
        'custom_metadata',
        { 'custom_metadata.key': ['a', 'a'], 'custom_metadata.value': ['v', 'w'] },
        /a is there twice/,
      ],
      [
        'custom_metadata',
        { 'custom_metadata.key': 'team', 'custom_metadata.value': '' },
        /Enter a value for the custom metadata key team/,
      ],
    ],
  },
  {
    step: 'entity',
    path: '/entities',
    typed: ENTITY,
    rules: [
      ['name', { name: '' }, /Enter the legal name/],
      ...ADDRESS,
      ['coverage_limit.aggregate_limit', { 'coverage_limit.aggregate_limit': 'lots' }, /amount in dollars/],
      ['coverage_limit.aggregate_limit', { 'coverage_limit.aggregate_limit': '1,00' }, /amount in dollars/],
      ['coverage_limit.aggregate_limit', { 'coverage_limit.aggregate_limit': '' }, /Enter both limits/],
      ['coverage_limit.occurrence_limit', { 'coverage_limit.occurrence_limit': '' }, /Enter both limits/],
      ['coverage_limit.occurrence_limit', { 'coverage_limit.occurrence_limit': '9.99' }, /between \$10 and/],
      [
        'coverage_limit.occurrence_limit',
        { 'coverage_limit.occurrence_limit': '3000000' },
        /cannot be over the aggregate/,
      ],
    ],
  },
  {
    step: 'job',
    path: '/jobs',
    typed: JOB,
    rules: [
      ['name', { name: '' }, /Enter the name of the role/],
      ['description', { description: '' }, /Describe the role/],
      ['description', { description: '😀'.repeat(5001) }, /at most 5,000 characters: these are 5,001/],
      ['category_code', { category_code: '' }, /Choose the category code/],
      ['wage', { wage: '' }, /Enter the wage/],
      ['wage', { wage: '0.99' }, /between \$1 and \$10,000,000/],
      ['wage', { wage: '10000000.01' }, /between/],
      ['wage', { wage: '12.345' }, /amount in dollars/],
      ['wage_type', { wage_type: '' }, /Choose how the wage is paid/],
      ['wage_type', { wage_type: 'salary' }, /Choose how the wage is paid/],
      ...ADDRESS,
      ['years_experience', { years_experience: 'three' }, /whole number/],
      ['custom_metadata', { 'custom_metadata.key': '', 'custom_metadata.value': 'v' }, /needs a key/],
    ],
  },
];

describe.each(STEPS)('bad input at the $step step', ({ step, path, typed, rules }) => {
  let operator: Person;
  let action: string;
  let good: Fields;
  let before: number;
  beforeAll(async () => {
    operator = new Person(running.url);
    action = `${await walkTo(operator, step)}/${step}`;
    good = {
      ...typed,
      'address.country': '',
      ...(step !== 'entity' && { 'custom_metadata.key': '', 'custom_metadata.value': '' }),
      ...(step === 'contractor' && { middle_name: '', ...uniqueEmail() }),
      ...(step === 'job' && { category_code: firstCategory(operator) }),
    };
    before = (await listSandbox(running.sandbox, path)).length;
  });

  it.each(rules.map(([field, changes, words], index) => [field, index, changes, words] as const))(
    'is explained at %s (%i)',
    async (field, _index, changes, words) => {
      const sent: Fields = { ...good, ...changes };
      const page = await operator.submit(action, sent);
      expect(page.status).toBe(400);
      expect(page.$('.pa-error-summary h2').text()).toBe('There is a problem');
      expect(page.$('title').text()).toMatch(/^Error: /);
      expect(operator.problems).toHaveLength(1);
      expect(operator.problems[0]).toMatch(words);
      const link = page.$('.pa-error-summary a').attr('href')!;
      expect(page.$(link)).toHaveLength(1);
      expect(page.$(link).closest('details:not([open])')).toHaveLength(0);
      expect(saidAt(page.$, field)).toBe(operator.problems[0]);
      for (const [name, value] of Object.entries(sent)) {
        if (typeof value !== 'string' || name.startsWith('custom_metadata')) continue;
        const kept = operator.value(name);
        if (name === 'tax_identification') expect(kept).toBe('');
        // What is not among the choices cannot be chosen again.
        else if (['salary', ''].includes(value)) expect(kept ?? '').toBe('');
        else expect([name, kept]).toEqual([name, value.replace(/^[\s\0\u200b-\u2060]+|\s+$/g, '')]);
      }
      expect(page.html.includes('98-7654321')).toBe(false);
    },
  );

  it('is all reported at once, in the order of the page', async () => {
    const { changes, problems } = ALL_AT_ONCE[step];
    await operator.submit(action, { ...good, ...changes });
    expect(operator.problems).toEqual(problems.map((words): unknown => expect.stringMatching(words)));
    const ids = operator.page
      .$('.pa-error-summary a')
      .toArray()
      .map((link) => operator.page.$(link).attr('href')!.slice(1));
    const onPage = operator.page
      .$('main [id]')
      .toArray()
      .map((element) => operator.page.$(element).attr('id'));
    const places = ids.map((id) => onPage.indexOf(id));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('reached the API never, and good input does', async () => {
    expect(await listSandbox(running.sandbox, path)).toHaveLength(before);
    const page = await operator.submit(action, good);
    expect(page.path).not.toContain(action);
    expect(await listSandbox(running.sandbox, path)).toHaveLength(before + 1);
  });
});

describe('extra buttons of a form', () => {
  it('add a row and keep everything, without saving', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'contractor');
    const rows = () => operator.page.$('[name="custom_metadata.key"]').length;
    const typed = { first_name: 'Ada', 'custom_metadata.key': ['a'], 'custom_metadata.value': ['1'] };
    const action = `${onboarding}/contractor`;
    await operator.submit(action, {
      ...typed,
      _add_row: 'custom_metadata',
      tax_identification: '98-7654321',
    });
    expect(operator.page.status).toBe(200);
    expect(operator.text).not.toContain('There is a problem');
    expect(operator.value('first_name')).toBe('Ada');
    expect(operator.value('custom_metadata.key')).toBe('a');
    expect(rows()).toBe(4);
    expect(operator.page.html.includes('98-7654321')).toBe(false);
  });

  it('search the category codes and keep everything', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'job');
    const options = () => operator.page.$('select[name=category_code] option[value!=""]');
    const all = options().length;
    const chosen = firstCategory(operator);
    const search = (category_query: string) =>
      operator.submit(`${onboarding}/job`, {
        ...JOB,
        category_code: chosen,
        category_query,
        _search_codes: '1',
      });
    await search('fiber');
    expect(operator.page.status).toBe(200);
    expect(operator.text).toContain(`1 of ${all} fit`);
    expect(options().text()).toContain('Field Technician, Fiber Optic');
    // What was chosen before is no hit, and must not look like one.
    expect(operator.value('category_code')).toBe('');
    expect(operator.text).toContain('Choose the one code found');
    expect(operator.value('name')).toBe(JOB.name);
    expect(operator.value('wage')).toBe(JOB.wage);
    await search('no such work');
    expect(operator.text).toContain(`0 of ${all} fit`);
    await search('JC_MTQ');
    expect(operator.text).toContain(`1 of ${all} fit`);
    await search(chosen);
    expect(operator.value('category_code')).toBe(chosen);
  });

  it('are not what the Enter key presses', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'job');
    for (const step of ['contractor', 'entity', 'job']) {
      await operator.open(`${onboarding}/${step}`);
      const form = operator.page.$(`form[action="${onboarding}/${step}"]`);
      const first = form.find('button, input[type=submit]').first();
      expect([step, first.attr('name')]).toEqual([step, '_enter']);
    }
  });

  it('offer a typed code when the API gives no list', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'job');
    for (const answer of [
      { kind: 'html', status: 500 } as const,
      { kind: 'answer', status: 200, body: [] } as const,
      { kind: 'reset' } as const,
    ]) {
      running.proxy.fail('GET /category_codes', answer);
      await operator.open(`${onboarding}/job`);
      expect(operator.page.$('input[name=category_code]')).toHaveLength(1);
      expect(operator.text).toContain('Type the code');
      running.proxy.clear();
    }
    running.proxy.fail('GET /category_codes', { kind: 'html', status: 500 });
    await operator.submit(`${onboarding}/job`, { ...JOB, category_code: 'jc_unknown0000' });
    expect(operator.page.status).toBe(400);
    expect(operator.problems).toEqual(['The category code is not accepted here']);
    expect(operator.page.$('.pa-api-error').text()).toContain('Choose another category code');
    expect(operator.value('category_code')).toBe('jc_unknown0000');
    await operator.submit(`${onboarding}/job`, { category_code: 'jc_MTqpkbkp6G' });
    expect(operator.page.path).toContain('/quote');
  });
});

describe('an existing contractor', () => {
  let email: string;
  beforeAll(async () => {
    ({ email } = uniqueEmail());
    await callSandbox(running.sandbox, 'POST', '/contractors', {
      email,
      first_name: 'Noor',
      last_name: 'Aziz',
    });
  });

  it('is found by email, and used', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'contractor');
    const before = (await listSandbox(running.sandbox, '/contractors')).length;
    await operator.submit(`${onboarding}/contractor/existing`, { existing_email: ` ${email} ` });
    expect(operator.page.path).toContain('/entity');
    expect(operator.text).toContain('Noor Aziz');
    expect(await listSandbox(running.sandbox, '/contractors')).toHaveLength(before);
  });

  it.each([
    ['is not there', () => 'nobody@example.com', /No contractor has this email address/],
    ['has other capitals', () => email.toUpperCase(), /letter by letter, with capitals/],
    ['is not given', () => '', /Enter the email address of the contractor/],
  ])('that %s is explained at the field', async (_name, typed, words) => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'contractor');
    await operator.submit(`${onboarding}/contractor/existing`, { existing_email: typed() });
    expect(operator.page.status).toBe(400);
    expect(operator.problems[0]).toMatch(words);
    expect(saidAt(operator.page.$, 'existing_email')).toBe(operator.problems[0]);
    expect(operator.value('existing_email')).toBe(typed());
  });

  it('is offered when the email is taken', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'contractor');
    await operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, email });
    expect(operator.page.status).toBe(400);
    expect(saidAt(operator.page.$, 'email')).toContain('A contractor with this email exists already');
    expect(operator.page.$('.pa-api-error').text()).toContain('Choose the existing contractor');
    expect(operator.value('existing_email')).toBe(email);
    await operator.submit(`${onboarding}/contractor/existing`);
    expect(operator.page.path).toContain('/entity');
  });
});

describe('an existing entity and its jobs', () => {
  it('are chosen from a list, by pages', async () => {
    for (let n = 0; n < 12; n += 1)
      await callSandbox(running.sandbox, 'POST', '/entities', { name: `Listed ${n}, Inc` });
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'entity');
    const radios = () => operator.page.$('[name=existing_entity]');
    expect(radios()).toHaveLength(10);
    expect(operator.text).toContain('Listed 11, Inc');
    await operator.submit(`${onboarding}/entity/existing`);
    expect(operator.page.status).toBe(400);
    expect(operator.problems[0]).toContain('Choose an entity from the list');
    await operator.open(`${onboarding}/entity`);
    await operator.open(operator.page.$('a[rel=next]').attr('href')!);
    expect(operator.text).toContain('Listed 1, Inc');
    expect(operator.page.$('.pa-journey__main').text()).not.toContain('Listed 11, Inc');
    const chosen = operator.page.$('[name=existing_entity]').first().attr('value')!;
    await operator.submit(/\/entity\/existing\?after=en_/, { existing_entity: chosen });
    expect(operator.page.path).toContain('/job');
    expect(operator.text).toContain('Listed 1, Inc');
    const row = await running.store.onboardings.find(onboarding.replace('/onboardings/', ''));
    expect(row?.entity_id).toBe(chosen);
  });

  it('that are unknown are refused', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'entity');
    for (const id of ['en_unknown000', '../contractors', '%00']) {
      const form = operator.formBody(`${onboarding}/entity`, { existing_entity: id });
      const answer = await operator.post({ ...form, action: `${onboarding}/entity/existing` });
      expect([id, answer.status]).toEqual([id, 400]);
      expect(answer.text).toContain('There is a problem');
    }
  });

  it('only the entity’s own jobs can be chosen', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'job');
    const row = async () => (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;
    const other = await callSandbox(running.sandbox, 'POST', '/entities', { name: 'Other, Inc' });
    const job = (entity: string, name: string) =>
      callSandbox(running.sandbox, 'POST', '/jobs', {
        name,
        description: 'Work',
        entity,
        category_code: 'jc_MTqpkbkp6G',
        wage: 15000,
        wage_type: 'hourly',
      });
    const own = await job((await row()).entity_id!, 'Our own job');
    const foreign = await job(other.id, 'A foreign job');
    await operator.open(`${onboarding}/job`);
    expect(operator.text).toContain('Our own job');
    expect(operator.page.$('.pa-journey__main').text()).not.toContain('A foreign job');
    const action = `${onboarding}/job/existing`;
    await operator.submit(action);
    expect(operator.problems[0]).toContain('Choose a job from the list');
    await operator.submit(action, { existing_job: foreign.id });
    expect(operator.page.status).toBe(400);
    expect(operator.problems[0]).toContain('belongs to another entity');
    expect((await row()).job_id).toBeNull();
    await operator.submit(action, { existing_job: own.id });
    expect(operator.page.path).toContain('/quote');
    expect((await row()).job_id).toBe(own.id);
  });

  it('are not asked for while there is none, and are as soon as there is one', async () => {
    const empty = await startApp({ unregistered: true, maxRetries: 0 });
    try {
      const operator = new Person(empty.url);
      const offers = () => operator.page.$('#use-existing, main h2:contains("Create a")').length;
      const first = await walkTo(operator, 'contractor');
      expect([operator.page.$('h1').text(), offers()]).toEqual(['Who is the contractor?', 0]);
      // Where the API cannot say, there may be one.
      empty.proxy.fail('GET /contractors', { kind: 'answer', status: 500, body: {} });
      await operator.open(`${first}/contractor`);
      expect(offers()).toBe(2);
      empty.proxy.clear();
      await walkTo(operator, 'entity');
      expect([operator.page.$('h1').text(), offers()]).toEqual(['Which company is the work for?', 0]);
      await walkTo(operator, 'job');
      expect([operator.page.$('h1').text(), offers()]).toEqual(['What is the job?', 0]);
      const calls = empty.proxy.calls.length;
      await walkTo(operator, 'contractor');
      // Known here: the API is not asked.
      expect([offers(), empty.proxy.calls.length]).toEqual([2, calls]);
    } finally {
      await empty.stop();
    }
  });
});
