import { control } from '../../sandbox/test/support/control';
import request from 'supertest';
import { applicationUrl } from '../../src/quote/application-url';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';

const DAY_MS = 24 * 60 * 60 * 1000;

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    maxRetries: 0,
  });
});
beforeEach(async () => {
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'application');
  await operator.submit(`${onboarding}/application`);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const row = async () => (await running.store.onboardings.find(onboarding.replace('/onboardings/', '')))!;
const handOver = () => request(running.url).get(`${onboarding}/application/open`);

describe('the application session', () => {
  it('is created for the quote, with this app’s return links', async () => {
    const { session_id: id, quote_id: quote, return_token: token } = await row();
    expect(await callSandbox(running.sandbox, 'GET', `/apply/sessions/${id}`)).toMatchObject({
      quote,
      success_url: `${running.url}/return/${token}/success`,
      cancel_url: `${running.url}/return/${token}/cancel`,
    });
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('is handed over by a redirect, and its link is there to be sent', async () => {
    const { url } = await callSandbox(running.sandbox, 'GET', `/apply/sessions/${(await row()).session_id}`);
    const answer = await handOver();
    expect([answer.status, answer.headers.location]).toEqual([303, url]);
    expect(
      operator.page
        .$('main code[data-copy]')
        .toArray()
        .map((code) => operator.page.$(code).text()),
    ).toContain(url);
    const link = operator.page.$(`a[href="${onboarding}/application/open"]`);
    expect(link.closest('form')).toHaveLength(0);
  });

  it('that has expired is replaced once, also when the link is opened twice', async () => {
    const { session_id: old } = await row();
    await callSandbox(running.sandbox, 'POST', `/apply/sessions/${old}/expire`);
    const before = (await listSandbox(running.sandbox, '/apply/sessions')).length;
    await operator.open(`${onboarding}/application`);
    expect(operator.text).toContain('The application session has expired');
    expect(operator.hrefOf('Open a new application')).toBe(`${onboarding}/application/open`);
    const answers = await Promise.all([handOver(), handOver(), handOver()]);
    const { session_id: fresh } = await row();
    expect(fresh).not.toBe(old);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map(({ headers }) => headers.location as string))).toEqual(
      new Set([`${running.sandbox.url}/apply/sandbox/${fresh}`]),
    );
    expect(await listSandbox(running.sandbox, '/apply/sessions')).toHaveLength(before + 1);
  });

  it.each([
    'https://evil.example/apply',
    'javascript:alert(1)',
    'http://apply.1099policy.com/x',
    'data:text/html,x',
    'https://user@127.0.0.1/x',
    '//evil.example',
    'not a url',
    '',
    null,
  ])('on an unexpected address is neither opened nor shown as a link: %s', async (url) => {
    const { session_id: id } = await row();
    running.proxy.fail('GET /apply/sessions/', {
      kind: 'answer',
      status: 200,
      body: { id, url, step: 'verify_info', expired: false },
    });
    const answer = await handOver();
    expect(answer.status).toBe(502);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).toContain('The application URL is on an unexpected host');
    expect(answer.text).toContain('TEN99POLICY_APPLICATION_HOSTS');
    await operator.open(`${onboarding}/application`);
    const hrefs = operator.page
      .$('a')
      .toArray()
      .map((link) => operator.page.$(link).attr('href'));
    expect(hrefs.filter((href) => href === url)).toEqual([]);
    expect(operator.text).not.toContain('Link to send');
    const visitor = new Person(running.url);
    await visitor.open(`/return/${(await row()).return_token}/cancel`);
    expect(visitor.page.status).toBe(200);
    expect(visitor.text).not.toContain('Go on with the application');
  });

  it('that is complete is not opened again', async () => {
    await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${(await row()).session_id}`);
    await operator.open(`${onboarding}/application/open`);
    expect(operator.page.path).toContain(onboarding);
    expect(operator.page.status).toBe(200);
    await operator.open(`${onboarding}/application`);
    expect(operator.text).toContain('The application is complete');
  });
});

describe('addresses to hand over to', () => {
  const hosts = ['apply.example.com', '127.0.0.1:4010'];
  it.each(['https://apply.example.com/a?b=c#d', 'http://127.0.0.1:4010/x'])('may be %s', (url) => {
    expect(applicationUrl(url, hosts)).toBe(url);
  });
  it.each([
    'http://apply.example.com/',
    'https://apply.example.com:444/',
    'https://apply.example.com.evil.example/',
    'https://evil-apply.example.com/',
    'https://evil.apply.example.com/',
    'https://example.com/',
    'https://apply.example.co/',
    'https://evil.example/apply.example.com',
    'https://apply.example.com@evil.example/',
    'https://me@apply.example.com/',
    'http://127.0.0.1:4011/',
    'ftp://apply.example.com/',
  ])('may not be %s', (url) => {
    expect(() => applicationUrl(url, hosts)).toThrow('is not among the hosts');
  });
});

describe('coming back', () => {
  const visit = async (outcome: 'success' | 'cancel') => {
    const visitor = new Person(running.url);
    await visitor.open(`/return/${(await row()).return_token}/${outcome}`);
    return visitor;
  };
  const happens = async (type: string, state: string) => {
    const { session_id: id } = await row();
    const at = Math.floor(Date.now() / 1000) + 60;
    await deliver(running.url, anEvent({ type, created: at, data: { id } }));
    await until(async () => (await row()).coverage_state === state);
  };

  it('shows nothing personal, needs no session and sets no cookie', async () => {
    for (const outcome of ['success', 'cancel'] as const) {
      const visitor = await visit(outcome);
      const { html, response, status } = visitor.page;
      expect(status).toBe(200);
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(response.headers['cache-control']).toBe('no-store');
      for (const words of ['Maya', 'Okafor', 'example.com', 'Field technician', 'Under the hood'])
        expect([
          words,
          html.includes(words) ? html.slice(html.indexOf(words) - 100, html.indexOf(words) + 60) : '',
        ]).toEqual([words, '']);
    }
  });

  it('has a way to the operator’s pages in the local sandbox only', async () => {
    const seen = await visit('cancel');
    expect(seen.page.html).toContain(`href="${onboarding}"`);
    // In the presenter's frame nothing is shown that no contractor sees.
    const framed = await request(running.url).get(seen.page.path).set('Sec-Fetch-Dest', 'iframe');
    expect([framed.status, framed.text.includes(onboarding)]).toEqual([200, false]);
    const real = await startApp({ environment: 'sandbox', unregistered: true, maxRetries: 0 });
    try {
      await real.store.onboardings.create('ob_real', 'token_of_a_real_contractor');
      const visitor = new Person(real.url);
      await visitor.open('/return/token_of_a_real_contractor/cancel');
      expect(visitor.page.status).toBe(200);
      expect(visitor.page.html).not.toContain('/onboardings');
    } finally {
      await real.stop();
    }
  });

  it('does not believe the address: success proves nothing', async () => {
    const visitor = await visit('success');
    expect(visitor.text).toContain('Your application is not finished yet');
    expect(visitor.text).not.toMatch(/covered|complete/i);
  });

  it('says so when the API cannot be asked', async () => {
    running.proxy.fail('GET /apply/sessions', { kind: 'html', status: 502 });
    expect((await visit('success')).text).toContain('We could not check your application just now');
    running.proxy.clear();
  });

  it('after leaving offers the way on', async () => {
    const visitor = await visit('cancel');
    expect(visitor.text).toContain('You left the application');
    expect(visitor.text).toContain(
      'You were invited by Onboarding example for work at Harbor Staffing, Inc.',
    );
    expect(visitor.hrefOf('Go on with the application')).toBe(
      `${running.sandbox.url}/apply/sandbox/${(await row()).session_id}`,
    );
  });

  it.each([
    ['application.manual_review', 'in_review', 'Your application is being reviewed'],
    ['application.ineligible', 'refused', 'You could not be insured for this job'],
    ['application.complete', 'issuing', 'Your application is complete'],
  ])('tells of %s', async (type, state, words) => {
    await happens(type, state);
    for (const outcome of ['success', 'cancel'] as const)
      expect((await visit(outcome)).text).toContain(words);
  });

  it('tells that the session has expired', async () => {
    await callSandbox(running.sandbox, 'POST', `/apply/sessions/${(await row()).session_id}/expire`);
    const visitor = await visit('success');
    expect(visitor.text).toContain('Your application has expired');
    expect(visitor.text).not.toContain('Go on with the application');
  });

  it('tells of coverage, and of its end', async () => {
    await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${(await row()).session_id}`);
    const tomorrow = (await visit('success')).text;
    expect(tomorrow).toMatch(/Covered from \d+ \w+( \d{4})? You will be covered from/);
    expect(tomorrow).not.toContain('active');
    await control(running.sandbox, 'POST', '/clock', { advance: '2d' });
    expect((await visit('success')).text).toContain('You are covered');
    const { id: policyId } = JSON.parse((await row()).coverage!) as { id: string };
    await callSandbox(running.sandbox, 'PUT', `/policies/${policyId}`, { is_active: false });
    const at = Math.floor((Date.now() + 3 * DAY_MS) / 1000);
    await deliver(running.url, anEvent({ type: 'policy.cancelled', created: at, data: { id: policyId } }));
    await until(async () => (await row()).coverage_state === 'cancelled');
    expect((await visit('success')).text).toContain('Your coverage was cancelled');
  });

  it.each([
    'unknown/success',
    `${'a'.repeat(43)}/cancel`,
    '%00/success',
    'a/b',
    'a/constructor',
    'a',
    'a/b/c',
  ])('is not found for %s', async (rest) => {
    const answer = await request(running.url).get(`/return/${rest}`);
    expect(answer.status).toBe(404);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('ask the platform that invited you for a new one');
    expect(answer.text).toContain('chrome-contractor');
    expect(answer.text).not.toMatch(/onboardings|site-header|sign-in/i);
  });

  it('is limited in rate', async () => {
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => request(running.url).get('/return/guess/success')),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect(answers.at(-1)!.text).not.toMatch(/\bat \S+ \(/);
  });
});
