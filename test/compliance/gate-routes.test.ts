import { control } from '../../sandbox/test/support/control';
import { jobFields } from '../../sandbox/test/support/objects';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';

const DAY = 86_400;

interface Answer {
  decision: boolean;
  covered: boolean;
  state: string;
  reasons: string[];
  age_seconds: number;
  as_of: number;
  from: number;
  until: number;
  contractor: string;
  error: { status: number; message: string };
}

let running: TestApp;
let contractor: string;
let job: string;
let at: number;
let policy: string;

beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  const operator = new Person(running.url);
  const path = await walkTo(operator, 'application');
  await operator.submit(`${path}/application`);
  const row = (await running.store.onboardings.find(path.split('/').pop() ?? ''))!;
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${row.session_id}`);
  [contractor, job] = [row.contractor_id!, row.job_id!];
  const [issued] = await callSandbox<{ id: string; effective_date: number }[]>(
    running.sandbox,
    'GET',
    `/policies?quote=${row.quote_id}`,
  ).then((found) => ('data' in found ? (found.data as typeof found) : found));
  policy = issued!.id;
  at = issued!.effective_date + DAY;
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

const send = (path: string, init: RequestInit = {}) => fetch(`${running.url}/api/coverage${path}`, init);
const ask = async (query: Record<string, string | number>): Promise<Answer> => {
  const answer = await send(`?${new URLSearchParams(query as Record<string, string>).toString()}`);
  return (await answer.json()) as Answer;
};
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('the gate over HTTP', () => {
  it('says yes where the contractor is covered for the job then, and how old its knowledge is', async () => {
    const answer = await ask({ contractor, job, at });
    expect(answer).toMatchObject({
      decision: true,
      covered: true,
      state: 'covered',
      contractor,
      age_seconds: 0,
    });
    expect(answer.from).toBeLessThan(at);
    expect(Math.abs(answer.as_of - Date.now() / 1000)).toBeLessThan(60);
    const iso = new Date(at * 1000).toISOString();
    expect((await ask({ contractor, job, at: iso })).decision).toBe(true);
  });

  it.each([
    ['now, before the cover begins', () => ({ contractor, job })],
    ['for another job', () => ({ contractor, job: 'jb_other', at })],
    ['of somebody the API does not know', () => ({ contractor: 'cn_nobody', job, at })],
    ['with a type that is not covered', () => ({ contractor, job, at, coverage: 'general,cyber' })],
  ])('says no %s', async (_when, query) => {
    const answer = await ask(query());
    expect([answer.decision, answer.covered]).toEqual([false, false]);
    expect(answer.reasons.length).toBeGreaterThan(0);
  });

  it('says no while the API cannot be asked, unless what is known may be that old', async () => {
    await ask({ contractor, job, at });
    running.advance(5_000);
    running.proxy.fail('GET /', { kind: 'reset' });
    const answer = await ask({ contractor, job, at });
    expect([answer.decision, answer.state]).toEqual([false, 'covered']);
    expect(answer.reasons.slice(0, 2)).toEqual([
      expect.stringContaining('The API could not be asked'),
      'What is known is 5 seconds old.',
    ]);
    expect(answer.reasons.join(' ')).not.toContain('too old');
    expect((await ask({ contractor, job, at, max_age: 600 })).decision).toBe(true);
    running.advance(601_000);
    expect((await ask({ contractor, job, at, max_age: 600 })).decision).toBe(false);
  });

  it('learns by itself of what no event told', async () => {
    await control(running.sandbox, 'PUT', '/webhook-faults', { drop_rate: 1 });
    await control(running.sandbox, 'POST', `/policies/${policy}/cancel`);
    expect(await ask({ contractor, job, at })).toMatchObject({ decision: false, state: 'cancelled' });
    await control(running.sandbox, 'POST', `/policies/${policy}/reactivate`);
    // What was answered in one second cannot be put in order.
    await control(running.sandbox, 'POST', '/clock', { advance: '5s' });
    expect((await ask({ contractor, job, at })).decision).toBe(true);
    await control(running.sandbox, 'DELETE', '/webhook-faults');
  });

  it('asks the API once for all who ask about one contractor at the same time', async () => {
    const before = running.proxy.calls.length;
    await ask({ contractor, job, at });
    const alone = running.proxy.calls.length - before;
    await Promise.all(Array.from({ length: 10 }, () => ask({ contractor, job, at })));
    expect(running.proxy.calls.length - before - alone).toBeLessThan(8 * alone);
  });

  it('tells a job that nothing is known of from one that the API does not know', async () => {
    const { id: entity } = await callSandbox(running.sandbox, 'POST', '/entities', {
      name: 'Elsewhere, Inc',
    });
    const { id: other } = await callSandbox(running.sandbox, 'POST', '/jobs', jobFields(entity));
    expect((await ask({ contractor, job: 'jb_other', at })).reasons).toContain(
      'The API knows no job jb_other.',
    );
    expect((await ask({ contractor, job: other, at })).reasons.join(' ')).not.toContain('knows no job');
  });

  it.each([
    ['no contractor', '?job=jb_1', 'contractor'],
    ['an empty contractor', '?contractor=', 'contractor'],
    ['two contractors', '?contractor=cn_1&contractor=cn_2', 'contractor'],
    ['an odd contractor', '?contractor=../x', 'contractor'],
    ['no such moment', '?contractor=cn_1&at=tomorrow', 'at'],
    ['no such day', '?contractor=cn_1&at=2026-02-31T99:00:00Z', 'at'],
    ['a day that no month has', '?contractor=cn_1&at=2027-02-29', 'at'],
    ['an empty job', '?contractor=cn_1&job=', 'job'],
    ['an empty moment', '?contractor=cn_1&at=', 'at'],
    ['a name that is none of its own', '?contractor=cn_1&jobs=jb_1', 'jobs'],
    ['an age that is none', '?contractor=cn_1&max_age=forever', 'max_age'],
  ])('answers a question with %s by 400, and says how to mend it', async (_what, query, name) => {
    const answer = await send(query);
    expect(answer.status).toBe(400);
    const { message, fix } = (await answer.json()) as { message: string; fix: string };
    expect(`${message} ${fix}`).toContain(name);
  });

  it.each([
    ['a resource without an id', { resource: { type: 'job' } }, 'job'],
    ['a resource that is no object', { resource: 'jb_1' }, 'job'],
    ['a misspelt name', { resources: { id: 'jb_1' } }, 'resources'],
  ])('never takes for a question about any job one with %s', async (_what, rest, name) => {
    const answer = await post('', { subject: { type: 'contractor', id: contractor }, ...rest });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain(name);
  });

  it('answers in JSON, kept by nobody, whatever goes wrong', async () => {
    const wrong = [
      await send('/nothing'),
      await send('/batch'),
      await send('', { method: 'DELETE' }),
      await post('/batch', '{'),
      await post('', '"text"'),
      await post('/batch', { evaluations: [] }, { 'sec-fetch-site': 'cross-site' }),
    ];
    expect(wrong.map(({ status }) => status)).toEqual([404, 405, 405, 400, 400, 403]);
    for (const answer of wrong) {
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toMatchObject({ fix: expect.any(String) as string });
    }
    expect(wrong[1]?.headers.get('allow')).toBe('POST');
  });
});

describe('many questions at once', () => {
  it('are answered in their order, each by itself', async () => {
    const answer = await post('/batch', {
      at,
      evaluations: [
        { contractor, job },
        { job },
        { contractor: 'cn_nobody', job },
        { contractor, job, at: 'never' },
      ],
    });
    const { evaluations } = (await answer.json()) as { evaluations: Answer[] };
    expect(evaluations.map(({ decision }) => decision)).toEqual([true, false, false, false]);
    expect(evaluations[1]?.error).toMatchObject({
      status: 400,
      message: expect.stringContaining('contractor') as string,
    });
  });

  it('may be written as AuthZEN writes them, and are then answered so', async () => {
    const subject = { type: 'contractor', id: contractor };
    const action = { name: 'start' };
    const one = await post('', { subject, action, resource: { type: 'job', id: job }, context: { at } });
    expect(await one.json()).toMatchObject({ decision: true, context: { covered: true, state: 'covered' } });
    const many = await post('/batch', {
      subject,
      action,
      context: { at },
      evaluations: [{ resource: { type: 'job', id: job } }, { resource: { type: 'job', id: 'jb_other' } }],
    });
    const { evaluations } = (await many.json()) as { evaluations: object[] };
    expect(evaluations).toMatchObject([{ decision: true }, { decision: false, context: { covered: false } }]);
  });

  it('takes what is shared as a default, which each question may set otherwise', async () => {
    const body = {
      subject: { type: 'contractor', id: contractor },
      action: { name: 'start' },
      resource: { type: 'job', id: job },
      context: { at, coverage: ['general'] },
      options: { evaluations_semantic: 'execute_all' },
      evaluations: [
        {},
        { subject: { type: 'contractor', id: 'cn_nobody' } },
        { resource: { type: 'job', id: 'jb_other' } },
        // A context is taken whole: this one asks about now.
        { context: { coverage: ['general'] } },
        { context: { at, coverage: ['cyber'] } },
      ],
    };
    const { evaluations } = (await (await post('/batch', body)).json()) as { evaluations: Answer[] };
    expect(evaluations.map(({ decision }) => decision)).toEqual([true, false, false, false, false]);
  });

  it('are asked as the page shows it', async () => {
    const operator = new Person(running.url);
    await operator.open(`/compliance/gate?contractor=${contractor}&job=${job}`);
    const shown = operator.page.$('section[aria-label^="Many at once"] code').text();
    const [, url, body] = /"(http[^"]*)" --json '([^']*)'/.exec(shown) ?? [];
    expect(url).toBe(`${running.url}/api/coverage/batch`);
    const { evaluations } = (await (await post('/batch', body)).json()) as {
      evaluations: { context: Answer & { at: number } }[];
    };
    const [first, second] = evaluations.map(({ context }) => context);
    expect(first).toMatchObject({ contractor, job, state: 'covered_from' });
    expect(second).toMatchObject({ contractor, job, at: Date.UTC(2027, 0, 4) / 1000 });
  });

  it.each([
    ['none', { evaluations: [] }],
    ['more than a hundred', { evaluations: Array.from({ length: 101 }, () => ({ contractor: 'cn_1' })) }],
    ['no list', { evaluations: 'cn_1' }],
    ['another way to answer', { evaluations: [{}], options: { evaluations_semantic: 'deny_on_first_deny' } }],
  ])('are refused where there is %s', async (_what, body) => {
    expect((await post('/batch', body)).status).toBe(400);
  });

  it('are bounded within a minute', async () => {
    const evaluations = Array.from({ length: 100 }, () => ({ contractor: '' }));
    const answers = await Promise.all(Array.from({ length: 13 }, () => post('/batch', { evaluations })));
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('the page of the gate', () => {
  it('answers in words, and shows how a program asks', async () => {
    const operator = new Person(running.url);
    await operator.open(`/compliance/gate?contractor=${contractor}&job=${job}&at=${at}`);
    expect(operator.text).toContain('The work may begin');
    expect(operator.text).toContain(`${running.url}/api/coverage?contractor=${contractor}&job=${job}`);
    await operator.open(`/compliance/gate?contractor=${contractor}&job=jb_other&at=${at}`);
    expect(operator.text).toContain('The work may not begin');
    await operator.open(`/compliance/gate?contractor=cn_nope&job=${job}`);
    expect(operator.page.$('#answer li, #answer p').text()).toBe('The API knows no contractor cn_nope.');
    await operator.open('/compliance/gate');
    expect(operator.page.status).toBe(200);
  });

  it('marks each field that is wrong, in words for people, and keeps what was typed', async () => {
    const operator = new Person(running.url);
    const typed = {
      contractor: '../x',
      job: '#42',
      at: 'tomorrow',
      coverage: 'a,b,c,d,e,f,g,h,i,j,k',
    };
    await operator.open(`/compliance/gate?${new URLSearchParams(typed).toString()}`);
    expect(operator.page.status).toBe(422);
    const problems = [
      'Enter the contractor’s id at the API, which begins with cn_',
      'Enter the job’s id at the API, which begins with jb_, or leave it empty',
      'When must be a day or a time, like 2026-11-26 or 2026-11-26T08:00:00Z',
      'Name at most 10 types of coverage',
    ];
    expect(operator.problems).toEqual(problems);
    const { $ } = operator.page;
    const marked = Object.keys(typed).map((name) => $(`#${name}-error`).text());
    expect(marked).toEqual(problems.map((text) => `Error: ${text}`));
    expect(Object.keys(typed).map((name) => $(`#${name}`).attr('aria-invalid'))).toEqual(
      problems.map(() => 'true'),
    );
    expect(Object.fromEntries(Object.keys(typed).map((name) => [name, operator.value(name)]))).toEqual(typed);
    expect($('title').text()).toMatch(/^Error: /);
  });

  it.each(['', '&contractor=cn_1&contractor=cn_2'])(
    'asks for a contractor where none is named (job=jb_1%s)',
    async (more) => {
      const operator = new Person(running.url);
      await operator.open(`/compliance/gate?job=jb_1${more}`);
      expect([operator.page.status, operator.problems]).toEqual([
        422,
        ['Enter the contractor’s id at the API, which begins with cn_'],
      ]);
      expect(operator.value('job')).toBe('jb_1');
    },
  );

  it('takes ids as they are pasted', async () => {
    const operator = new Person(running.url);
    await operator.open(
      `/compliance/gate?${new URLSearchParams({ contractor: `\u200b${contractor} `, job, at: String(at) }).toString()}`,
    );
    expect(operator.text).toContain('The work may begin');
  });
});
