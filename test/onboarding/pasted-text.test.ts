import { Person, type Fields } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox, listSandbox, type ApiObject } from '../support/sandbox-api';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(() => void (operator = new Person(running.url)));
afterAll(() => running.stop());

/** What the API was sent last of a kind. */
const latest = async (path: string) => (await listSandbox(running.sandbox, path))[0]!;

async function contractorWith(fields: Fields): Promise<ApiObject> {
  const onboarding = await walkTo(operator, 'contractor');
  await operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, ...uniqueEmail(), ...fields });
  expect(operator.problems).toEqual([]);
  return latest('/contractors');
}

describe('a contractor out of somebody’s address book', () => {
  it('reaches the API without what nobody sees', async () => {
    const { email } = uniqueEmail();
    const made = await contractorWith({
      first_name: '\u2068 Maya\u200b\u00a0',
      last_name: '\u202aOkafor\u202c',
      middle_name: '\u200b\u3164',
      company_name: 'می‌خواهم 👨‍👩‍👧\r\n',
      email: `\u200e${email}\u2060`,
      phone: '\u202a415–474–9088 Ext. 12\u202c',
      'address.locality': 'San Francisco\ufe0f',
      'address.region': 'California',
      'address.postalcode': '９４１０４−1234',
      'address.country': 'United States',
      'custom_metadata.key': ['\u200bteam\u200b', ''],
      'custom_metadata.value': [' red \ufeff', ''],
    });
    expect(made).toMatchObject({
      first_name: 'Maya',
      last_name: 'Okafor',
      middle_name: null,
      company_name: 'می‌خواهم 👨‍👩‍👧',
      email,
      phone: '415-474-9088 ext. 12',
      address: { locality: 'San Francisco', region: 'CA', postalcode: '94104-1234', country: 'US' },
      custom_metadata: { team: 'red' },
    });
  });

  it.each([
    ['o&leary', (unique: string) => `o&leary.${unique}`, (unique: string) => `o&leary.${unique}`],
    [
      'an internationalised domain as the browser sends it',
      (unique: string) => unique.replace('example.com', 'xn--bcher-kva.example'),
      (unique: string) => unique.replace('example.com', 'xn--bcher-kva.example'),
    ],
    [
      'one in letters',
      (unique: string) => unique.replace('example.com', 'bücher.example'),
      (unique: string) => unique.replace('example.com', 'xn--bcher-kva.example'),
    ],
  ])('has an email address: %s', async (_name, typed, sent) => {
    const { email } = uniqueEmail();
    expect((await contractorWith({ email: typed(email) })).email).toBe(sent(email));
  });

  it('is refused by a name with nothing to see in it, and every field comes back', async () => {
    const onboarding = await walkTo(operator, 'contractor');
    const typed = { ...CONTRACTOR, first_name: '\u3164\u2800\u{e0101}\u115f', 'address.country': 'usa' };
    await operator.submit(`${onboarding}/contractor`, typed);
    expect(operator.page.status).toBe(400);
    expect(operator.problems).toEqual(['Enter the first name']);
    expect(operator.value('phone')).toBe('415-474-9088');
    expect(operator.value('address.country')).toBe('US');
  });

  it('is found again by the address as it was copied, also one with a domain in letters', async () => {
    const { email } = uniqueEmail();
    const letters = email.replace('example.com', 'bücher.example');
    const ascii = email.replace('example.com', 'xn--bcher-kva.example');
    for (const [stored, typed] of [
      [email, `\u2068${email}\u2069`],
      [ascii, letters],
      [`w${letters}`, `w${letters}`],
    ] as const) {
      const body = { email: stored, first_name: 'Noor', last_name: 'Aziz' };
      await callSandbox(running.sandbox, 'POST', '/contractors', body);
      const onboarding = await walkTo(operator, 'contractor');
      await operator.submit(`${onboarding}/contractor/existing`, { existing_email: typed });
      expect(operator.page.path).toBe(`${onboarding}/entity`);
    }
  });

  it('keeps the keys of its metadata as the API has them', async () => {
    const { email } = uniqueEmail();
    const custom_metadata = { 'team ': 'red', '\u200bcode': '1' };
    await callSandbox(running.sandbox, 'POST', '/contractors', {
      email,
      first_name: 'Noor',
      last_name: 'Aziz',
      custom_metadata,
    });
    const onboarding = await walkTo(operator, 'contractor');
    await operator.submit(`${onboarding}/contractor/existing`, { existing_email: email });
    await operator.open(`${onboarding}/contractor`);
    await operator.submit(`${onboarding}/contractor`, { first_name: 'Nora' });
    expect(operator.problems).toEqual([]);
    const [changed] = await callSandbox<ApiObject[]>(running.sandbox, 'GET', `/contractors?email=${email}`);
    expect(changed).toMatchObject({ first_name: 'Nora', custom_metadata });
  });
});

describe('a country', () => {
  it('the API has and the list has not is shown, and has to be chosen again', async () => {
    const { email } = uniqueEmail();
    const address = { line1: '1 Kearny St', locality: 'Reno', region: 'NV', postalcode: '89501' };
    const made = await callSandbox(running.sandbox, 'POST', '/contractors', {
      email,
      first_name: 'Noor',
      last_name: 'Aziz',
      address: { ...address, country: 'Mars' },
    });
    const onboarding = await walkTo(operator, 'contractor');
    await operator.submit(`${onboarding}/contractor/existing`, { existing_email: email });
    await operator.open(`${onboarding}/contractor`);
    expect(operator.value('address.country')).toBe('Mars');
    await operator.submit(`${onboarding}/contractor`);
    expect(operator.problems).toEqual(['Choose a country from the list']);
    await callSandbox(running.sandbox, 'PUT', `/contractors/${made.id}`, { address: { country: 'USA' } });
    await operator.open(`${onboarding}/contractor`);
    expect(operator.value('address.country')).toBe('US');
  });
});

describe('an entity and a job out of a document', () => {
  it('have their amounts, dates and numbers understood', async () => {
    const onboarding = await walkTo(operator, 'job', {
      entity: {
        ...ENTITY,
        'coverage_limit.aggregate_limit': '\u202a$２,000,000\u202c',
        'coverage_limit.occurrence_limit': 'USD 1\u00a0000\u00a0000.00',
      },
    });
    expect(operator.problems).toEqual([]);
    expect(await latest('/entities')).toMatchObject({
      coverage_limit: { aggregate_limit: 200000000, occurrence_limit: 100000000 },
    });
    await operator.submit(`${onboarding}/job`, {
      ...JOB,
      category_code: `\u200b${firstCategory(operator)}\u00a0`,
      wage: '١٬٨٠٠٫٥٠',
      years_experience: '\u2068３\u2069',
    });
    expect(operator.problems).toEqual([]);
    expect(await latest('/jobs')).toMatchObject({ wage: 180050, years_experience: 3 });
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await operator.submit(`${onboarding}/quote`, { effective_date: `\u200e${day.replaceAll('-', '–')}` });
    expect(operator.problems).toEqual([]);
    expect(await latest('/quotes')).toMatchObject({ effective_date: Date.parse(day) / 1000 });
  });

  it('have a description counted as it is read: a line break is one character', async () => {
    const onboarding = await walkTo(operator, 'job');
    const lines = (count: number) => `${'line\n'.repeat(999)}${'x'.repeat(count - 4995)}`;
    const typed = { ...JOB, category_code: firstCategory(operator) };
    const send = (description: string) =>
      operator.submit(`${onboarding}/job`, { ...typed, description: description.replaceAll('\n', '\r\n') });
    await send(lines(5001));
    expect(operator.problems).toEqual(['Use at most 5,000 characters: these are 5,001']);
    await send(lines(5000));
    expect(operator.problems).toEqual([]);
    expect((await latest('/jobs')).description).toBe(lines(5000));
  });

  it('find the category codes by words with unseen characters in them', async () => {
    const onboarding = await walkTo(operator, 'job');
    const search = { ...JOB, category_query: '\u2068fi\u00adber\u2069', _search_codes: '1' };
    await operator.submit(`${onboarding}/job`, search);
    expect(operator.page.$('select[name=category_code]').text()).toContain('Fiber Optic');
  });
});

describe('an id', () => {
  it('is taken with the spaces it was pasted with', async () => {
    const body = { name: 'Harbor Staffing, Inc' };
    const { id } = await callSandbox(running.sandbox, 'POST', '/entities', body);
    const onboarding = await walkTo(operator, 'entity');
    const pasted = ` \u200b${id.slice(0, 5)}\u00ad${id.slice(5)}\u00a0`;
    await operator.submit(`${onboarding}/entity/existing`, { existing_entity: pasted });
    expect(operator.page.path).toBe(`${onboarding}/job`);
  });
});

/** Autofill tokens of the HTML standard that a field of one person's own data can have. */
const TOKENS =
  /^(off|name|given-name|family-name|organization|email|tel|address-line[12]|address-level[12]|postal-code|country|current-password)$/;

it('no field of a form cuts what is pasted, and autofill is named as HTML names it', async () => {
  const onboarding = await walkTo(operator, 'job');
  for (const step of ['contractor', 'entity', 'job', 'contractor?new', 'entity?new']) {
    const { $ } = await operator.open(`${onboarding}/${step}`);
    expect($('[maxlength]')).toHaveLength(0);
    const tokens = $('[autocomplete]')
      .toArray()
      .map((field) => $(field).attr('autocomplete'));
    expect(tokens.length).toBeGreaterThan(5);
    expect(tokens.filter((token) => !TOKENS.test(token!))).toEqual([]);
  }
});
