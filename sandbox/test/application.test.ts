import { Applicant, card, complete, goodAnswers, signed } from './support/applicant';
import { makeBasics, makeQuote, makeSession, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const get = async (path: string): Promise<any> => (await sandbox.call('GET', path)).body;
const stepOf = async (id: string): Promise<string> => String((await get(`/apply/sessions/${id}`)).step);

interface Event {
  type: string;
  data: { id: string; quote: string };
}

/** Types of the events of a session and of its quote's policy, oldest first. */
async function eventsOf(session: Made): Promise<string[]> {
  const events: Event[] = await get('/events?limit=100');
  return events
    .filter(({ data }) => data.id === session.id || (data.quote === session.quote && /^pl_/.test(data.id)))
    .map((event) => event.type)
    .reverse();
}

describe('sessions', () => {
  test('are created at the first step, changed, and expired once', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    expect(session).toEqual({
      id: expect.stringMatching(/^ias_[0-9A-HJKMNP-TV-Z]{26}$/),
      quote: quote.id,
      step: 'verify_info',
      expired: false,
      created: expect.any(Number),
      success_url: 'https://example.com/ok',
      cancel_url: 'https://example.com/no',
      url: `${sandbox.url}/apply/sandbox/${session.id}`,
    });
    const path = `/apply/sessions/${session.id}`;
    const changed = await sandbox.call('PUT', path, { success_url: 'https://example.com/new' });
    expect(changed.body).toEqual({ ...session, success_url: 'https://example.com/new' });
    const expired = await sandbox.call('POST', `${path}/expire`);
    expect([expired.status, expired.body.expired]).toEqual([200, true]);
    const twice = await sandbox.call('POST', `${path}/expire`);
    expect([twice.status, twice.body.error_code]).toEqual([400, 'session_expired']);
    expect((await sandbox.call('PUT', path, {})).body.error_code).toBe('session_expired');
    expect(await eventsOf(session)).toEqual(['application.created', 'application.expired']);
  });

  test('refuse unknown quotes, addresses that are not web addresses, and quotes with a policy', async () => {
    const { quote } = await makeQuote(sandbox.call);
    const post = async (body: object): Promise<Made> =>
      (await sandbox.call('POST', '/apply/sessions', body)).body as Made;
    expect((await post({})).message).toHaveProperty('quote');
    expect((await post({ quote: 'qt_0000000000' })).error_code).toBe('invalid_quote_id');
    const evil = await post({ quote: quote.id, success_url: 'javascript:alert(1)' });
    expect(evil.message).toHaveProperty('success_url');
    await sandbox.call('POST', '/policies', { quote: quote.id });
    expect((await post({ quote: quote.id })).error_code).toBe('policy_already_exists');
  });

  test('may be general opt-ins, without a quote', async () => {
    const { contractor } = await makeBasics(sandbox.call);
    const body = { is_general_opt_in: true, contractor };
    const missing = await sandbox.call('POST', '/apply/sessions', body);
    expect(missing.body.message).toHaveProperty('general_opt_in_work_state');
    const nobody = { is_general_opt_in: true, general_opt_in_work_state: 'CA' };
    const anonymous = await sandbox.call('POST', '/apply/sessions', nobody);
    expect(anonymous.body.error_code).toBe('missing_contractor_id');
    const made = await sandbox.call('POST', '/apply/sessions', { ...body, general_opt_in_work_state: 'CA' });
    const asInProse = await sandbox.call('POST', '/apply/sessions', { ...body, work_state: 'NY' });
    expect(asInProse.body.general_opt_in_work_state).toBe('NY');
    expect(made.body).toMatchObject({ quote: null, contractor, step: 'verify_info' });
    expect((await complete(made.body.url)).title).toMatch(/successfully signed up/);
    expect(await eventsOf(made.body)).toEqual([
      ...['application.created', 'application.started', 'application.complete'],
    ]);
  });
});

describe('the hosted application', () => {
  test('walks the documented steps and ends with a policy', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    const applicant = await new Applicant(session.url).open();
    expect(applicant.html).toMatch(/No insurance is sold/);
    expect(applicant.html).toMatch(/Joe Parker/);
    const walked = [await stepOf(session.id)];
    for (const fields of [{ confirmed: 'yes' }, goodAnswers, signed, card, {}]) {
      await applicant.send(fields);
      walked.push(await stepOf(session.id));
    }
    expect(walked).toEqual([
      ...['verify_info', 'application_questions', 'esignature_document', 'add_card_details', 'final_review'],
      'application_complete',
    ]);
    expect(applicant.returnedTo).toBe('https://example.com/ok');
    expect(applicant.title).toBe('You’ve successfully signed up for coverage');
    expect(applicant.html).toContain('href="https://example.com/ok"');
    const [policy] = await get(`/policies?quote=${quote.id}`);
    expect(policy).toMatchObject({ status: 'active', effective_date: quote.effective_date });
    expect(policy.expiration_date).toBe(quote.end_date);
    expect(await eventsOf(session)).toEqual([
      ...['application.created', 'application.started', 'application.complete', 'policy.active'],
    ]);
    const again = await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
    expect(again.body.error_code).toBe('application_already_complete');
  });

  test('the policy’s documents open as PDF files that say what they are', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    await complete(session.url);
    const [policy] = await get(`/policies?quote=${quote.id}`);
    const { gl_coi_pdf_url: general, wc_coi_pdf_url: workersComp } = policy.certificates;
    for (const address of [policy.pdf_url, general, workersComp]) {
      expect(address).toMatch(
        new RegExp(`^${sandbox.url}/bound-policies/sandbox/ten99policy_.*${policy.id}.*pdf$`),
      );
      const response = await fetch(address);
      expect(response.headers.get('content-type')).toBe('application/pdf');
      const text = await response.text();
      expect(text).toMatch(/^%PDF-1/);
      expect(text).toMatch(/SAMPLE/);
    }
    const made = await makeQuote(sandbox.call, { coverage_type: ['general', 'media'] });
    const media = await sandbox.call('POST', '/policies', { quote: made.quote.id });
    expect(media.body.certificates).toEqual({ gl_coi_pdf_url: expect.any(String), wc_coi_pdf_url: null });
    const [event] = await get('/events?limit=1');
    expect(event).toMatchObject({ type: 'policy.active.media', data: { is_active: true, status: 'active' } });
  });

  test.each([
    ['contractor', { withhold_premium: true }, {}],
    ['job', {}, { withhold_premium: true }],
  ])('has no card step when the premium is withheld for the %s', async (_name, contractor, job) => {
    const { session } = await makeSession(sandbox.call, {}, contractor, job);
    const applicant = await complete(session.url, false);
    expect(applicant.title).toMatch(/successfully/);
  });

  test('is resumed at its step from another browser, and a stale form changes nothing', async () => {
    const { session } = await makeSession(sandbox.call);
    const one = await new Applicant(session.url).open();
    await one.send({ confirmed: 'yes' });
    const two = await new Applicant(session.url).open();
    expect(two.title).toBe('A few questions about your work');
    await two.send(goodAnswers);
    await one.send(goodAnswers);
    expect(one.title).toBe('Read and sign');
    expect(await stepOf(session.id)).toBe('esignature_document');
  });

  test('says what is wrong at each step, and stays there', async () => {
    const { session } = await makeSession(sandbox.call);
    const applicant = await new Applicant(session.url).open();
    const bad = async (fields: Record<string, string>, ...texts: RegExp[]) => {
      await applicant.send(fields);
      expect(applicant.status).toBe(200);
      expect(applicant.html).toMatch(/<title>Error: /);
      expect(applicant.html).toMatch(/There is a problem/);
      for (const text of texts) expect(applicant.html).toMatch(text);
    };
    await bad({}, /Confirm that your details/, /href="#confirmed"/);
    await applicant.send({ confirmed: 'yes' });
    await bad({ works_in_us: 'yes' }, /href="#hazardous_work"/, /href="#recent_claims"/);
    await applicant.send(goodAnswers);
    await bad({ signature: '"><script>' }, /Agree to the sample/, /value="&#34;&gt;&lt;script&gt;"/);
    await applicant.send(signed);
    await bad({ card_number: '5555 5555 5555 4444' }, /Use the test card/);
    expect(applicant.html).not.toMatch(/5555/);
    await bad({ card_number: '4000 0000 0000 0002' }, /declined/);
    expect(await stepOf(session.id)).toBe('add_card_details');
  });

  test.each([
    ['an answer', { hazardous_work: 'yes' }, {}],
    ['the quote', {}, { last_name: 'Ineligible' }],
  ])('ends as ineligible by %s, with a way back', async (_name, answers, contractor) => {
    const { session, quote } = await makeSession(sandbox.call, {}, contractor);
    const applicant = await new Applicant(session.url).open();
    await applicant.send({ confirmed: 'yes' });
    await applicant.send({ ...goodAnswers, ...answers });
    expect(applicant.returnedTo).toBe('https://example.com/no');
    expect(applicant.title).toMatch(/can’t offer/);
    expect(applicant.html).toContain('href="https://example.com/no"');
    expect(await eventsOf(session)).toEqual([
      ...['application.created', 'application.started', 'application.ineligible'],
    ]);
    expect(await get(`/policies?quote=${quote.id}`)).toEqual([]);
  });

  test.each([
    ['before the questions', []],
    ['before the last step', [goodAnswers, signed, card]],
  ])('ends as ineligible when the job moves to a state without this coverage %s', async (_name, forms) => {
    const { session, quote, job } = await makeSession(sandbox.call);
    const applicant = await new Applicant(session.url).open();
    for (const fields of [{ confirmed: 'yes' }, ...forms]) await applicant.send(fields);
    await sandbox.call('PUT', `/jobs/${job}`, { address: { region: 'OH' } });
    await applicant.send(forms.length === 0 ? goodAnswers : {});
    expect(applicant.title).toMatch(/can’t offer/);
    expect(await eventsOf(session)).toEqual([
      ...['application.created', 'application.started', 'application.ineligible'],
    ]);
    expect(await get(`/policies?quote=${quote.id}`)).toEqual([]);
    // That is its one ending: it does not expire too.
    const again = await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
    expect(again).toMatchObject({ status: 400, body: { error_code: 'application_already_complete' } });
    const clock = await (await fetch(`${sandbox.url}/clock`)).text();
    expect(clock).not.toContain(session.id);
  });

  test('cannot be completed once expired, also with the last form open', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    const applicant = await new Applicant(session.url).open();
    for (const fields of [{ confirmed: 'yes' }, goodAnswers, signed, card]) await applicant.send(fields);
    await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
    await applicant.send();
    expect(applicant.returnedTo).toBe('https://example.com/no');
    expect(applicant.title).toBe('This application has expired');
    expect(applicant.html).toContain('href="https://example.com/no"');
    expect(await get(`/policies?quote=${quote.id}`)).toEqual([]);
  });

  test('of two applications for one quote only one is completed', async () => {
    const { session, quote } = await makeSession(sandbox.call);
    const second = (await sandbox.call('POST', '/apply/sessions', { quote: quote.id })).body;
    const late = await new Applicant(second.url).open();
    await complete(session.url);
    await late.send({ confirmed: 'yes' });
    expect(late.title).toBe('This work is insured already');
    expect(await get(`/policies?quote=${quote.id}`)).toHaveLength(1);
  });

  test.each([
    ['https://example.com/ok?a=1', 'https://example.org/no', 'https://example.com https://example.org'],
    ['http://127.0.0.1:3000/ok', 'http://127.0.0.1:3000/no', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000/ok', null, 'http:'],
    [null, null, ''],
  ])('lets forms end at %s and %s, and nowhere else', async (success_url, cancel_url, sources) => {
    const { quote } = await makeQuote(sandbox.call);
    const made = await sandbox.call('POST', '/apply/sessions', { quote: quote.id, success_url, cancel_url });
    const page = await fetch(made.body.url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(/form-action 'self' ?([^;]*)/.exec(policy)?.[1]).toBe(sources);
  });

  test('without a way back shows how it has ended', async () => {
    const { quote } = await makeQuote(sandbox.call);
    const made = await sandbox.call('POST', '/apply/sessions', { quote: quote.id });
    const applicant = await complete(made.body.url);
    expect(applicant.returnedTo).toBeNull();
    expect(applicant.title).toMatch(/successfully signed up/);
    expect(applicant.html).toContain('You can close this page.');
  });

  test('takes forms from its own pages alone', async () => {
    const { session } = await makeSession(sandbox.call);
    const stranger = new Applicant(session.url);
    await stranger.post(`/apply/sandbox/${session.id}/verify_info`, { confirmed: 'yes' });
    expect(stranger.status).toBe(403);
    const applicant = await new Applicant(session.url).open();
    await applicant.send({ confirmed: 'yes', _csrf: 'x'.repeat(43) });
    expect(applicant.status).toBe(403);
    expect(await stepOf(session.id)).toBe('verify_info');
  });

  test('no part of a card is kept', async () => {
    const { session } = await makeSession(sandbox.call);
    await complete(session.url);
    const { readFileSync, readdirSync } = await import('node:fs');
    for (const file of readdirSync(sandbox.dataDir)) {
      const text = readFileSync(`${sandbox.dataDir}/${file}`, 'latin1');
      expect(text).not.toMatch(/4242 ?4242/);
    }
  });
});

describe('pages', () => {
  test('errors are pages without a stack', async () => {
    for (const path of ['/nothing', '/apply/sandbox/ias_nothing', '/bound-policies/sandbox/x.pdf']) {
      const response = await fetch(sandbox.url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toMatch(/<h1>[^<]*not found<\/h1>/);
    }
    const broken = await fetch(`${sandbox.url}/apply/sandbox/%E0%A4%A`);
    expect(broken.status).toBe(400);
    expect(await broken.text()).not.toMatch(/node_modules/);
  });

  test('health answers, and other host names are refused', async () => {
    expect(await (await fetch(`${sandbox.url}/health`)).json()).toEqual({ status: 'ok' });
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const headers = { host: 'rebound.example' };
      request(sandbox.url, { headers }, (res) => resolve(res.resume().statusCode)).end();
    });
    expect(status).toBe(403);
  });
});
