import { runSandbox, type RunningSandbox } from './support/running-sandbox';
import { address, makeBasics, makeQuote } from './support/objects';

const DAY = 24 * 3600;
const epoch = (text: string) => Date.parse(text) / 1000;
const now = Date.parse('2026-03-10T15:30:00Z');
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: () => now })));
afterAll(() => sandbox.close());

const refusal = async (fields: object, contractor: object = {}, job: object = {}) => {
  const { entity: _unused, ...basics } = await makeBasics(sandbox.call, contractor, job);
  const answer = await sandbox.call('POST', '/quotes', { ...basics, coverage_type: ['general'], ...fields });
  return [answer.status, String(answer.body.error_code), String(answer.body.message)];
};

describe('rates', () => {
  test('follow the documented shape, and net_rate is the sum of its parts', async () => {
    const { quote, contractor, job } = await makeQuote(sandbox.call);
    expect(quote).toMatchObject({
      id: expect.stringMatching(/^qt_[A-Za-z0-9]{10}$/),
      contractor,
      job,
      coverage_type: ['general', 'workers-comp'],
      eligible: true,
      net_rate: 65,
      wc_net_rate: 45,
      gl_net_rate: 20,
      quote_json: {
        wc: { net_rate: 45 },
        gl: { net_rate: 20, stamping_fee: null, risk_purchasing_group_fee: null },
      },
      created: now / 1000,
    });
    expect((await sandbox.call('GET', `/quotes/${quote.id}`)).body).toEqual(quote);
  });

  test('depend on work state, residence state, category and coverage, and on nothing else', async () => {
    const rates = async (home: string, work: string, category: string) => {
      const job = { address: address(work), category_code: category };
      const { quote } = await makeQuote(sandbox.call, {}, { address: address(home) }, job);
      return [quote.wc_net_rate, quote.gl_net_rate, quote.net_rate] as number[];
    };
    const base = await rates('CA', 'CA', 'jc_MTqpkbkp6G');
    expect(await rates('CA', 'CA', 'jc_MTqpkbkp6G')).toEqual(base);
    const elsewhere = await rates('CA', 'NY', 'jc_MTqpkbkp6G');
    expect(elsewhere[0]).not.toBe(base[0]);
    expect(elsewhere[1]).toBe(base[1]);
    const moved = await rates('NY', 'CA', 'jc_MTqpkbkp6G');
    expect(moved[0]).toBe(base[0]);
    expect(moved[1]).not.toBe(base[1]);
    expect(await rates('CA', 'CA', 'jc_W4CyJ8qSk7')).not.toEqual(base);
  });

  test('exist for every coverage', async () => {
    const all = ['general', 'professional', 'workers-comp', 'media', 'cyber'];
    const { quote } = await makeQuote(sandbox.call, { coverage_type: all });
    const parts: number[] = Object.values<{ net_rate: number }>(quote.quote_json).map(
      (part) => part.net_rate,
    );
    expect(parts).toHaveLength(5);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(quote.net_rate);
    const { quote: general } = await makeQuote(sandbox.call, { coverage_type: ['general'] });
    expect(general).toMatchObject({ wc_net_rate: null, net_rate: general.gl_net_rate });
  });
});

describe('dates', () => {
  const datesOf = async (fields: object) => {
    const { quote } = await makeQuote(sandbox.call, fields);
    return [quote.effective_date, quote.end_date] as number[];
  };

  test('begin the next day and last thirty days by default', async () => {
    const start = epoch('2026-03-11T00:00:00Z');
    expect(await datesOf({})).toEqual([start, start + 30 * DAY]);
  });

  test('an end on the day of the start is moved to the next day', async () => {
    const start = epoch('2026-04-01T00:00:00Z');
    expect(await datesOf({ effective_date: start, end_date: start })).toEqual([start, start + DAY]);
    const noon = start + DAY / 2;
    expect(await datesOf({ effective_date: noon, end_date: noon + 60 })).toEqual([noon, start + DAY]);
  });

  test('may last one year and no longer', async () => {
    const start = epoch('2026-04-01T00:00:00Z');
    const year = epoch('2027-04-01T00:00:00Z');
    expect(await datesOf({ effective_date: start, end_date: year })).toEqual([start, year]);
    const longer = await refusal({ effective_date: start, end_date: year + DAY });
    expect(longer.slice(0, 2)).toEqual([400, 'end_date_invalid']);
  });

  test.each([
    ['today at midnight', { effective_date: epoch('2026-03-10T00:00:00Z') }, 'effective_date_invalid'],
    ['now', { effective_date: epoch('2026-03-10T15:30:00Z') }, 'effective_date_invalid'],
    ['milliseconds', { effective_date: 1775000000000 }, 'effective_date_invalid'],
    [
      'an end before the start',
      { effective_date: epoch('2026-04-01'), end_date: epoch('2026-03-20') },
      'end_date_invalid',
    ],
    ['text', { effective_date: '2026-04-01' }, 'invalid_input'],
  ])('refuse %s', async (_name, fields, code) => {
    expect((await refusal(fields)).slice(0, 2)).toEqual([400, code]);
  });
});

describe('coverage rules', () => {
  test.each(['ND', 'OH', 'WA', 'WY'])('no workers’ comp in %s, but other coverage', async (state) => {
    const job = { address: address(state) };
    const [status, , message] = await refusal({ coverage_type: ['general', 'workers-comp'] }, {}, job);
    expect(status).toBe(400);
    expect(message).toMatch(new RegExp(`not available in ${state}`));
    expect((await makeQuote(sandbox.call, { coverage_type: ['general'] }, {}, job)).quote.eligible).toBe(
      true,
    );
  });

  test('media and cyber need general, except in Hawaii, where general is not sold', async () => {
    expect((await refusal({ coverage_type: ['media'] }))[0]).toBe(400);
    expect((await refusal({ coverage_type: ['cyber', 'professional'] }))[0]).toBe(400);
    const hawaii = { address: address('HI') };
    expect((await refusal({ coverage_type: ['general'] }, hawaii))[0]).toBe(400);
    const { quote } = await makeQuote(sandbox.call, { coverage_type: ['media', 'cyber'] }, hawaii);
    expect(quote.coverage_type).toEqual(['media', 'cyber']);
  });

  test.each([
    ['an unknown contractor', { contractor: 'cn_0000000000' }, 'invalid_contractor_id'],
    ['an unknown job', { job: 'jb_0000000000' }, 'invalid_job_id'],
    ['no coverage', { coverage_type: [] }, 'invalid_input'],
    ['an unknown coverage', { coverage_type: ['auto'] }, 'invalid_input'],
  ])('refuse %s', async (_name, fields, code) => {
    expect((await refusal(fields)).slice(0, 2)).toEqual([400, code]);
  });

  test('name what is not there', async () => {
    expect(await refusal({ contractor: 'cn_0000000000' })).toEqual([
      ...[400, 'invalid_contractor_id', 'There is no contractor with the id cn_0000000000.'],
    ]);
    expect(await refusal({ job: 'jb_0000000000' })).toEqual([
      ...[400, 'invalid_job_id', 'There is no job with the id jb_0000000000.'],
    ]);
  });

  test('older names of fields and a single coverage as text are understood', async () => {
    const { contractor, job } = await makeBasics(sandbox.call);
    const body = { contractor_id: contractor, job_id: job, coverage_type: 'general' };
    const answer = await sandbox.call('POST', '/quotes', body);
    expect([answer.status, answer.body.coverage_type]).toEqual([201, ['general']]);
  });

  test('a contractor named Ineligible cannot be insured', async () => {
    expect((await makeQuote(sandbox.call, {}, { last_name: 'Ineligible' })).quote.eligible).toBe(false);
  });
});

test('a quote can be changed until a policy is issued from it; the same coverage is then refused', async () => {
  const { quote, contractor, job } = await makeQuote(sandbox.call);
  const put = (body: object) => sandbox.call('PUT', `/quotes/${quote.id}`, body);
  const changed = await put({ coverage_type: ['general'] });
  expect(changed.body).toMatchObject({
    id: quote.id,
    net_rate: 20,
    wc_net_rate: null,
    end_date: quote.end_date,
  });
  const policy = await sandbox.call('POST', '/policies', { quote: quote.id });
  expect((await put({ coverage_type: ['cyber', 'general'] })).body.error_code).toBe(
    'cant_update_create_new_quote',
  );
  const again = { contractor, job, coverage_type: ['general'] };
  const matching = await sandbox.call('POST', '/quotes', again);
  expect([matching.status, matching.body]).toEqual([
    400,
    {
      error_code: 'contractor_has_matching_policy',
      message: 'Contractor already has a matching policy on file',
    },
  ]);
  expect((await sandbox.call('POST', '/quotes', { ...again, coverage_type: ['professional'] })).status).toBe(
    201,
  );
  await sandbox.call('PUT', `/policies/${policy.body.id}`, { is_active: false });
  expect((await sandbox.call('POST', '/quotes', again)).status).toBe(201);
});
