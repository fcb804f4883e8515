import { csrfSync } from 'csrf-sync';
import { escapeXML } from 'ejs';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import session from 'express-session';
import { pageBound } from '../../src/middleware/page-bound';
import { createOnboarding, type Onboarding } from '../../src/onboarding/create-onboarding';
import type { CoverageChange } from '../../src/onboarding/changed-coverage';
import type { OnboardingOptions } from '../../src/onboarding/options';
import { hostedHere } from '../../src/own-host';
import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { newEvent } from '../support/new-event';
import { ENTITY, finishApplication, walkTo } from '../support/walk';

const BASE = '/insurance';

let running: TestApp;
let mounted: Onboarding;
let options: OnboardingOptions;
const log: string[] = [];
const told: CoverageChange[] = [];
/** How often the host is still too busy to listen. */
let deaf = 1;

/** A site with its own session, protection of forms, layout and nonce. Whoever asks for /login is signed in. */
function site(): Express {
  const app = express();
  const { generateToken, csrfSynchronisedProtection } = csrfSync({
    getTokenFromRequest: ({ body }: Request) => (body as { token?: string } | undefined)?.token,
  });
  const say = (text: string) => void log.push(text);
  const { words: _own, ...given } = hostedHere(running.deps);
  options = {
    ...given,
    basePath: `${BASE}/`,
    logger: { info: say, warn: say, error: say },
    csrf: { field: 'token', token: (req) => generateToken(req) },
    session: (req) => req.session,
    user: (req) => ('operator' in req.session ? { name: 'Dana' } : null),
    nonce: () => 'n0nce',
    render: (_req, res, { title, head, body, for: reader }) =>
      void res.send(
        `<html><head><title>${escapeXML(title)} of a site</title>${head}</head><body data-for="${reader}">${body}</body></html>`,
      ),
    guard: csrfSynchronisedProtection,
    onCoverageChange: (change) => {
      if (deaf-- > 0) throw new Error('the site is busy');
      told.push(change);
    },
  };
  mounted = createOnboarding(options);
  app.set('view engine', 'none of yours');
  app.use(BASE, mounted.webhook, mounted.contractor);
  app.use(session({ secret: 'of the tests', resave: false, saveUninitialized: false }));
  app.get('/login', (req, res) => {
    Object.assign(req.session, { operator: true });
    res.send('<main></main>');
  });
  app.use(BASE, mounted.operator);
  app.use((_req, res) => void res.status(404).send('the site has no such page'));
  return app;
}

beforeAll(async () => {
  running = await startApp({ unregistered: true });
  running.serve({ ...running.app, express: site() });
});
afterAll(async () => {
  mounted.endStreams();
  await mounted.close();
  await running.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(running.url + path, { headers, redirect: 'manual' });

async function operator(): Promise<Person> {
  const person = new Person(running.url, `${BASE}/`);
  await person.open('/login');
  return person;
}

describe('the onboarding in another site', () => {
  it('is walked in its layout, and tells it of coverage until it listens', async () => {
    const person = await operator();
    const path = await walkTo(person, 'application');
    expect(path).toMatch(/^\/insurance\/onboardings\/ob_\w+$/);
    const { $, html } = person.page;
    expect([$('title').text(), $('body').attr('data-for'), $('main').length]).toEqual([
      'Application of a site',
      'operator',
      0,
    ]);
    expect($('.policy-app h1').length).toBe(1);
    expect($('link[rel=stylesheet], script').length).toBeGreaterThan(10);
    expect($('link[rel=stylesheet]:not([nonce=n0nce]), script:not([nonce=n0nce])').length).toBe(0);
    expect(html).not.toMatch(/<style|<script(?! type="module" src=)| style="/);

    await person.submit(`${path}/application`);
    const handOver = await person.open(person.hrefOf('Open the application'));
    const hosted = new URL(handOver.response.headers.location as string);
    const contractor = new Person(hosted.origin);
    await finishApplication(contractor, hosted.pathname);
    expect(contractor.page.path).toMatch(/^\/insurance\/return\//);
    const returned = new Person(running.url);
    await returned.open(contractor.page.path);
    expect(returned.page.$('body').attr('data-for')).toBe('contractor');
    expect(returned.page.$('a[href^="/insurance/events"], form').length).toBe(0);

    await mounted.sync();
    running.advance(2_000);
    await until(() => told.some(({ coverage }) => coverage.from !== null));
    const id = path.slice(`${BASE}/onboardings/`.length);
    expect(new Set(told.map(({ onboardingId }) => onboardingId))).toEqual(new Set([id]));
    expect(told.at(-1)).toMatchObject({
      contractorId: expect.stringMatching(/^cn_/) as string,
      jobId: expect.stringMatching(/^jb_/) as string,
      coverage: { reasons: [expect.stringMatching(/^The policy pl_\w+ /)] },
    });
    expect(deaf).toBeLessThan(0);
  });

  it('sends nothing by a form without the token of the site, and says so in its layout', async () => {
    const person = await operator();
    await person.open(`${BASE}/`);
    const body = person.formBody(`${BASE}/onboardings`, { token: 'forged' });
    const answer = await person.post(body);
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('of a site</title>')]);
    expect(answer.text).not.toContain('Who is the contractor');
  });

  it('lets nobody in whom the site does not know', async () => {
    const page = await get(`${BASE}/events`);
    expect([page.status, await page.text()]).toEqual([401, expect.stringContaining('Nobody is signed in')]);
    expect((await get(`${BASE}/changes`, { accept: 'text/event-stream' })).status).toBe(204);
    expect((await get(`${BASE}/assets/icon.svg`)).status).toBe(200);
  });

  it('keeps what is not found below its path', async () => {
    const person = await operator();
    const ours = await person.open(`${BASE}/nothing`);
    expect([ours.status, person.text]).toEqual([404, expect.stringContaining('Page not found')]);
    const theirs = await get('/nothing');
    expect([theirs.status, await theirs.text()]).toEqual([404, 'the site has no such page']);
    const theirWebhook = await fetch(`${running.url}/webhooks/other`, { method: 'POST' });
    expect(await theirWebhook.text()).toBe('the site has no such page');
  });

  it('says that there is no such style sheet, though no session is known there', async () => {
    const page = await get(`${BASE}/assets/nothing.css`);
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('Page not found')]);
  });

  it('logs a failure under the id that its page shows', async () => {
    const person = await operator();
    await person.open(`${BASE}/nothing`);
    const id = person.page.$('.policy-app :is(code, .pa-id)').not('.pa-hood *').last().text().trim();
    expect(id).not.toBe('');
    expect(log.join('\n')).toContain(id);
  });

  it('says a sentence once, by the session of the site', async () => {
    const person = await operator();
    const path = await walkTo(person, 'entity');
    await person.open(path);
    await person.submit(`${path}/sync`);
    expect(person.page.$('.pa-notice').length).toBe(1);
    await person.open(path);
    expect(person.page.$('.pa-notice').length).toBe(0);
  });

  it('gives a live page what is inside of it, without the layout', async () => {
    const person = await operator();
    const { text } = await person.get(`${BASE}/`, { 'policy-app-part': 'content' });
    expect([text.includes('id="live"'), text.includes('<html')]).toEqual([true, false]);
  });

  it('takes certificates by the protection of forms that the site has', async () => {
    const { contractor } = await makeCovered(running.deps.api);
    const person = await operator();
    const page = `${BASE}/contractors/${contractor}/certificates`;
    await person.open(page);
    const form = (change: Record<string, string> = {}) => {
      const data = new FormData();
      for (const { attribs } of person.page.$('form[data-upload] input[type=hidden]').toArray())
        data.append(attribs['name']!, change[attribs['name']!] ?? attribs['value'] ?? '');
      data.append('certificate', new Blob(['%PDF-1.4 %%EOF']), 'complete.pdf');
      return data;
    };
    const send = (body: FormData) =>
      fetch(running.url + page, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { cookie: person.cookies, 'sec-fetch-site': 'same-origin' },
      });
    expect((await send(form({ token: 'forged' }))).status).toBe(403);
    const answer = await send(form());
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/insurance\/contractors\/cn_\w+\/certificates\/ci_\w+$/),
    ]);
    await person.open(answer.headers.get('location')!);
    expect(person.page.$('h1').text()).toBe('complete.pdf');
  });
});

describe('what an operator of a site is told to mend', () => {
  it('names on Doctor and the rejected deliveries what the site gives, and no command or setting of this app', async () => {
    const person = await operator();
    const body = JSON.stringify({ type: 'policy.active' });
    const { status } = await fetch(mounted.webhookUrl, { method: 'POST', body });
    expect(status).toBe(401);
    await until(async () => (await running.store.rejected.page({ limit: 1 })).length > 0);
    await person.open(`${BASE}/doctor`);
    const doctor = person.text;
    await person.open(`${BASE}/events/rejected`);
    const rejected = person.text;
    expect(doctor).toContain('Register it with registerWebhook');
    expect(rejected).toContain('check apiKey of createPolicyApi');
    for (const text of [doctor, rejected])
      expect(text).not.toMatch(/npm (run|start)|TEN99POLICY_|PUBLIC_URL|DATA_DIR/);
  });

  it('names on the hook, on a refusal of the API and in samples what the site gives', async () => {
    const person = await operator();
    await person.open(`${BASE}/compliance/hook`);
    expect(person.text).toContain('Set hook of createOnboarding, and start it again.');

    const path = await walkTo(person, 'entity');
    await person.open(`${path}/entity`);
    const body = { error_code: 'invalid_api_key', message: 'Key not known' };
    running.proxy.fail('POST /entities', { kind: 'answer', status: 401, body, headers: {} });
    await person.submit(`${path}/entity`, ENTITY);
    running.proxy.clear();
    expect(person.text).toContain(
      'set it as apiKey of createPolicyApi, check environment of createPolicyApi',
    );
    const href = person.page.$('a[href*="/calls/"]').attr('href');
    await person.open(href!);
    expect(person.text).toContain('The client, from the folder policy-api beside');
  });
});

describe('createOnboarding', () => {
  it.each([
    ['insurance', 'basePath is a path such as /insurance, and not insurance'],
    ['/a b', 'basePath is a path such as /insurance, and not /a b'],
    ['//', null],
  ])('takes a path: %j', (basePath, problem) => {
    const made = () => createOnboarding({ ...options, basePath });
    if (problem) expect(made).toThrow(problem);
    else expect(made().pages.paths.home).toBe('/');
  });

  it.each(['platform.example', 'https://platform.example/insurance', ''])(
    'takes no %j for an origin',
    (publicUrl) => {
      expect(() => createOnboarding({ ...options, publicUrl })).toThrow('publicUrl is an origin such as');
    },
  );

  it('answers whether work may begin as its route does', async () => {
    const { contractor, job, policy } = await makeCovered(running.deps.api);
    const question = { contractor, job, coverage: [] };
    const now = Math.floor(Date.now() / 1000);
    expect(await mounted.gate.ask({ ...question, at: now })).toMatchObject({ decision: false });
    const later = policy.effective_date ?? NaN;
    expect(await mounted.gate.ask({ ...question, at: later })).toMatchObject({ decision: true, missing: [] });
  });

  it('says once that it is mounted below another path', async () => {
    const elsewhere = createOnboarding({ ...options, basePath: '/other' });
    const app = express().use(session({ secret: 's', resave: false, saveUninitialized: false }));
    running.serve({ ...running.app, express: app.use(BASE, elsewhere.operator) });
    const before = log.length;
    await get(`${BASE}/`);
    await get(`${BASE}/`);
    const said = log.slice(before).filter((line) => line.includes('mounted below another path'));
    expect(said).toEqual([expect.stringContaining('mounted=/insurance basePath=/other')]);
    await elsewhere.close();
  });
});

describe('a port of JavaScript', () => {
  const serve = (ports: object) => {
    const open = {
      session: () => ({}),
      user: () => ({ name: 'Dana' }),
      csrf: { field: 'token', token: () => 'token' },
      guard: ((_req, _res, next) => next()) as RequestHandler,
    };
    const made = createOnboarding({ ...options, ...open, ...ports });
    const app = express().use(BASE, made.contractor, made.operator);
    app.use(
      ((_error, _req, res, _next) => void res.status(500).send('the site failed')) as ErrorRequestHandler,
    );
    running.serve({ ...running.app, express: app });
    return made;
  };

  it.each([
    () => Promise.resolve({ name: 'Dana' }),
    () => Promise.reject(new Error('the directory is down')),
  ])('that answers with a promise lets nobody in, and says why in the log', async (user) => {
    const lines: string[] = [];
    const error = (...words: unknown[]) => void lines.push(words.join(' '));
    const made = serve({ user, logger: { info: () => undefined, warn: () => undefined, error } });
    expect((await get(`${BASE}/events`)).status).toBe(401);
    expect(lines).toEqual([expect.stringContaining('It has to say at once who is signed in')]);
    await made.close();
  });

  it('that fails after it was called is a failure of the page, not of the process', async () => {
    const made = serve({ render: () => Promise.reject(new Error('no layout')) });
    const page = await get(`${BASE}/return/unknown/success`);
    expect([page.status, await page.text()]).toEqual([500, 'the site failed']);
    await made.close();
  });
});

test('forms that a parser of the site has read count among the pages that wait', async () => {
  let letGo = () => undefined as void;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  let waiting = 0;
  const app = express().use(express.urlencoded({ extended: false }), pageBound(1), async (_req, res) => {
    waiting += 1;
    await released;
    res.end();
  });
  app.use(((_error, _req, res, _next) => void res.status(503).end()) as ErrorRequestHandler);
  running.serve({ ...running.app, express: app });
  const send = () => fetch(running.url, { method: 'POST', body: new URLSearchParams({ a: '1' }) });
  const first = send();
  await until(() => waiting === 1);
  expect((await send()).status).toBe(503);
  letGo();
  expect((await first).status).toBe(200);
});

describe('a host that is told of coverage', () => {
  it('keeps nothing waiting but itself, and is told until it listens', async () => {
    const heard: (string | null)[] = [];
    let patient = false;
    const made = createOnboarding({
      ...options,
      onCoverageChange: ({ onboardingId }) => {
        if (onboardingId === 'ob_hangs') return new Promise(() => undefined);
        if (!patient) throw Object.assign(new Error('timeout'), { code: 'ECONNREFUSED' });
        heard.push(onboardingId);
      },
    });
    for (const id of ['ob_hangs', 'ob_fails']) {
      await running.store.onboardings.create(id, `the token of ${id}`);
      await running.store.objects.link(id, [{ kind: 'policy', id: `pl_of_${id}`, createdWithKey: null }]);
      await running.store.events.record([newEvent(id, { objectId: `pl_of_${id}` })]);
    }
    await made.catchUp();
    const stateOf = async (id: string) => (await running.store.onboardings.find(id))?.coverage_state;
    expect([await stateOf('ob_hangs'), await stateOf('ob_fails')]).toEqual(['active', 'active']);
    expect(made.check()).toEqual({ ok: true });
    await made.close();
    expect(heard).toEqual([]);

    patient = true;
    const later = createOnboarding({
      ...options,
      onCoverageChange: ({ onboardingId: id }) => void heard.push(id),
    });
    running.advance(60_000);
    await later.catchUp();
    await until(() => heard.includes('ob_hangs') && heard.includes('ob_fails'));
    await later.close();
    expect(await running.store.coverageNews.nextDue()).toBeNull();
  });
});
