import request from 'supertest';
import { createApp } from '../../src/app';
import { Person } from '../support/browser-like';
import { anEvent, deliver } from '../support/deliveries';
import { startApp, type TestApp } from '../support/harness';

const PASSWORD = 'a long pass phrase';
let running: TestApp;
beforeAll(async () => {
  running = await startApp({
    env: { OPERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1' },
    unregistered: true,
    maxRetries: 0,
  });
});
afterAll(() => running.stop());

/** The id in the session cookie of an answer. */
const sessionId = (headers: Record<string, unknown>) =>
  /onboarding-[\w.-]+=([\w-]{43})/.exec(String(headers['set-cookie']))?.[1];

async function signIn(person: Person, password = PASSWORD, more: Record<string, string> = {}) {
  return person.submit('/sign-in', { password, ...more });
}

describe('without having signed in', () => {
  it.each([
    '/',
    '/?show=done',
    '/events',
    '/events/1',
    '/events/rejected',
    '/events.jsonl',
    '/onboardings/ob_x',
    '/onboardings/ob_x/contractor',
    '/onboardings/ob_x/application/open',
    '/changes?page=onboardings@',
    '/nothing',
  ])('%s leads to the sign-in page', async (path) => {
    const answer = await request(running.url).get(path);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
  });

  it('a live page is told nothing, in the way that ends an event stream', async () => {
    const answer = await request(running.url)
      .get('/changes?page=onboardings@')
      .set('Accept', 'text/event-stream');
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([204, '', undefined]);
  });

  it('no form does anything', async () => {
    const person = new Person(running.url);
    await person.open('/');
    expect(person.page.path).toContain('/sign-in');
    const form = person.formBody('/sign-in');
    for (const action of ['/onboardings', '/onboardings/ob_x/contractor', '/onboardings/ob_x/sync']) {
      const answer = await person.post({ ...form, action });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('You are not signed in any more, so nothing was sent');
    }
    expect(await running.store.lists.counts()).toMatchObject({
      in_progress: 0,
      done: 0,
      refused: 0,
    });
  });

  it('health, webhooks, return pages, assets and the sign-in page are open', async () => {
    expect((await request(running.url).get('/health/live')).status).toBe(200);
    expect([200, 503]).toContain((await request(running.url).get('/health/ready')).status);
    expect((await request(running.url).get('/return/unknown/success')).status).toBe(404);
    expect((await request(running.url).get('/assets/styles/base.css')).status).toBe(200);
    expect((await request(running.url).get('/sign-in')).status).toBe(200);
    expect((await deliver(running.url, anEvent(), { secret: '' })).body.error).toBe('event_not_confirmed');
    await running.store.onboardings.create('ob_open', 'token_of_an_open_page');
    expect((await request(running.url).get('/return/token_of_an_open_page/cancel')).status).toBe(200);
  });
});

describe('signing in', () => {
  it('is not asked for again, and not without a password', async () => {
    const person = new Person(running.url);
    await person.open('/sign-in');
    // As often as one likes: nothing was guessed.
    for (let n = 0; n < 12; n += 1) await signIn(person, '');
    expect(person.page.status).toBe(400);
    expect(person.problems).toEqual(['Enter the password.']);
    expect(person.page.$('title').text()).toMatch(/^Error: Sign in/);
    await signIn(person);
    expect((await person.open('/sign-in')).path).toBe('/');
    expect((await person.open('/sign-in?return_to=%2Fevents')).path).toBe('/events');
  });

  it('leads back to the page that was asked for, and out again', async () => {
    const person = new Person(running.url);
    await person.open('/events');
    expect(person.text).toContain('Sign in');
    expect(person.page.$('[name=password]').attr('type')).toBe('password');
    await signIn(person);
    expect(person.page.path).toBe('/events');
    expect(person.page.status).toBe(200);
    await person.open('/');
    expect(person.text).toContain('Sign out');
    await person.submit('/sign-out');
    expect(person.page.path).toBe('/sign-in');
    await person.open('/');
    expect(person.page.path).toContain('/sign-in');
  });

  it('changes the id of the session', async () => {
    const agent = request.agent(running.url);
    const form = await agent.get('/sign-in');
    const token = /name="_csrf" value="([^"]+)"/.exec(form.text)![1]!;
    const before = sessionId(form.headers);
    const answer = await agent.post('/sign-in').type('form').send({ _csrf: token, password: PASSWORD });
    expect(answer.status).toBe(303);
    expect(before).toBeDefined();
    expect(sessionId(answer.headers)).toBeDefined();
    expect(sessionId(answer.headers)).not.toBe(before);
  });

  it.each(['wrong', ' ', `${PASSWORD} `, PASSWORD.toUpperCase()])(
    'is refused with "%s"',
    async (password) => {
      const person = new Person(running.url);
      await person.open('/sign-in');
      await signIn(person, password);
      expect(person.page.status).toBe(400);
      expect(person.problems[0]).toContain('The password is not right');
      expect(person.page.html).not.toContain(PASSWORD);
      expect(person.value('password') ?? '').toBe('');
      await person.open('/');
      expect(person.page.path).toContain('/sign-in');
    },
  );

  it('needs the token of the page', async () => {
    const answer = await request(running.url).post('/sign-in').type('form').send({ password: PASSWORD });
    expect(answer.status).toBe(403);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    'javascript:alert(1)',
    '',
  ])('never leaves the site: %j', async (target) => {
    const person = new Person(running.url);
    await person.open(`/sign-in?return_to=${encodeURIComponent(target)}`);
    expect(person.value('return_to')).toBe('/');
    const form = person.formBody('/sign-in', { password: PASSWORD, return_to: target });
    const answer = await person.post(form);
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
  });

  it('pauses an address after ten wrong passwords, also for the right one', async () => {
    const agent = request.agent(running.url);
    const token = /name="_csrf" value="([^"]+)"/.exec((await agent.get('/sign-in')).text)![1]!;
    const attempt = (password: string, address: string) =>
      agent
        .post('/sign-in')
        .set('X-Forwarded-For', address)
        .type('form')
        .send({ _csrf: token, password })
        .redirects(0);
    for (let n = 0; n < 10; n += 1) expect((await attempt('wrong', '198.51.100.7')).status).toBe(400);
    const eleventh = await attempt(PASSWORD, '198.51.100.7');
    expect(eleventh.status).toBe(429);
    expect(eleventh.text).toContain('Too many attempts');
    expect(Number(eleventh.headers['retry-after'])).toBeGreaterThan(800);
    // Neither is whoever writes the address another way let in, nor is somebody else kept out.
    expect((await attempt(PASSWORD, '::ffff:198.51.100.7')).status).toBe(429);
    expect((await attempt(PASSWORD, '198.51.100.8')).status).toBe(303);
  });

  it('pauses a whole network of IPv6, also for another process and after a restart', async () => {
    const agent = request.agent(running.url);
    const token = /name="_csrf" value="([^"]+)"/.exec((await agent.get('/sign-in')).text)![1]!;
    const attempt = (password: string, host: string) =>
      agent
        .post('/sign-in')
        .set('X-Forwarded-For', `2001:db8:1:2${host}`)
        .type('form')
        .send({ _csrf: token, password })
        .redirects(0);
    for (let n = 0; n < 10; n += 1) expect((await attempt('wrong', `::${n}`)).status).toBe(400);
    expect((await attempt(PASSWORD, ':a:b:c:d')).status).toBe(429);
    running.serve(createApp(running.deps));
    expect((await attempt(PASSWORD, '::1')).status).toBe(429);
    running.serve(running.app);
    running.advance(15 * 60 * 1000);
    expect((await attempt(PASSWORD, '::1')).status).toBe(303);
  });

  it('is logged, with where it came from and never the password', async () => {
    const lines = () =>
      running.log
        .map((line) => JSON.parse(line) as { level: number; msg: string; network?: string })
        .filter(({ network }) => network === '203.0.113.9')
        .map(({ level, msg }) => [level, msg]);
    const agent = request.agent(running.url);
    const token = /name="_csrf" value="([^"]+)"/.exec((await agent.get('/sign-in')).text)![1]!;
    const attempt = (password: string) =>
      agent
        .post('/sign-in')
        .set('X-Forwarded-For', '203.0.113.9')
        .type('form')
        .send({ _csrf: token, password })
        .redirects(0);
    for (let n = 0; n < 11; n += 1) await attempt('a wrong pass phrase');
    expect(lines()).toEqual([...Array<unknown>(10).fill([40, 'sign-in refused']), [40, 'sign-in locked']]);
    running.advance(15 * 60 * 1000);
    await attempt(PASSWORD);
    expect(lines().at(-1)).toEqual([30, 'signed in']);
    expect(running.log.join('')).not.toMatch(/pass phrase/);
  });
});

describe('behind https', () => {
  it.each([
    ['with TRUST_PROXY', { TRUST_PROXY: '1' }, { 'X-Forwarded-Proto': 'https' }],
    ['without TRUST_PROXY', {}, { 'X-Forwarded-Proto': 'https' }],
    ['by a proxy that does not say so', {}, {}],
  ])(
    'the cookie is bound to this host and to https: %s',
    async (_name, env, headers: Record<string, string>) => {
      const other = await startApp({
        env: {
          PUBLIC_URL: 'https://onboarding.example',
          OPERATOR_PASSWORD: PASSWORD,
          SESSION_SECRET: 'a session secret of the tests',
          ...env,
        },
        unregistered: true,
      });
      try {
        const through = (method: 'get' | 'post', path: string) =>
          request(other.url)[method](path).set('Host', 'onboarding.example').set(headers);
        const form = await through('get', '/sign-in');
        const [cookie] = form.headers['set-cookie'] as unknown as string[];
        expect(cookie).toMatch(
          /^__Host-onboarding-onboarding\.example=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
        );
        expect(form.headers['strict-transport-security']).toContain('max-age=');
        const token = /name="_csrf" value="([^"]+)"/.exec(form.text)![1]!;
        const answer = await through('post', '/sign-in')
          .set({
            Cookie: cookie!.split(';')[0]!,
            Origin: 'https://onboarding.example',
            'Sec-Fetch-Site': 'same-origin',
          })
          .type('form')
          .send({ _csrf: token, password: PASSWORD });
        expect(answer.status).toBe(303);
        const [signedIn] = answer.headers['set-cookie'] as unknown as string[];
        const home = await through('get', '/').set('Cookie', signedIn!.split(';')[0]!);
        expect(home.status).toBe(200);
        expect(home.text).toContain('Onboardings');
      } finally {
        await other.stop();
      }
    },
  );

  it.each([
    ['nothing', {}],
    ['http', { 'X-Forwarded-Proto': 'http' }],
  ])(
    'a proxy that says %s of the protocol is named, with the header and the setting',
    async (_name, proxy) => {
      const other = await startApp({
        env: {
          PUBLIC_URL: 'https://onboarding.example',
          OPERATOR_PASSWORD: PASSWORD,
          SESSION_SECRET: 'a session secret of the tests',
        },
        unregistered: true,
      });
      try {
        const headers = { Host: 'onboarding.example', ...proxy };
        const form = await request(other.url).get('/sign-in').set(headers);
        expect(form.status).toBe(200);
        const token = /name="_csrf" value="([^"]+)"/.exec(form.text)![1]!;
        const answer = await request(other.url)
          .post('/sign-in')
          .set(headers)
          .type('form')
          .send({ _csrf: token, password: PASSWORD });
        expect(answer.status).toBe(400);
        expect(answer.text).toContain('X-Forwarded-Proto: https');
        expect(answer.text).toContain('PUBLIC_URL');
        expect(answer.text).not.toContain('open for too long');
      } finally {
        await other.stop();
      }
    },
  );
});
