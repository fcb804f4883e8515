import { load } from 'cheerio/slim';
import request from 'supertest';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { CONTRACTOR, ENTITY, firstCategory, JOB, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  operator = new Person(running.url);
  onboarding = await walkTo(operator, 'application');
});
afterAll(() => running.stop());

const POSTS = [
  '/onboardings',
  'contractor',
  'contractor/existing',
  'entity',
  'entity/existing',
  'job',
  'job/existing',
  'quote',
  'application',
  'sync',
];
const at = (path: string) => (path.startsWith('/') ? path : `${onboarding}/${path}`);

describe('forms', () => {
  let form: { action: string; text: string };
  let callsBefore: number;
  beforeEach(async () => {
    await operator.open('/');
    form = operator.formBody('/onboardings');
    callsBefore = writes();
  });
  const writes = () => running.proxy.calls.filter(({ method }) => method !== 'GET').length;
  afterEach(() => expect(writes()).toBe(callsBefore));

  it.each(POSTS)('are refused without a token: %s', async (path) => {
    const page = await operator.post({ action: at(path), text: 'first_name=A' });
    expect(page.status).toBe(403);
    expect(page.text).toContain('This form was out of date');
  });

  it.each(POSTS)('are refused with a wrong token: %s', async (path) => {
    for (const text of ['_csrf=wrong', `_csrf=${'a'.repeat(64)}`, '_csrf=', '_csrf=a&_csrf=b', '_csrf[]=x']) {
      const page = await operator.post({ action: at(path), text });
      expect([text, page.status]).toEqual([text, 403]);
    }
  });

  it.each(POSTS)('are refused with the token of another session: %s', async (path) => {
    const stranger = new Person(running.url);
    await stranger.open('/');
    expect((await stranger.post({ ...form, action: at(path) })).status).toBe(403);
  });

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://127.0.0.1:1' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('are refused from another site: %j', async (headers) => {
    for (const path of POSTS) {
      const page = await operator.post({ ...form, action: at(path) }).set(headers);
      expect([path, page.status]).toEqual([path, 403]);
      expect(page.text).toContain('This request came from another site');
    }
  });

  it('are taken from pages of ours', async () => {
    const page = await operator.post(form).set('Sec-Fetch-Site', 'same-origin');
    expect(page.status).toBe(303);
  });

  it('are sent by POST alone', async () => {
    for (const method of ['put', 'patch', 'delete'] as const) {
      const page = await request(running.url)[method]('/onboardings');
      expect([method, page.status]).toEqual([method, 405]);
      expect(page.headers.allow).toContain('POST');
      expect(page.text).not.toContain('out of date');
    }
  });

  it.each(['/nothing', '/onboardings/ob_x/nothing', '/events/1/nothing'])(
    'find no address here before anything is asked of them: %s',
    async (path) => {
      for (const method of ['post', 'put', 'delete'] as const) {
        const page = await request(running.url)[method](path).type('form').send('a=1');
        expect([method, page.status]).toEqual([method, 404]);
        expect(page.text).toContain('Page not found');
      }
    },
  );

  it.each(['/events', '/health/live', '/return/token/success'])(
    'are not taken where pages are only read: %s',
    async (path) => {
      const page = await request(running.url).post(path).type('form').send('a=1');
      expect([page.status, page.headers.allow]).toEqual([405, 'GET, HEAD']);
    },
  );

  it('that are too large or have too many fields are refused', async () => {
    const large = await operator.post({ ...form, text: `${form.text}&x=${'y'.repeat(110_000)}` });
    expect(large.status).toBe(413);
    expect(large.text).toContain('A form may hold 100 kB');
    expect(large.text).toContain('what you typed is still there');
    const many = await operator.post({ ...form, text: `${form.text}${'&a=1'.repeat(600)}` });
    expect(many.status).toBe(413);
    expect(many.text).not.toMatch(/\bat \S+ \(/);
  });
});

describe('the Host header', () => {
  const PAGES = ['/', '/events', '/onboardings/ob_x', '/return/token/success', '/nothing'];
  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil',
    'a b',
    'u@127.0.0.1',
    '',
  ])('is refused on every page: %s', async (host) => {
    for (const path of PAGES) {
      const page = await request(running.url).get(path).set('Host', host);
      expect([path, [400, 421].includes(page.status)]).toEqual([path, true]);
      expect(page.text).not.toContain('Maya');
    }
  });

  it.each(['127.0.0.1', 'localhost:3000', '[::1]:3000', '127.0.0.1:9'])(
    'may name this machine: %s',
    async (host) => {
      expect((await request(running.url).get('/').set('Host', host)).status).toBe(200);
    },
  );

  it('may be anything for health checks, which load balancers make', async () => {
    expect((await request(running.url).get('/health/live').set('Host', '10.1.2.3')).status).toBe(200);
  });
});

describe('headers', () => {
  const CSP =
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'";

  it.each([
    ['a page', '/', 200],
    ['an error page', '/nothing', 404],
    ['a broken path', '/%zz', 404],
    ['the events', '/events', 200],
    ['a return page', '/return/token/success', 404],
  ])('of %s allow nothing from elsewhere', async (_name, path, status) => {
    const { status: got, headers } = await request(running.url).get(path);
    expect(got).toBe(status);
    expect(headers['content-security-policy']).toBe(CSP);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  it('of the cookie keep it from scripts and other sites', async () => {
    const page = await request(running.url).get('/');
    const [cookie] = page.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^onboarding-127\.0\.0\.1-\d+=/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Secure');
  });

  it('set no cookie where there is no form', async () => {
    for (const path of [
      '/events',
      '/nothing',
      '/health/live',
      '/return/x/success',
      '/assets/styles/base.css',
    ]) {
      expect([path, (await request(running.url).get(path)).headers['set-cookie']]).toEqual([path, undefined]);
    }
  });

  it('let assets be cached', async () => {
    const { status, headers } = await request(running.url).get('/assets/styles/base.css');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=3600']);
  });
});

describe('markup in names', () => {
  const EVIL = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';

  it('is shown as text on every page', async () => {
    const person = new Person(running.url);
    const pages: string[] = [];
    const see = async (path: string) => void pages.push((await person.open(path)).html);
    const path = await walkTo(person, 'contractor');
    await person.submit(`${path}/contractor`, {
      ...CONTRACTOR,
      ...uniqueEmail(),
      first_name: EVIL,
      company_name: EVIL,
      'address.line1': EVIL,
      'custom_metadata.key': EVIL,
      'custom_metadata.value': EVIL,
    });
    await person.submit(`${path}/entity`, { ...ENTITY, name: EVIL, 'address.line1': EVIL });
    pages.push(person.page.html);
    await person.submit(`${path}/job`, {
      ...JOB,
      category_code: firstCategory(person),
      name: EVIL,
      description: EVIL,
    });
    await person.submit(`${path}/quote`);
    pages.push(person.page.html);
    await person.submit(`${path}/quote`, { effective_date: EVIL, end_date: EVIL });
    pages.push(person.page.html);
    for (const step of [
      'contractor',
      'contractor?new',
      'entity',
      'entity?new',
      'job',
      'job?new',
      'quote',
      'application',
    ])
      await see(`${path}/${step}`);
    await person.submit(`${path}/application`);
    pages.push(person.page.html);
    await see(path);
    await see('/');
    await see(`/events?type=${encodeURIComponent(EVIL)}`);
    await see(`/events?before=${encodeURIComponent(EVIL)}`);
    await see(`/${encodeURIComponent(EVIL)}`);
    await see(`/onboardings/${encodeURIComponent(EVIL)}`);
    await see(`${path}?fill=${encodeURIComponent(EVIL)}`);
    for (const name of ['constructor', 'toString', '__proto__']) {
      await see(`${path}/quote?needed_for=${name}`);
      await see(`${path}/quote?saved=${name}`);
      expect(person.page.status).toBe(200);
    }
    for (const html of pages) {
      const $ = load(html);
      expect($('script:not([src]), [onerror], [style], main img').length).toBe(0);
      expect(html.includes('<script>alert') || html.includes('native code')).toBe(false);
    }
    expect(pages.some((html) => html.includes('&lt;script&gt;alert(1)'))).toBe(true);
    expect(person.page.status).toBe(200);
  });
});
