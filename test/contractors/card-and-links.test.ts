import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox, listSandbox } from '../support/sandbox-api';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let base: string;
beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(async () => {
  operator = new Person(running.url);
  who = await makeCovered(running.deps.api);
  base = `/contractors/${who.contractor}`;
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const control = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${running.sandbox.url}/_sandbox${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as { id: string; data?: { id: string }[] } & Record<string, unknown>;
};
const sessions = async () => {
  const list = await control('GET', '/payment-sessions?limit=100');
  const all = (Array.isArray(list) ? list : (list.data ?? [])) as { id: string; contractor_id?: string }[];
  return all.filter(({ contractor_id: contractor }) => contractor === who.contractor);
};
/** What the database and the log hold, as text. */
async function everythingKept(): Promise<string> {
  const known = await running.store.knownObjects.ofContractor(who.contractor);
  return JSON.stringify(known) + running.log.join('\n');
}

describe('the card', () => {
  it('is renewed on a hosted page, opened by a link, which is made once and kept nowhere', async () => {
    await operator.open(`${base}/card`);
    const link = operator.hrefOf('Renew the card');
    const [first, second] = await Promise.all([operator.get(link, {}), operator.get(link, {})]);
    const url = new URL(first.headers.location as string);
    expect([first.status, url.origin]).toEqual([303, running.sandbox.url]);
    expect(url.pathname).toMatch(/^\/payment\/setup\/test_/);
    expect(second.headers.location).toBe(first.headers.location);
    expect(await sessions()).toHaveLength(1);
    const token = url.pathname.split('/').at(-1)!;
    expect(await everythingKept()).not.toContain(token);
    await operator.open(`${base}/card`);
    expect(operator.page.html).not.toContain(token);
  });

  it.each<[string, Record<string, string>]>([
    ['a page that is fetched ahead', { 'sec-purpose': 'prefetch' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('is not asked for by %s', async (_name, headers) => {
    await operator.open(`${base}/card`);
    const answer = await operator.get(operator.hrefOf('Renew the card'), headers);
    expect([answer.status, answer.headers.location]).toEqual([303, `${base}/card`]);
    await operator.get(`${base}/card/open`, {});
    expect(await sessions()).toEqual([]);
  });

  it('is saved once the event says so, and not by the way back', async () => {
    await operator.open(`${base}/card`);
    await operator.get(operator.hrefOf('Renew the card'), {});
    const [session] = (await sessions()) as [{ id: string }];
    const { link_token: token } = (await running.store.contractors.find(who.contractor))!;
    const contractor = new Person(running.url);
    const back = `/cover/${token}/card?hps_id=${session.id}&status=completed`;
    await contractor.open(back);
    expect(contractor.page.$('h1').text()).toBe('We have not heard yet that a card was saved');
    await contractor.open(back.replace('completed', 'cancelled'));
    expect(contractor.page.$('h1').text()).toBe('You left without saving a card, it seems');
    expect(contractor.hrefOf('Give a card')).toContain(`/cover/${token}/card/open?key=`);
    expect(contractor.hrefOf('Check again')).toContain(session.id);
    await operator.open(`${base}/card`);
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('Asked for');
    await control('POST', `/payment-sessions/${session.id}/complete`, {});
    await contractor.open(back);
    expect(contractor.page.$('h1').text()).toBe('Your card is saved');
    await operator.open(`${base}/card`);
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('On file');
  });

  it('is told of as an error where the API refuses, or gives an address elsewhere', async () => {
    await operator.open(`${base}/card`);
    const link = operator.hrefOf('Renew the card');
    const refusal = { error_code: 'invalid_return_url', message: 'Not allowed' };
    running.proxy.fail('POST /payment/sessions', { kind: 'answer', status: 400, body: refusal });
    await operator.open(link);
    expect([operator.page.status, operator.page.$('.pa-api-error').text()]).toEqual([
      400,
      expect.stringContaining('invalid_return_url'),
    ]);
    running.proxy.clear();
    const elsewhere = { id: 'hps_1', status: 'pending', url: 'https://evil.example/x' };
    running.proxy.fail('POST /payment/sessions', { kind: 'answer', status: 201, body: elsewhere });
    await operator.open(operator.hrefOf('Renew the card'));
    expect([operator.page.status, operator.text]).toEqual([502, expect.stringContaining('evil.example')]);
  });
});

describe('the portal link', () => {
  it('is shown once, with its end, and kept nowhere', async () => {
    await operator.open(`${base}/portal-link`);
    await operator.submit(`${base}/portal-link`);
    const url = operator.page.$('section[aria-label="The link"] code').first().text();
    expect(url).toMatch(/token=/);
    expect(operator.text).toMatch(/It works until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect((await fetch(url, { redirect: 'manual' })).status).toBeLessThan(400);
    const token = new URL(url).searchParams.get('token')!;
    expect(token.length).toBeGreaterThan(10);
    expect(await everythingKept()).not.toContain(token);
    await operator.open(`${base}/portal-link`);
    expect(operator.page.html).not.toContain(token);
    await operator.submit(`${base}/portal-link`);
    const calls = running.proxy.calls.filter(({ path }) => path === `${base}/login_link`);
    // The same key would bring back the first link, run out or not.
    expect(new Set(calls.map(({ headers }) => headers['ten99policy-idempotent-key'])).size).toBe(2);
  });

  it('is not shown where it leads elsewhere, or the API refuses', async () => {
    await operator.open(`${base}/portal-link`);
    running.proxy.fail('POST /contractors/', {
      kind: 'answer',
      status: 200,
      body: { login_url: 'https://evil.example/x?token=1', expires_at: '2030-01-01T00:00:00Z' },
    });
    await operator.submit(`${base}/portal-link`);
    expect([operator.page.status, operator.page.html]).toEqual([502, expect.not.stringContaining('token=1')]);
    running.proxy.clear();
    running.proxy.fail('POST /contractors/', { kind: 'reset' });
    await operator.open(`${base}/portal-link`);
    await operator.submit(`${base}/portal-link`);
    expect([operator.page.status, operator.page.$('.pa-api-error').length]).toEqual([502, 1]);
  });
});

describe('the general opt-in', () => {
  it('makes one session, and hands over by a link', async () => {
    await operator.open(`${base}/opt-in`);
    expect(operator.value('general_opt_in_work_state')).toBe('CA');
    const press = operator.formBody(`${base}/opt-in`, { general_opt_in_work_state: 'NV' });
    const answers = await Promise.all([operator.post(press), operator.post(press)]);
    const [place] = [...new Set(answers.map(({ headers }) => headers.location as string))];
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    await operator.open(place!);
    const link = operator.page.$('section[aria-label="Hand over"] code').first().text();
    expect(new URL(link).origin).toBe(running.sandbox.url);
    const opened = await operator.get(operator.hrefOf('Open the application'), {});
    expect([opened.status, opened.headers.location]).toEqual([303, link]);
    const [made, ...others] = (await listSandbox(running.sandbox, '/apply/sessions')).filter(({ id }) =>
      place!.endsWith(id),
    );
    expect([made !== undefined, others]).toEqual([true, []]);
    await operator.open(`${base}/opt-in`);
    expect(operator.hrefOf(made!.id)).toBe(place);
  });

  it('asks for the state, and is not found below another contractor', async () => {
    await operator.open(`${base}/opt-in`);
    await operator.submit(`${base}/opt-in`, { general_opt_in_work_state: '' });
    expect(operator.problems).toEqual(['Choose the state of the work']);
    await operator.submit(`${base}/opt-in`, { general_opt_in_work_state: 'NV' });
    const { path } = operator.page;
    const other = await makeCovered(running.deps.api);
    await operator.open(path.replace(who.contractor, other.contractor));
    expect(operator.page.status).toBe(404);
  });
});

describe('the contractor’s own page', () => {
  async function linkOf(): Promise<string> {
    await operator.open(`${base}/policies/${who.policy.id}`);
    await callSandbox(running.sandbox, 'GET', `/jobs/${who.job}`);
    return `/cover/${(await running.store.contractors.find(who.contractor))!.link_token}`;
  }
  const assignNext = async () =>
    (
      await callSandbox(running.sandbox, 'POST', '/assignments', {
        contractor: who.contractor,
        job: who.next,
      })
    ).id;

  it('says whether they are covered, from when to when, and nothing personal', async () => {
    const own = new Person(running.url);
    await own.open(await linkOf());
    expect(own.page.status).toBe(200);
    expect(own.page.$('h1').text()).toBe('Joe, this is your coverage');
    expect(own.text).toMatch(/You will be covered from \d+ \w+ \d{4}/);
    expect(own.text).toMatch(/From \d+ \w+ \d{4} to \d+ \w+ \d{4} \(UTC\)/);
    const { email, phone } = await callSandbox(running.sandbox, 'GET', `/contractors/${who.contractor}`);
    for (const personal of ['Parker', email, phone, 'Kearny', who.contractor])
      expect(own.page.html).not.toContain(personal as string);
    expect(own.page.response.headers['set-cookie']).toBeUndefined();
    expect(own.page.$('form').length).toBe(0);
  });

  it('says of a later job that it waits for the charge, that it is covered, and what to do if that failed', async () => {
    const own = new Person(running.url);
    const link = await linkOf();
    const id = await assignNext();
    await operator.open(`${base}/assignments/${id}`);
    await own.open(link);
    expect(own.text).toContain('Your coverage for this job is being arranged');
    await control('POST', `/assignments/${id}/fail`, {});
    await until(async () => (await own.open(link)).html.includes('Your card could not be charged'));
    const card = own.hrefOf('Give another card');
    const opened = await own.get(card, {});
    expect(new URL(opened.headers.location as string).pathname).toMatch(/^\/payment\/setup\//);
    await operator.open(`${base}/assignments/${id}`);
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('Charge failed');
    expect(operator.hrefOf('Renew the card')).toBe(`${base}/card`);
    await control('POST', `/assignments/${id}/charge`, {});
    await until(async () =>
      (await operator.open(`${base}/assignments/${id}`)).html.includes('Charged and active'),
    );
    await own.open(link);
    expect(own.text).not.toContain('could not be charged');
  });

  it('leads on to an opt-in that is not finished, for no job', async () => {
    const own = new Person(running.url);
    const link = await linkOf();
    await operator.open(`${base}/opt-in`);
    await operator.submit(`${base}/opt-in`);
    const url = operator.page.$('section[aria-label="Hand over"] code').first().text();
    await own.open(link);
    expect(own.hrefOf('Go on with the application')).toBe(url);
    expect(own.page.$('h2').last().text().trim()).toBe('Your application is not finished yet');
  });

  it('is in the log without what opens it', async () => {
    const link = await linkOf();
    await new Person(running.url).open(link);
    await until(() => running.log.some((line) => line.includes('/cover/…')));
    expect(running.log.join('\n')).not.toContain(link);
  });

  it('says no more than that a link leads nowhere to whoever has none', async () => {
    const own = new Person(running.url);
    for (const path of [
      '/cover/nobody',
      '/cover/nobody/card',
      '/cover/nobody/card/open?key=12345678',
      '/cover/a/b/c',
    ]) {
      await own.open(path);
      expect([own.page.status, own.page.$('h1').text()]).toEqual([404, 'This link leads nowhere']);
    }
  });

  it('tells a contractor nothing of the API where their card page cannot be opened', async () => {
    const own = new Person(running.url);
    await own.open(await linkOf());
    running.proxy.fail('POST /payment/sessions', { kind: 'reset' });
    await own.open(own.hrefOf('Change my card'));
    expect([own.page.status, own.page.$('.pa-api-error').length]).toEqual([502, 0]);
    expect(own.text).toContain('the card on file stays as it is');
  });
});
