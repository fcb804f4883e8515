import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openJournalDatabase } from '../src/database';
import type { CallHead } from '../src/journal/call';
import { createJournal } from '../src/journal/journal';
import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { DAY, MovableClock } from './support/movable-clock';
import { contractorFields, makeBasics } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
const clock = new MovableClock();
beforeEach(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterEach(async () => {
  await sandbox.close();
  rmSync(sandbox.dataDir, { recursive: true, force: true });
});

/** What tests look at of a call. */
interface Call {
  id: number;
  at: number;
  real_at: number;
  request: Record<string, unknown>;
  answer: Record<string, unknown>;
  faults: string[];
  [name: string]: unknown;
}

const journal = async (query = '') => (await control(sandbox, 'GET', `/journal${query}`)).body as Call[];
const newest = async () => (await journal('?limit=1'))[0]!;
const create = (fields: object = {}) =>
  sandbox.call('POST', '/contractors', { ...contractorFields(), ...fields });
const raw = (where: string, init: RequestInit = {}) =>
  fetch(`${sandbox.url}/api/v1${where}`, {
    ...init,
    headers: { authorization: `Bearer ${sandbox.apiKey}`, ...init.headers },
  });

test('a call is kept with its request and its answer', async () => {
  await control(sandbox, 'POST', '/clock', { advance: '1d' });
  const fields = contractorFields();
  const { body, headers } = await create(fields);
  await sandbox.call('GET', '/contractors?limit=3');
  const [list, made] = await journal();
  expect(made).toMatchObject({
    method: 'POST',
    path: '/contractors',
    operation: 'createContractor',
    query: {},
    request: fields,
    status: 201,
    answer: body,
    faults: [],
    request_id: headers.get('request-id'),
  });
  expect(made!.at - made!.real_at).toBeCloseTo(DAY, 3);
  expect(list).toMatchObject({
    operation: 'listContractors',
    query: { limit: '3' },
    request: null,
    answer: [body],
  });
  expect(list!['key']).toBe(made!['key']);
  expect(list!['duration_ms']).toEqual(expect.any(Number));
  expect((await control(sandbox, 'GET', `/journal/${made!.id}`)).body).toEqual(made);
});

test('refused calls are kept too, and those of other keys can be told apart', async () => {
  await create();
  await sandbox.call('GET', '/robots');
  await sandbox.call('GET', '/contractors', undefined, { authorization: 'Bearer t9k_live_not-here' });
  await sandbox.call('GET', '/contractors', undefined, { authorization: 'Bearer t9k_test_another' });
  await raw('/contractors', {
    method: 'POST',
    body: '{"email',
    headers: { 'content-type': 'application/json' },
  });
  const calls = (await journal()).reverse();
  expect(calls.map(({ operation, status }) => [operation, status])).toEqual([
    ['createContractor', 201],
    [null, 404],
    ['listContractors', 401],
    ['listContractors', 200],
    ['createContractor', 400],
  ]);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(3);
  expect(calls.at(-1)!.request).toBe('[not read]');
});

test('no key, tax id, secret or token of a link is in it, wherever they were put', async () => {
  const key = 't9sk_live_abcDEF0123-_x';
  const token = 'Zk3Jq0aPq8xYwT5bN7mR2vLc';
  const texts = [
    `my key is ${key}`,
    `{"tax_identification": "123-45-6789"}`,
    `{'secret': 'kept-well'}`,
    `https://example.com/quick-access?contractor_id=cn_abc123&token=${token}`,
    `https://example.com/payment/setup/${token}`,
  ];
  await create({
    tax_identification: '123-45-6789',
    custom_metadata: { texts, [key]: 'x', url: texts[3], login_url: texts[4] },
  });
  await create({ tax_identification: { ssn: 123456789 } });
  await create({ custom_metadata: { note: `x${key}`, url: 'https://example.com/?tax_id=123-45-6789' } });
  await raw(`/contractors/${key}?expand=${key}`);
  await raw(`/contractors/${key.replaceAll('_', '%5F')}`);
  await raw(`/contractors/${encodeURIComponent(texts[1]!)}`);
  await raw('/contractors?filter[tax_id]=123-45-6789&tax_id[]=123-45-6789');
  const { body: endpoint } = await sandbox.call('POST', '/webhook_endpoints', {
    url: `https://example.com/${token}`,
  });
  await control(sandbox, 'PUT', '/api-faults', [{ fault: 'truncated' }]);
  await raw(`/webhook_endpoints/${endpoint.id}`)
    .then((answer) => answer.text())
    .catch(() => undefined);
  const all = JSON.stringify(await journal());
  const unwanted = [
    key,
    'abcDEF0123',
    sandbox.apiKey,
    '123-45-6789',
    '123456789',
    'kept-well',
    token,
    endpoint.secret,
  ];
  for (const secret of unwanted) expect(all).not.toContain(secret);
  for (const file of readdirSync(sandbox.dataDir).filter((name) => name.startsWith('journal'))) {
    const bytes = readFileSync(path.join(sandbox.dataDir, file)).toString('latin1');
    for (const secret of unwanted) expect(bytes).not.toContain(secret);
  }
  expect(all).toContain('cn_abc123');
  expect(all).toContain(endpoint.id);
});

test.each(['off', 'json', 'python'])(
  'no token of a page for a card or of a login link is in it: %s',
  async (packed) => {
    await control(sandbox, 'PUT', '/variants', { stringified_json: packed });
    const { contractor } = await makeBasics(sandbox.call);
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ contractor, return_url: 'http://localhost/back' });
    const answers = [
      await raw('/payment/sessions', { method: 'POST', body, headers: json }),
      await raw(`/contractors/${contractor}/login_link`, { method: 'POST' }),
    ];
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    const tokens = texts.map((text) => /(?:setup\/|token=)([\w.-]+)/.exec(text)?.[1] ?? '');
    const all = JSON.stringify(await journal());
    for (const token of tokens) {
      expect(token.length).toBeGreaterThan(20);
      expect(all).not.toContain(token);
    }
    expect(all).toContain('/payment/setup/[redacted]');
  },
);

test('bodies that are very long are cut with a mark, and files are names and sizes', async () => {
  await create({ custom_metadata: { note: 'x'.repeat(100_000) } });
  expect(await newest()).toMatchObject({
    request: expect.stringMatching(/… \[cut: 16384 of \d+ characters\]$/),
  });
  const { contractor } = await makeBasics(sandbox.call);
  const form = new FormData();
  form.set('contractor', contractor);
  form.set('certificate', new Blob(['%PDF-1.7 sample'], { type: 'application/pdf' }), 'good.pdf');
  await raw('/files/certificates', { method: 'POST', body: form });
  const upload = await newest();
  expect(upload).toMatchObject({
    request: { contractor },
    files: [{ name: 'certificate', filename: 'good.pdf', type: 'application/pdf', bytes: 15 }],
  });
  expect(JSON.stringify(upload)).not.toContain('%PDF');
});

test.each([
  [[{ fault: 'error', status: 500 }], { status: 500, faults: ['error'] }],
  [
    [{ fault: 'html', when: 'after' }],
    { status: 502, faults: ['html'], answer: expect.stringContaining('gateway') },
  ],
  [[{ fault: 'drop' }], { status: null, answer: null, faults: ['drop'] }],
  [[{ fault: 'truncated' }], { status: 200, answer: '[', faults: ['truncated'] }],
  [[{ fault: 'empty' }], { status: 200, answer: null, faults: ['empty'] }],
  [
    [
      { fault: 'latency', ms: 1 },
      { fault: 'error', status: 403 },
    ],
    { status: 403, faults: ['latency', 'error'] },
  ],
  [[{ fault: 'rate_limit', calls: 1, seconds: 60 }], { status: 429, faults: ['rate_limit'] }],
])('says what fault hit a call: %j', async (faults, expected) => {
  await raw('/contractors');
  await control(sandbox, 'PUT', '/api-faults', faults);
  if (faults.some(({ fault }) => fault === 'rate_limit')) await raw('/contractors');
  await raw('/contractors')
    .then((answer) => answer.text())
    .catch(() => undefined);
  expect(await newest()).toMatchObject(expected);
});

test('it can be narrowed down and read page by page', async () => {
  await create();
  await create({ email: 'x' });
  await raw('/robots');
  clock.seconds += 100;
  await raw('/contractors');
  await raw('/contractors/cn_none');
  const operationsOf = async (query: string) => (await journal(query)).map(({ operation }) => operation);
  expect(await operationsOf('?operation=createContractor')).toHaveLength(2);
  expect(await operationsOf('?operation=POST%20/contractors')).toHaveLength(2);
  expect(await operationsOf('?operation=none')).toEqual([null]);
  expect(await operationsOf('?status=400')).toEqual(['createContractor']);
  expect(await operationsOf('?status=4xx')).toEqual(['retrieveContractor', null, 'createContractor']);
  expect(await operationsOf('?status=4xx&operation=createContractor')).toEqual(['createContractor']);
  expect(await operationsOf(`?since=${clock.seconds - 1}`)).toEqual([
    'retrieveContractor',
    'listContractors',
  ]);
  const time = new Date((clock.seconds - 1) * 1000).toISOString();
  expect(await operationsOf(`?since=${time}`)).toHaveLength(2);
  expect(await operationsOf(`?since=${clock.seconds + 1}`)).toEqual([]);
  const ids = (await journal()).map(({ id }) => id);
  expect((await journal('?limit=2')).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect((await journal(`?limit=2&starting_after=${ids[1]}`)).map(({ id }) => id)).toEqual(ids.slice(2, 4));
  expect((await journal(`?limit=2&ending_before=${ids[3]}`)).map(({ id }) => id)).toEqual(ids.slice(1, 3));
});

test.each([
  'operation=robot',
  'operation=*',
  'status=9',
  'since=soon',
  'limit=0',
  'starting_after=x',
  'other=1',
])('a wrong filter is refused: %s', async (query) => {
  const { status, body } = await control(sandbox, 'GET', `/journal?${query}`);
  expect(status).toBe(400);
  expect(Object.keys(body.message)).toEqual([query.split('=')[0]]);
});

test('it survives a restart, and a reset or an import empties it; ids are not given twice', async () => {
  await create();
  const before = await journal();
  await sandbox.stop();
  sandbox = await runSandbox({ now: clock.now, dataDir: sandbox.dataDir });
  expect(await journal()).toEqual(before);
  const state = (await control(sandbox, 'GET', '/export')).body;
  expect(JSON.stringify(state)).not.toContain('duration_ms');
  await control(sandbox, 'POST', '/reset');
  expect(await journal()).toEqual([]);
  await create();
  expect((await newest()).id).toBeGreaterThan(before[0]!.id);
  await control(sandbox, 'POST', '/import', state);
  expect(await journal()).toEqual([]);
  await create({ email: 'joe@example.com' });
  expect((await control(sandbox, 'DELETE', '/journal')).body).toEqual({ cleared: true });
  expect(await journal()).toEqual([]);
});

describe('its bounds', () => {
  const head = (operation: string): CallHead => ({
    at: 1,
    real_at: 1,
    method: 'GET',
    path: '/',
    operation,
    query: {},
    files: [],
    status: 200,
    key: null,
    duration_ms: 1,
    faults: [],
    request_id: '',
  });
  const logger = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const open = (most: { calls: number; characters: number }) =>
    createJournal(openJournalDatabase(path.join(sandbox.dataDir, 'own.sqlite')), logger, most);
  const kept = (calls: ReturnType<typeof createJournal>) =>
    calls.list({ limit: 1000 }).map(({ operation }) => operation);

  test('the oldest calls make room, by their number and by their size', () => {
    const few = open({ calls: 3, characters: 1e9 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      few.note(head(name), 'null', 'null');
      few.list({ limit: 1 });
    }
    expect(kept(few)).toEqual(['e', 'd', 'c']);
    few.clear();
    few.close();
    const small = open({ calls: 100, characters: 1000 });
    for (let index = 0; index < 20; index += 1)
      small.note(head(String(index)), JSON.stringify('x'.repeat(200)), 'null');
    expect(kept(small)).toEqual(['19', '18']);
    small.close();
  });

  test('a journal that cannot be written is a line in the log and no error', () => {
    const database = openJournalDatabase(path.join(sandbox.dataDir, 'own.sqlite'));
    const broken = createJournal(database, logger);
    database.run('DROP TABLE calls');
    broken.note(head('a'), 'null', 'null');
    broken.close();
    expect(logger.error).toHaveBeenCalledWith(expect.objectContaining({ calls: 1 }), expect.any(String));
  });
});

interface Verdict {
  met: boolean;
  text: string;
  expectations: { met: boolean; why: string; calls: number[]; nearest: object[] }[];
}

describe('what was expected', () => {
  const expectCalls = async (calls: object[], rest: object = {}) =>
    (await control(sandbox, 'POST', '/journal/expect', { calls, ...rest })).body as Verdict;
  const createCall = { operation: 'createContractor' };

  test('is met by calls that are like it, in what is said of them', async () => {
    const { body: made } = await create({ email: 'joe@example.com', tax_identification: '123-45-6789' });
    await sandbox.call('GET', '/contractors?limit=3');
    const calls = [
      { ...createCall, times: 1, status: 201, body: { email: 'joe@example.com', address: { region: 'CA' } } },
      { ...createCall, answer: { id: made.id }, body: { tax_identification: '123-45-6789' } },
      { method: 'get', path: '/contractors', query: { limit: '3' } },
      { operation: 'createQuote', times: 0 },
    ];
    const answer = await expectCalls(calls);
    expect(answer).toMatchObject({ met: true, text: '4 of 4 expectations met, by 2 calls of the journal.' });
    expect(answer.expectations[0]).toMatchObject({
      met: true,
      why: '',
      calls: [expect.any(Number)],
      nearest: [],
    });
  });

  test('is not met, with the reason and the nearest calls', async () => {
    await create({ email: 'joe@example.com' });
    const { met, text, expectations } = await expectCalls([
      { ...createCall, body: { email: 'jo@example.com' } },
      { operation: 'createQuote' },
    ]);
    expect(met).toBe(false);
    expect(expectations[0]).toMatchObject({
      met: false,
      nearest: [
        {
          call: 'POST /contractors -> 201',
          differs: ['body.email is "joe@example.com", not "jo@example.com"'],
        },
      ],
    });
    expect(text).toContain('0 of 2 expectations met');
    expect(text).toContain('body.email is "joe@example.com", not "jo@example.com"');
  });

  test('counts: exactly so often when it says so, else at least once', async () => {
    await create();
    await create({ email: 'b@example.com' });
    expect(await expectCalls([createCall])).toMatchObject({ met: true });
    expect(await expectCalls([{ ...createCall, times: 2 }])).toMatchObject({ met: true });
    expect(await expectCalls([{ ...createCall, times: 1 }])).toMatchObject({ met: false });
    expect(await expectCalls([{ ...createCall, times: 3 }])).toMatchObject({ met: false });
    expect(await expectCalls([{ ...createCall, times: 0 }])).toMatchObject({ met: false });
    const once = { ...createCall, times: 1 };
    expect(await expectCalls([once, once])).toMatchObject({ met: true });
  });

  test('in order: each behind the one before it', async () => {
    const { body: made } = await create();
    await sandbox.call('GET', '/contractors');
    await sandbox.call('GET', `/contractors/${made.id}`);
    const [list, fetched] = [{ operation: 'listContractors' }, { operation: 'retrieveContractor' }];
    const inOrder = { in_order: true };
    expect(await expectCalls([createCall, fetched], inOrder)).toMatchObject({ met: true });
    const wrong = await expectCalls([createCall, fetched, list], inOrder);
    expect(wrong).toMatchObject({ met: false, expectations: [{ met: true }, { met: true }, { met: false }] });
    expect(wrong.expectations[2]!.why).toContain('not after call');
    expect(await expectCalls([fetched, list])).toMatchObject({ met: true });
  });

  test('only of calls since a time, or after a call', async () => {
    await create();
    const { id } = await newest();
    expect(await expectCalls([{ ...createCall, times: 0 }], { after: id })).toMatchObject({ met: true });
    clock.seconds += 10;
    expect(await expectCalls([{ ...createCall, times: 0 }], { since: clock.seconds })).toMatchObject({
      met: true,
    });
    await create({ email: 'b@example.com' });
    expect(await expectCalls([{ ...createCall, times: 1 }], { after: id })).toMatchObject({ met: true });
  });

  test.each([
    [{}, 'calls'],
    [{ calls: [] }, 'calls'],
    [{ calls: [{ operation: 'robot' }] }, 'calls.0.operation'],
    [{ calls: [{ times: -1 }] }, 'calls.0.times'],
    [{ calls: [{ operatoin: 'createQuote' }] }, 'calls.0.operatoin'],
  ])('a wrong question is refused: %j', async (body, field) => {
    const { status, body: answer } = await control(sandbox, 'POST', '/journal/expect', body);
    expect(status).toBe(400);
    expect(Object.keys(answer.message)).toEqual([field]);
  });
});

describe('the page', () => {
  let person: Person;
  beforeEach(() => void (person = new Person(sandbox.url)));
  const rows = () =>
    person.page
      .$('#calls tbody tr')
      .toArray()
      .map((row) => person.page.$(row).text().replace(/\s+/g, ' ').trim());

  test('lists calls, narrows them down by its form, and shows one', async () => {
    await person.open('/journal');
    expect(person.text).toContain('No call yet');
    const { body: made } = await create();
    await raw('/robots');
    await person.open('/journal');
    expect(rows()).toEqual([
      expect.stringContaining('GET /robots'),
      expect.stringContaining('POST /contractors'),
    ]);
    await person.open('/journal?operation=&status=4xx');
    expect(rows()).toEqual([expect.stringContaining('GET /robots')]);
    await person.open('/journal?operation=createContractor&status=');
    expect(rows()).toEqual([expect.stringContaining('createContractor')]);
    await person.open(person.page.$('#calls tbody a').attr('href')!);
    expect(person.text).toContain(made.id);
    expect(person.text).toContain('POST /contractors');
    await person.open('/journal?operation=createQuote');
    expect(person.text).toContain('No call is like that');
  });

  test('has pages, of which the first alone follows, and can be emptied', async () => {
    for (let index = 0; index < 25; index += 1) await raw('/robots');
    const first = await person.open('/journal');
    expect(rows()).toHaveLength(20);
    expect(first.$('[data-follow] a').attr('href')).toBe('/journal');
    expect(first.response.headers['content-security-policy']).toContain("connect-src 'self'");
    const second = await person.open(first.$('.pager a').attr('href')!);
    expect(rows()).toHaveLength(5);
    expect(second.$('[data-follow]')).toHaveLength(0);
    await person.submit('/journal/clear');
    expect(person.text).toContain('The journal is empty.');
    expect(rows()).toEqual([]);
  });

  test.each(['/journal/999', '/journal/x', '/journal?starting_after=x'])('%s is not there', async (where) => {
    expect((await person.open(where)).status).toBe(404);
  });
});
