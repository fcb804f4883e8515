import { control } from './support/control';
import { typesOf } from './support/events';
import { DAY, MovableClock } from './support/movable-clock';
import { contractorFields, jobFields, makeCovered, makeSession } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';
import { deliveriesOf, register, twoEvents, untilDelivery } from './support/webhooks';
import { controlOperations } from '../src/control/operations';
import { scenarios } from '../src/scenarios';

/** What some tests read of an exported state, and spoil. */
interface State {
  settings: Record<string, unknown>;
  objects: { seq: number; kind: string; id: string; created: number; data: Record<string, unknown> }[];
  deleted_objects: object[];
  files: { object: string; content: string }[];
  schedule: object[];
  idempotency: { body: { id: string; contractor: string; job: string } }[];
  [part: string]: unknown;
}

let sandbox: RunningSandbox;
const clock = new MovableClock();
const start = clock.seconds;
const others: { close(): Promise<unknown> }[] = [];
beforeEach(async () => {
  clock.seconds = start;
  sandbox = await runSandbox({ now: clock.now });
});
afterEach(async () => {
  await sandbox.close();
  for (const other of others.splice(0)) await other.close();
});

const post = (where: string, body?: unknown) => control(sandbox, 'POST', where, body);
const get = async (where: string) => (await control(sandbox, 'GET', where)).body as unknown;
const exportState = async (from = sandbox) => (await control(from, 'GET', '/export')).body as State;
const receive = async (...answer: Parameters<typeof runReceiver>) => {
  const receiver = await runReceiver(...answer);
  others.push(receiver);
  return receiver;
};
const upload = (contractor: string, bytes = '%PDF-1.7 sample') => {
  const form = new FormData();
  form.set('contractor', contractor);
  form.set('certificate', new Blob([bytes], { type: 'application/pdf' }), 'good.pdf');
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  return fetch(`${sandbox.url}/api/v1/files/certificates`, { method: 'POST', body: form, headers });
};

test('every operation of the table is there', async () => {
  for (const { method, path } of controlOperations) {
    const { body } = await control(sandbox, method, path.replace(/\{\w+\}/, '0'));
    expect(JSON.stringify(body)).not.toContain('in this API');
  }
});

describe('reset', () => {
  test('leaves nothing but the key and the webhook endpoints', async () => {
    const receiver = await receive();
    const endpoint = await register(sandbox, receiver.url);
    await control(sandbox, 'PUT', `/webhook-endpoints/${endpoint.id}`, { scheme: 'body' });
    const { contractor } = await makeCovered(sandbox.call);
    await upload(contractor);
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    await post('/category-codes', { name: 'Juggler' });
    await control(sandbox, 'PUT', '/webhook-faults', { drop_rate: 1 });
    await control(sandbox, 'PUT', '/variants', { iso_dates: true });
    await control(sandbox, 'POST', '/api-faults', { fault: 'error', operation: 'createQuote' });
    await post('/clock', { advance: '3d' });
    const answer = await post('/reset');
    expect(answer.status).toBe(200);
    const { webhook_endpoint: endpoints, requirement: samples, ...rest } = answer.body.objects;
    expect([endpoints, samples, new Set(Object.values(rest))]).toEqual([1, 1, new Set([0])]);
    expect(await get('/clock')).toMatchObject({ now: start, offset: 0 });
    expect(await get('/deliveries')).toEqual([]);
    expect(await get('/webhook-faults')).toMatchObject({ drop_rate: 0 });
    expect(await get('/variants')).toMatchObject({ iso_dates: false });
    expect(await get('/api-faults')).toEqual([]);
    expect(await get('/webhook-endpoints')).toMatchObject([{ id: endpoint.id, scheme: 'body' }]);
    expect(await exportState()).toMatchObject({
      settings: {},
      deleted_objects: [],
      files: [],
      idempotency: [],
      schedule: [],
      deliveries: [],
      delivery_attempts: [],
    });
    // Those who use it go on as before.
    const before = receiver.deliveries.length;
    await makeSession(sandbox.call);
    await until(() => receiver.deliveries.length === before + 1);
  });

  test('takes the webhook endpoints too, when asked', async () => {
    await register(sandbox, 'http://127.0.0.1:9/hook');
    await post('/clock', { advance: '3d' });
    await post('/reset', {});
    const [kept] = (await sandbox.call('GET', '/webhook_endpoints')).body;
    expect(kept.created).toBe(start);
    await post('/reset', { keep_webhook_endpoints: false });
    expect(await get('/webhook-endpoints')).toEqual([]);
    const wrong = await post('/reset', { keep_webhook_endpoints: 'no' });
    expect([wrong.status, Object.keys(wrong.body.message as object)]).toEqual([
      400,
      ['keep_webhook_endpoints'],
    ]);
  });

  test('forgets answers kept for idempotency keys, and emails', async () => {
    const fields = contractorFields();
    const headers = { 'Ten99Policy-Idempotent-Key': 'one' };
    const first = await sandbox.call('POST', '/contractors', fields, headers);
    await post('/reset');
    const second = await sandbox.call('POST', '/contractors', fields, headers);
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
  });

  test.each([200, 410])('a delivery under way that is answered %i harms nothing', async (status) => {
    let letGo: (status: number) => void = () => undefined;
    const receiver = await receive((_, earlier) =>
      earlier.length > 0 ? 200 : new Promise<number>((resolve) => (letGo = resolve)),
    );
    await register(sandbox, receiver.url);
    await makeSession(sandbox.call);
    await until(() => receiver.deliveries.length === 1);
    await post('/reset', { keep_webhook_endpoints: false });
    const again = await register(sandbox, receiver.url);
    await twoEvents(sandbox);
    letGo(status);
    await until(async () => (await deliveriesOf(sandbox, '?state=delivered')).length === 2);
    expect(await get('/webhook-endpoints')).toMatchObject([{ id: again.id, disabled: false }]);
    expect(await exportState()).toMatchObject({ endpoint_settings: [] });
  });
});

describe('seed', () => {
  test('adds objects of every kind in different states, once', async () => {
    const { status, body } = await post('/seed');
    expect(status).toBe(200);
    for (const kind of ['contractor', 'entity', 'job', 'quote', 'session', 'policy', 'assignment', 'event']) {
      expect(body.objects[kind]).toBeGreaterThan(0);
    }
    type Seen = { step: string; status: string; expired: boolean; created: number };
    const list = async (where: string) => (await sandbox.call('GET', `${where}?limit=100`)).body as Seen[];
    const sessions = await list('/apply/sessions');
    expect(new Set(sessions.map(({ step }) => step))).toEqual(
      new Set(['application_complete', 'application_questions', 'esignature_document']),
    );
    expect(sessions.filter(({ expired }) => expired)).toHaveLength(1);
    expect((await list('/policies')).map((policy) => policy.status)).toEqual(['cancelled', 'active']);
    expect(await list('/invoices')).toHaveLength(2);
    expect((await list('/files/certificates')).map((file) => file.status)).toEqual([
      'flagged',
      'approved',
      'approved',
    ]);
    const types = await typesOf(sandbox.call, () => true);
    for (const type of ['application.ineligible', 'application.manual_review', 'assignment.active']) {
      expect(types).toContain(type);
    }
    const events = await list('/events');
    const dates = events.map(({ created }) => created);
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
    expect(Math.max(...dates)).toBeLessThan(start);

    const again = await post('/seed');
    expect([again.status, again.body.error_code]).toEqual([409, 'conflict']);
    expect(again.body.message).toContain('is there already');
    expect((await post('/reset')).status).toBe(200);
    expect((await post('/seed')).body.objects).toEqual(body.objects);
  });

  test('what it began goes on with the clock', async () => {
    await post('/seed');
    await post('/clock', { advance: '24h' });
    expect(await typesOf(sandbox.call, () => true)).toContain('application.manual_review_approved');
  });
});

describe('export and import', () => {
  /** A state with something of everything. */
  async function fill(): Promise<void> {
    const receiver = await receive((_, earlier) => (earlier.length === 0 ? 500 : 200));
    const { id } = await register(sandbox, receiver.url);
    await post('/seed');
    const { contractor, nextJob } = await makeCovered(sandbox.call);
    await upload(contractor);
    const headers = { 'Ten99Policy-Idempotent-Key': 'again' };
    await sandbox.call('POST', '/assignments', { contractor, job: nextJob }, headers);
    const { body } = await sandbox.call('POST', '/entities', { name: 'Gone, Inc' });
    await sandbox.call('DELETE', `/entities/${body.id}`);
    await post('/category-codes', { name: 'Juggler', approved: false });
    await control(sandbox, 'PUT', `/webhook-endpoints/${id}`, { scheme: 'standard-webhooks' });
    await control(sandbox, 'PUT', '/webhook-faults', { bad_signature_rate: 0.5 });
    await control(sandbox, 'PUT', '/variants', { data_object: true });
    await post('/clock', { advance: '1h' });
    await until(async () => (await deliveriesOf(sandbox, '?state=pending')).length === 0);
  }

  test('one gives what the other takes, in another sandbox too', async () => {
    await fill();
    const exported = await exportState();
    for (const [part, rows] of Object.entries(exported)) {
      if (Array.isArray(rows)) expect([part, rows.length > 0]).toEqual([part, true]);
    }
    const lists = async (from: RunningSandbox) => {
      const paths = [
        '/contractors?limit=2',
        '/policies',
        '/events?limit=100',
        '/category_codes',
        '/invoices',
      ];
      const answers = await Promise.all(paths.map((where) => from.call('GET', where)));
      return answers.map(({ body }) => JSON.stringify(body).replace(/http:\/\/127[\d.:]+/g, ''));
    };
    const before = await lists(sandbox);
    const other = await runSandbox({ now: clock.now });
    others.push(other);
    await other.call('POST', '/entities', { name: 'Left over' });
    const answer = await control(other, 'POST', '/import', exported);
    expect(answer.status).toBe(200);
    expect(answer.body.objects.entity).toBe(3);
    expect(await lists(other)).toEqual(before);
    expect(JSON.stringify(await exportState(other))).toBe(JSON.stringify(exported));
    expect((await control(other, 'GET', '/clock')).body).toMatchObject({ offset: 3600 });
    expect(other.apiKey).not.toBe(sandbox.apiKey);
    expect(JSON.stringify(exported)).not.toContain(sandbox.apiKey);

    // Its file opens, its remembered answers count, and what was under way goes on.
    const { object } = exported.files[0]!;
    const file = await fetch(`${other.url}/uploaded-certificates/sandbox/${object}.pdf`);
    expect([file.status, await file.text()]).toEqual([200, expect.stringMatching(/^%PDF/)]);
    const known = exported.idempotency[0]!;
    const { contractor, job } = known.body;
    const headers = { 'Ten99Policy-Idempotent-Key': 'again' };
    const twin = await other.call('POST', '/assignments', { contractor, job }, headers);
    expect(twin.body.id).toBe(known.body.id);
    await control(other, 'POST', '/clock', { advance: '25h' });
    expect(await typesOf(other.call, known.body.id)).toContain('assignment.active');
  });

  test('a deleted object keeps its place in lists', async () => {
    const made = [];
    for (const name of ['A', 'B', 'C'])
      made.push((await sandbox.call('POST', '/entities', { name })).body.id);
    await sandbox.call('DELETE', `/entities/${made[1]}`);
    await post('/import', await exportState());
    const { body } = await sandbox.call('GET', `/entities?starting_after=${made[1]}`);
    expect(body).toMatchObject([{ id: made[0] }]);
    expect(body).toHaveLength(1);
  });

  test('the key stays, whatever the document says', async () => {
    const exported = await exportState();
    exported.settings['api_key'] = 't9k_test_of_somebody';
    expect((await post('/import', exported)).status).toBe(200);
    await sandbox.stop();
    const { apiKey, dataDir } = sandbox;
    sandbox = await runSandbox({ now: clock.now, dataDir });
    expect(sandbox.apiKey).toBe(apiKey);
  });

  test('is as it was after a restart', async () => {
    await post('/seed');
    const exported = await exportState();
    await post('/reset');
    await post('/import', exported);
    await sandbox.stop();
    sandbox = await runSandbox({ now: clock.now, dataDir: sandbox.dataDir });
    expect(await exportState()).toEqual(exported);
  });

  test('webhooks of an imported state are sent and signed', async () => {
    const receiver = await receive((_, earlier) => (earlier.length === 0 ? 500 : 200));
    await sandbox.close();
    sandbox = await runSandbox({ now: clock.now, retryDelaysMs: [3_600_000] });
    await register(sandbox, receiver.url);
    await makeSession(sandbox.call);
    await untilDelivery(sandbox, ({ attempts }) => attempts.length === 1);
    const exported = await exportState();
    await post('/reset', { keep_webhook_endpoints: false });
    await post('/import', exported);
    await post('/clock', { advance: '2h' });
    await untilDelivery(sandbox, ({ state, attempts }) => state === 'delivered' && attempts.length === 2);
  });

  const wrongs: readonly (readonly [string, (state: State) => unknown, string])[] = [
    ['another format', (state) => (state.format = 'other'), 'format'],
    ['a newer version', (state) => (state.version = 2), 'version'],
    ['a part missing', (state) => delete state.deliveries, 'deliveries'],
    ['an unknown part', (state) => (state.more = []), 'more'],
    ['an unknown kind', (state) => (state.objects[0]!.kind = 'robot'), 'objects.0.kind'],
    ['a wrong attribute', (state) => (state.objects[0]!.data.name = 5), 'objects.0.data.name'],
    ['an attribute too many', (state) => (state.objects[0]!.data.nme = 'x'), 'objects.0.data.nme'],
    ['the same object twice', (state) => state.objects.push(state.objects[0]!), 'objects.2'],
    ['a deleted object that is there', deletedTwin, 'deleted_objects.0'],
    ['a link that is none', withSession, 'objects.2.data.success_url'],
    ['a wrong clock', (state) => (state.settings.clock_offset_ms = 0.5), 'settings.clock_offset_ms'],
    [
      'a wrong fault',
      (state) => (state.settings.webhook_faults = { drop_rate: 2 }),
      'settings.webhook_faults.drop_rate',
    ],
    [
      'a file that is not base64',
      (state) => state.files.push({ object: 'ci_1', content: '?' }),
      'files.0.content',
    ],
    [
      'an unknown task',
      (state) => state.schedule.push({ task: 'x', object: 'a', at: 1, noted: 1 }),
      'schedule.0.task',
    ],
  ];
  function deletedTwin(state: State) {
    const { data: _data, ...row } = state.objects[0]!;
    state.deleted_objects.push({ ...row, deleted: 1 });
  }
  function withSession(state: State) {
    const session = {
      quote: null,
      contractor: 'cn_1',
      policy: null,
      success_url: 'javascript:alert(1)',
      cancel_url: null,
      step: 'verify_info',
      expired: false,
      started: false,
      ineligible: false,
      is_general_opt_in: false,
      general_opt_in_work_state: null,
      review: null,
      answers: {},
    };
    state.objects.push({ seq: 99, kind: 'session', id: 'ias_1', created: 1, data: session });
  }

  test.each(wrongs)('%s is refused, named, and changes nothing', async (_name, spoil, field) => {
    await sandbox.call('POST', '/entities', { name: 'Apple, Inc' });
    const before = await exportState();
    const state = structuredClone(before);
    spoil(state);
    const { status, body } = await post('/import', state);
    expect([status, body.error_code]).toEqual([400, 'invalid_input']);
    expect(Object.keys(body.message as object)).toEqual([field]);
    expect(await exportState()).toEqual(before);
  });

  test('more than a megabyte is taken, and what is no document is refused', async () => {
    const { contractor } = await makeCovered(sandbox.call);
    await upload(contractor, `%PDF${'x'.repeat(2_000_000)}`);
    const exported = await exportState();
    expect((await post('/import', exported)).status).toBe(200);
    for (const body of ['{', '[]', 'null', '7', undefined])
      expect((await post('/import', body)).status).toBe(400);
    const many = { ...exported, schedule: Array(1000).fill({}) };
    const { body } = await post('/import', many);
    expect(Object.keys(body.message as object).length).toBeLessThan(30);
  });

  test('is for this machine alone', async () => {
    for (const where of ['/import', '/reset', '/seed', '/category-codes']) {
      const cross = await control(sandbox, 'POST', where, {}, { 'sec-fetch-site': 'cross-site' });
      expect([where, cross.status]).toEqual([where, 403]);
      const form = await control(sandbox, 'POST', where, 'a=b', { 'content-type': 'text/plain' });
      expect([where, form.status]).toEqual([where, 400]);
    }
  });
});

describe('job category codes', () => {
  const code = scenarios.unapprovedCode.value;
  const listed = async () =>
    (await sandbox.call('GET', '/category_codes')).body as { category_code: string }[];
  const makeJob = async (category: string) => {
    const entity = (await sandbox.call('POST', '/entities', { name: 'Apple, Inc' })).body.id as string;
    return sandbox.call('POST', '/jobs', { ...jobFields(entity), category_code: category });
  };

  test('one that was not approved can be used once it is, and an event tells of it', async () => {
    const receiver = await receive();
    await register(sandbox, receiver.url, { events: ['category_code.added'] });
    expect((await makeJob(code)).body.error_code).toBe('job_category_not_approved');
    const approved = await post(`/category-codes/${code}/approve`);
    expect(approved.body).toMatchObject({ category_code: code, approved: true });
    await post(`/category-codes/${code}/approve`);
    expect((await makeJob(code)).status).toBe(201);
    expect((await listed()).map((one) => one.category_code)).toContain(code);
    await until(() => receiver.deliveries.length === 1);
    expect(receiver.deliveries[0]!.event).toMatchObject({
      type: 'category_code.added',
      data: { object: 'category_code', category_code: code, name: 'Drone Pilot' },
    });
    expect(await typesOf(sandbox.call, () => true)).toEqual(['category_code.added']);
    expect((await post('/category-codes/jc_nothing/approve')).status).toBe(404);
  });

  test('a new one has its rates, is listed last, and is there after a restart', async () => {
    const before = await listed();
    const rates = { workers_comp: 100, general: 50, professional: 30 };
    const made = await post('/category-codes', { name: 'Juggler', rates });
    expect(made.status).toBe(201);
    const { category_code: added } = made.body;
    await sandbox.stop();
    sandbox = await runSandbox({ now: clock.now, dataDir: sandbox.dataDir });
    expect(await listed()).toEqual([...before, { category_code: added, name: 'Juggler' }]);
    const job = (await makeJob(added as string)).body.id as string;
    const contractor = (await sandbox.call('POST', '/contractors', contractorFields())).body.id as string;
    const terms = { contractor, job, coverage_type: ['general', 'professional'] };
    const { body } = await sandbox.call('POST', '/quotes', terms);
    expect(body.net_rate).toBe(body.gl_net_rate + 30);
    expect(await get('/category-codes')).toContainEqual({
      category_code: added,
      name: 'Juggler',
      approved: true,
      rates,
    });
  });

  test('one that waits is not listed and not told of', async () => {
    const { body } = await post('/category-codes', { name: 'Juggler', approved: false });
    expect((await listed()).map((one) => one.category_code)).not.toContain(body.category_code);
    expect(await typesOf(sandbox.call, () => true)).toEqual([]);
    await post(`/category-codes/${body.category_code}/approve`);
    expect(await typesOf(sandbox.call, () => true)).toEqual(['category_code.added']);
  });

  test.each([
    [{}, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'A', approved: 'yes' }, 'approved'],
    [{ name: 'A', rates: { general: 0 } }, 'rates.general'],
    [{ name: 'A', rates: { cyber: 5 } }, 'rates.cyber'],
    [{ name: 'A', code: 'jc_1' }, 'code'],
  ])('%j is refused with the field named', async (body, field) => {
    const answer = await post('/category-codes', body);
    expect([answer.status, Object.keys(answer.body.message as object)]).toEqual([400, [field]]);
  });
});

test('a state exported long ago catches up when it is imported', async () => {
  const { session } = await makeSession(sandbox.call);
  const exported = await exportState();
  clock.move(40 * DAY);
  await post('/import', exported);
  expect(await typesOf(sandbox.call, session.id)).toEqual(['application.created', 'application.expired']);
});

test('what is missing in a document is named in words', async () => {
  const { status, body } = await control(sandbox, 'POST', '/import', {});
  expect(status).toBe(400);
  expect(body.message).toMatchObject({
    settings: 'Is missing: it must be of type object.',
    objects: 'Is missing: it must be of type array.',
  });
});
