import express from 'express';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { startMaintenance } from '../../src/maintenance';
import { createOnboarding, type Onboarding } from '../../src/onboarding/create-onboarding';
import type { OnboardingOptions } from '../../src/onboarding/options';
import { hostedHere } from '../../src/own-host';
import { HOST_WORDS } from '../../src/pages/site-words';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { WebhookSecrets } from '../../src/webhooks/secrets';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';

const BASE = '/insurance';
const HOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let running: TestApp;
const log: string[] = [];
const made: Onboarding[] = [];

beforeAll(async () => {
  running = await startApp({ unregistered: true });
});
beforeEach(() => void log.splice(0));
afterAll(async () => {
  for (const onboarding of made) await onboarding.close();
  await running.stop();
});

/** What a site gives whose logger takes text. */
function options(more: Partial<OnboardingOptions> = {}): OnboardingOptions {
  const say = (text: string) => void log.push(text);
  return {
    ...hostedHere(running.deps),
    basePath: BASE,
    logger: { info: say, warn: say, error: say },
    webhook: { secrets: ['secret_of_the_tests'], schemes: hostedHere(running.deps).webhook.schemes },
    session: () => ({}),
    csrf: { field: 'token', token: () => 'of the site' },
    user: () => ({ name: 'Dana' }),
    ...more,
  };
}

function mount(more: Partial<OnboardingOptions> = {}): Onboarding {
  const onboarding = createOnboarding(options(more));
  made.push(onboarding);
  return onboarding;
}

const serve = (site: express.Express) => running.serve({ ...running.app, express: site });
const post = (path: string) =>
  fetch(running.url + path, { method: 'POST', body: '{"type":"policy.active"}' });

describe('the webhook route in a site', () => {
  it('writes a line of text to a logger that takes text', async () => {
    serve(express().use(BASE, mount().webhook));
    expect((await post(`${BASE}/webhooks/1099policy`)).status).toBe(401);
    expect((await post(`${BASE}/webhooks/1099policy/`)).status).toBe(404);
    expect(log).toEqual([
      'webhook delivery refused reason=signature_missing bytes=24',
      'webhook delivery sent to a wrong path path=/webhooks/1099policy/',
    ]);
  });

  it('and so does what keeps things in order beside it', async () => {
    const failing = () => Promise.reject(new Error('the API is away'));
    const { logger } = options();
    const onboarding = { catchUp: failing, sync: failing };
    const end = startMaintenance({
      onboarding,
      store: running.store,
      logger,
      now: Date.now,
      syncEveryMs: null,
    });
    await until(() => log.length > 0);
    await end();
    expect(log[0]).toMatch(
      /^missed events could not be read from the API; trying again reason=the API is away/,
    );
  });

  it.each(['/webhooks/stripe', '/api/webhook/github', '/webhooks', '/eu/webhooks/1099policy'])(
    'leaves %s to the site',
    async (path) => {
      const { webhook } = mount({ basePath: '' });
      serve(express().use(webhook, (_req, res) => void res.send('taken by the site')));
      expect(await (await post(path)).text()).toBe('taken by the site');
    },
  );

  it('has one route for each of two onboardings, one below the other', async () => {
    const [outer, inner] = [mount(), mount({ basePath: `${BASE}/eu` })];
    serve(express().use(BASE, outer.webhook).use(`${BASE}/eu`, inner.webhook));
    const answers = [await post(`${BASE}/webhooks/1099policy`), await post(`${BASE}/eu/webhooks/1099policy`)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  it('and its pages too where the inner one is mounted first, else they are hidden', async () => {
    const [outer, inner] = [mount(), mount({ basePath: `${BASE}/eu` })];
    const statusOf = async () => (await fetch(`${running.url}${BASE}/eu/contractors`)).status;
    serve(express().use(`${BASE}/eu`, inner.contractor, inner.operator).use(BASE, outer.operator));
    expect(await statusOf()).toBe(200);
    serve(express().use(BASE, outer.operator).use(`${BASE}/eu`, inner.contractor, inner.operator));
    expect(await statusOf()).toBe(404);
  });

  it('tells a sender the path where nothing else takes the delivery, without a login', async () => {
    const { webhook, operator } = mount({ user: () => null });
    serve(express().use(BASE, webhook, operator));
    const answer = await post(`${BASE}/webhooks`);
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { error: 'wrong_path', message: expect.stringContaining(` ${BASE}/webhooks/1099policy.`) as string },
    ]);
  });
});

describe('the options of an onboarding', () => {
  const without = (name: string, value?: unknown) => () => createOnboarding({ ...options(), [name]: value });

  it.each([
    ...['basePath', 'publicUrl', 'folder', 'api', 'store', 'webhook', 'applicationHosts'],
    ...['logger', 'csrf', 'session', 'user'],
  ])('have %s', (name) => {
    expect(without(name)).toThrow(TypeError);
    expect(without(name)).toThrow(`createOnboarding: ${name} has to be `);
    expect(without(name, null)).toThrow(`createOnboarding: ${name} has to be `);
  });

  it.each<[string, unknown, string]>([
    ['store', Promise.resolve({}), 'wait for it with await'],
    ['csrf', { field: 'token' }, '{ field, token }'],
    ['webhook', { secrets: ['secret_of_the_tests'] }, '{ secrets, schemes }'],
    ['logger', { log: () => undefined }, 'info, warn and error'],
    ['webhook', { secrets: 'secret_of_the_tests', schemes: [timestamped()] }, '{ secrets, schemes }'],
    ['webhook', { secrets: new WebhookSecrets(), schemes: [] }, 'createOnboarding: webhook.schemes is empty'],
    [
      'webhook',
      { secrets: [], schemes: [timestamped] },
      'createOnboarding: webhook.schemes has to be a list',
    ],
    [
      'webhook',
      { secrets: [], schemes: [timestamped()], verfy: 'api' },
      'createOnboarding: webhook.verfy is no option. Did you mean verify? Options are secrets, schemes, confirm, verify.',
    ],
    ['applicationHosts', 'apply.1099policy.com', "['apply.1099policy.com']"],
    ['applicationHosts', [], "['apply.1099policy.com']"],
    ['applicationHosts', [''], "['apply.1099policy.com']"],
    ['applicationHosts', ['apply.1099policy.com', 'https://my.1099policy.com'], 'without https://'],
    ['applicationHosts', ['apply.1099policy.com/x'], 'without a path'],
    ['applicationHosts', ['Apply.1099policy.com'], 'in lower case'],
    ['hook', 'https://platform.example/hook', '{ url, secret }'],
    ['hook', { url: 'https://platform.example/hook' }, '{ url, secret }'],
    ['hook', { url: 'platform.example/hook', secret: HOOK_SECRET }, 'an address of http or https'],
    [
      'hook',
      { url: 'https://me:it@platform.example/hook', secret: HOOK_SECRET },
      'without a name and a password',
    ],
    ['hook', { url: 'https://platform.example/hook', secret: 'whsec_short' }, 'whsec_ with 24 to 64 bytes'],
    [
      'hook',
      { url: 'https://platform.example/hook', secret: HOOK_SECRET, tries: 3 },
      'createOnboarding: hook.tries is no option. Options are url, secret.',
    ],
    ['brand', 'Acme Staffing', '{ name, stylesheet }'],
    ['brand', { name: '' }, '{ name, stylesheet }'],
    ['brand', { name: 'Acme Staffing', stylesheet: 7 }, '{ name, stylesheet }'],
    ['environment', 'prod', "'local', 'sandbox', 'production', or absent"],
    ['dataDir', '', 'the folder of the embedded database'],
    ['words', { publicUrl: 'the address' }, '{ ...HOST_WORDS, publicUrl }'],
    ['demo', {}, 'a function'],
    ['testValues', [], 'a function'],
    ['now', 7, 'a function that gives epoch milliseconds'],
    ['newId', 'id', 'a function that gives a new text'],
    ['newKey', 'key', 'a function that gives a new text'],
    ['newToken', 'token', 'a function that gives a new text'],
    ['liveBeatMs', '15000', 'a number of milliseconds'],
    ['maxWaitingPages', 0, 'a number of pages'],
    ['user', { name: 'Dana' }, 'a function'],
    ['render', 'layout', 'a function'],
    ['guard', true, 'a request handler'],
    ['nonce', 'n0nce', 'a function'],
    ['onCoverageChange', {}, 'a function'],
    ['basePath', '/a/../b', 'basePath is a path such as /insurance'],
    ['basePath', '/.', 'basePath is a path such as /insurance'],
    ['publicUrl', 'ftp://platform.example', 'publicUrl is an origin such as'],
  ])('take no %s such as %j', (name, value, mend) => {
    expect(without(name, value)).toThrow(mend);
  });

  it.each<[string, unknown]>([
    ['hook', null],
    ['hook', { url: 'http://10.0.0.7:8080/hook', secret: HOOK_SECRET }],
    ['brand', { name: 'Acme Staffing' }],
    ['applicationHosts', ['apply.1099policy.com', '127.0.0.1:4010', '[::1]:4010']],
    ['environment', undefined],
    ['words', HOST_WORDS],
    ['webhook', { secrets: new WebhookSecrets(), schemes: [], verify: 'api' }],
  ])('take %s such as %j', (name, value) => {
    const { [name as 'hook']: _own, ...others } = options();
    made.push(createOnboarding({ ...others, [name]: value }));
    expect(log).toEqual([]);
  });

  it('may be more than are read, and the log tells which look misspelt', () => {
    const { brand: _own, ...others } = options();
    const more = { ...others, metrics: {}, onCoverageChanged: () => undefined, Brand: { name: 'Acme' } };
    made.push(createOnboarding(more));
    const sentence = (meant: string) =>
      `createOnboarding has no option of this name; if ${meant} is meant, write it so`;
    expect(log).toEqual([
      `${sentence('onCoverageChange')} option=onCoverageChanged`,
      `${sentence('brand')} option=Brand`,
    ]);
  });

  it('are at least there', () => {
    expect(() => createOnboarding(undefined as unknown as OnboardingOptions)).toThrow('basePath has to be');
  });

  it('name a folder with views and public, which compilers do not copy', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'dist-'));
    expect(without('folder', folder)).toThrow(`there is no views/layout/head.ejs in ${folder}. Compilers`);
    cpSync(path.join(PROJECT_ROOT, 'views'), path.join(folder, 'views'), { recursive: true });
    expect(without('folder', folder)).toThrow(`there is no public in ${folder}. Compilers`);
    rmSync(folder, { recursive: true });
  });
});

describe('what the guard of a site refuses', () => {
  async function refusedWith(error: object): Promise<{ status: number; text: string }> {
    const { operator } = mount({ guard: (_req, _res, next) => next(Object.assign(new Error('no'), error)) });
    serve(express().use(BASE, operator));
    const page = await fetch(`${running.url}${BASE}/`, { headers: { accept: 'text/html' } });
    return { status: page.status, text: await page.text() };
  }

  it.each([
    [401, 'You are not signed in', 'Sign in, then open the page again.'],
    [403, 'This was not accepted', 'Go back, reload the page and send the form again.'],
    [429, 'Too many requests', 'Wait a little, then try again.'],
    [409, 'This was refused', 'Go back and try again.'],
  ])('by %d has words of its own', async (status, title, fix) => {
    const page = await refusedWith({ status, code: 'EREFUSED' });
    expect(page.status).toBe(status);
    expect(page.text).toContain(`>${title}<`);
    expect(page.text).toContain(fix);
    expect(page.text).toContain('Nothing was saved.');
  });

  it('is not laid at the door of our database when a connection of the site fails', async () => {
    const page = await refusedWith({ code: 'ECONNREFUSED' });
    expect([page.status, page.text]).toEqual([500, expect.stringContaining('Something went wrong here')]);
    expect(page.text).not.toContain('database');
    expect(log.join()).toContain('request failed');
  });
});

describe('two onboardings of a site that share its session', () => {
  it('say a sentence on their own pages alone', async () => {
    const session = {};
    const [here, elsewhere] = [
      mount({ session: () => session }),
      mount({ basePath: '/eu', session: () => session }),
    ];
    serve(express().use(BASE, here.operator).use('/eu', elsewhere.operator));
    const open = async (path: string) => (await fetch(running.url + path)).text();
    const person = new Person(running.url, `${BASE}/`);
    await person.open(`${BASE}/`);
    const { path: firstStep } = await person.submit(`${BASE}/onboardings`);
    await fetch(running.url + firstStep.replace('/contractor', '/quote'), { redirect: 'manual' });
    expect(await open('/eu/')).not.toContain('pa-notice');
    expect(await open(`${BASE}/`)).toContain('pa-notice');
    expect(await open(`${BASE}/`)).not.toContain('pa-notice');
  });
});
