import { operations } from '../src/openapi/operation-index';
import { Person, type PageSeen } from '../../test/support/browser-like';
import { control } from './support/control';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
let person: Person;
beforeEach(async () => {
  sandbox = await runSandbox();
  person = new Person(sandbox.url);
});
afterEach(() => sandbox.close());

const open = () => person.open('/faults');

/** Sends a form of the page as a browser does: with what stands in its fields. */
async function send(action: string, typed: Record<string, string> = {}): Promise<PageSeen> {
  await open();
  return person.submit(action, typed);
}

const get = async (path: string): Promise<object> => (await control(sandbox, 'GET', path)).body as object;
const text = ({ $ }: PageSeen) => $('main').text().replace(/\s+/g, ' ');
const value = ({ $ }: PageSeen, id: string) => $(`#${id}`).val();

describe('/faults', () => {
  test('says that nothing is on, and offers every fault and variant', async () => {
    const page = await open();
    expect(page.status).toBe(200);
    expect(text(page)).toContain('Nothing is on');
    expect(page.$('form[action="/faults/off"]')).toHaveLength(0);
    expect(page.$('#error-operation option')).toHaveLength(1 + operations().length);
    const names = page.$('form[action="/faults/variants"] [name]').toArray();
    expect(names.map((field) => page.$(field).attr('name')).filter((name) => name !== '_csrf')).toEqual(
      Object.keys(await get('/variants')),
    );
    const webhooks = page.$('form[action="/faults/webhooks"] [name]').toArray();
    expect(webhooks.map((field) => page.$(field).attr('name')).sort()).toEqual(
      ['_csrf', ...Object.keys(await get('/webhook-faults'))].sort(),
    );
  });

  test('every field has a label, and every id stands once', async () => {
    const { $ } = await open();
    const ids = $('[id]')
      .toArray()
      .map((element) => $(element).attr('id')!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const field of $('main input:not([type=hidden]), main select').toArray()) {
      expect($(`label[for="${$(field).attr('id')}"]`)).toHaveLength(1);
    }
  });

  test.each([
    [
      'error',
      {
        operation: 'createQuote',
        error_code: 'duplicate_email',
        status: '400',
        rate: '0.2',
        retry_after: '5',
      },
      {
        fault: 'error',
        error_code: 'duplicate_email',
        status: 400,
        rate: 0.2,
        retry_after: 5,
        when: 'before',
      },
      '20 % of calls of POST /quotes fails with 400 duplicate_email',
    ],
    [
      'error',
      { operation: 'createQuote', times: '3', when: 'after' },
      { fault: 'error', rate: 1, times: 3, when: 'after' },
      'Each call, 3 more, of POST /quotes fails with 500 general_error, after it was done',
    ],
    [
      'broken',
      { operation: 'createQuote', ending: 'drop after' },
      { fault: 'drop', rate: 1, when: 'after' },
      'loses its connection after it was done',
    ],
    [
      'broken',
      { operation: 'createQuote', ending: 'truncated' },
      { fault: 'truncated', rate: 1 },
      'gets half of its answer',
    ],
    [
      'broken',
      { operation: 'createQuote', ending: 'html before' },
      { fault: 'html', rate: 1, status: 502, when: 'before' },
      'the HTML page of a gateway, 502',
    ],
    [
      'latency',
      { operation: 'createQuote', ms: '100', jitter_ms: '50' },
      { fault: 'latency', rate: 1, ms: 100, jitter_ms: 50 },
      'waits 100 to 150 ms',
    ],
    [
      'rate_limit',
      { operation: 'createQuote', calls: '5', seconds: '10' },
      { fault: 'rate_limit', calls: 5, seconds: 10 },
      'refused with 429 beyond 5 calls in 10 seconds, for each key',
    ],
  ])('the form %s adds %j', async (kind, typed, fault, words) => {
    const page = await send(`/faults/api/${kind}`, typed);
    expect(page.path).toBe('/faults');
    expect(await get('/api-faults')).toEqual([{ operation: 'createQuote', ...fault }]);
    expect(page.$('[role=status]').text().trim()).toBe('The fault is on.');
    expect(text(page)).toContain(words);
    expect((await open()).$('[role=status]')).toHaveLength(0);
  });

  test('adds to the faults that are on, and takes away the one that is meant', async () => {
    await send('/faults/api/latency', { ms: '5', times: '9' });
    await send('/faults/api/error', { operation: 'listJobs' });
    await sandbox.call('GET', '/contractors');
    await send('/faults/remove');
    expect(await get('/api-faults')).toMatchObject([{ fault: 'error', operation: 'listJobs' }]);
    await control(
      sandbox,
      'PUT',
      '/api-faults',
      Array.from({ length: 100 }, () => ({ fault: 'empty' })),
    );
    expect(text(await send('/faults/api/error'))).toContain('There is a problem');
  });

  test('sets webhook faults and variants, and shows them as they are', async () => {
    const faults = { delay_seconds: '60', drop_rate: '0.5', reorder: 'on' };
    expect(text(await send('/faults/webhooks', faults))).toContain('The webhook faults are set.');
    expect(await get('/webhook-faults')).toEqual({
      delay_seconds: 60,
      drop_rate: 0.5,
      drop_next: 0,
      duplicate_rate: 0,
      bad_signature_rate: 0,
      reorder: true,
    });
    await send('/faults/variants', { stringified_json: 'python', iso_dates: 'on' });
    expect(await get('/variants')).toMatchObject({
      stringified_json: 'python',
      iso_dates: true,
      null_text: false,
    });
    const page = await open();
    expect(text(page)).toContain('On: webhook faults, variants.');
    expect([value(page, 'webhooks-drop_rate'), value(page, 'webhooks-duplicate_rate')]).toEqual(['0.5', '']);
    expect(page.$('#variants-iso_dates').attr('checked')).toBeDefined();
    expect(page.$('#variants-null_text').attr('checked')).toBeUndefined();
    expect(value(page, 'variants-stringified_json')).toBe('python');
    // Sent as it stands, it changes nothing.
    const before = await get('/variants');
    await send('/faults/variants');
    expect(await get('/variants')).toEqual(before);
  });

  test('switches all off', async () => {
    await send('/faults/api/error');
    await send('/faults/webhooks', { drop_rate: '1' });
    await send('/faults/variants', { null_text: 'on' });
    expect(text(await send('/faults/off'))).toContain('Everything is off');
    expect(await get('/api-faults')).toEqual([]);
    expect(await get('/webhook-faults')).toMatchObject({ drop_rate: 0 });
    expect(await get('/variants')).toMatchObject({ null_text: false });
  });

  test.each([
    [
      '/faults/api/error',
      'error',
      { rate: '20 %', times: '1.5', operation: 'jobs' },
      ['operation', 'rate', 'times'],
    ],
    ['/faults/api/latency', 'latency', { jitter_ms: '-1' }, ['ms', 'jitter_ms']],
    ['/faults/api/rate_limit', 'rate_limit', { calls: 'many', seconds: '<b>' }, ['calls', 'seconds']],
    [
      '/faults/webhooks',
      'webhooks',
      { drop_rate: '2', delay_seconds: '1e3' },
      ['drop_rate', 'delay_seconds'],
    ],
    ['/faults/variants', 'variants', { stringified_json: 'xml' }, ['stringified_json']],
  ])('%s keeps what was typed, with the errors at the fields', async (action, id, typed, fields) => {
    const page = await send(action, typed);
    const links = page.$('.errors a').toArray();
    expect(links.map((link) => page.$(link).attr('href')).sort()).toEqual(
      fields.map((field) => `#${id}-${field}`).sort(),
    );
    for (const field of fields) {
      const input = page.$(`#${id}-${field}`);
      expect(input.attr('aria-describedby')).toContain(`${id}-${field}-error`);
      expect(page.$(`#${id}-${field}-error`).text()).toMatch(/^Error: \S/);
    }
    for (const [field, given] of Object.entries(typed)) {
      if (page.$(`#${id}-${field}`).is('input')) expect(value(page, `${id}-${field}`)).toBe(given);
    }
    expect(await get('/api-faults')).toEqual([]);
  });

  test('takes no form from another site, or without the token of its page', async () => {
    for (const action of ['/faults/api/error', '/faults/webhooks', '/faults/variants']) {
      await open();
      const form = person.formBody(action, { null_text: 'on' });
      const foreign = await person.post(form).set('Origin', 'https://evil.example');
      expect([action, foreign.status]).toEqual([action, 403]);
      const bare = await person.post({ action, text: 'null_text=on' });
      expect([action, bare.status]).toEqual([action, 403]);
    }
    expect(await get('/api-faults')).toEqual([]);
    expect(await get('/variants')).toMatchObject({ null_text: false });
  });

  test('has no other forms', async () => {
    await open();
    const { text: body } = person.formBody('/faults/webhooks');
    expect((await person.post({ action: '/faults/api/flood', text: body })).status).toBe(404);
  });
});

test('every page says what is on, and links to where it is switched off', async () => {
  const banner = async (path: string) => {
    const { $ } = await person.open(path);
    return { text: $('.switched-on').text().replace(/\s+/g, ' '), link: $('.switched-on a').attr('href') };
  };
  expect((await banner('/')).text).toBe('');
  await control(sandbox, 'PUT', '/webhook-faults', { drop_rate: 1 });
  await control(sandbox, 'PUT', '/api-faults', [{ fault: 'latency', ms: 0 }]);
  for (const path of ['/', '/objects', '/events', '/deliveries', '/clock', '/docs', '/nothing']) {
    const { text, link } = await banner(path);
    expect([path, text, link]).toEqual([
      path,
      expect.stringContaining('API faults, webhook faults'),
      '/faults',
    ]);
  }
  // The page of faults says more itself.
  expect((await banner('/faults')).text).toBe('');
  await send('/faults/off');
  expect((await banner('/')).text).toBe('');
});
