import { load } from 'cheerio/slim';
import { LIFE_SECONDS } from '../../src/demo/presenter/presenting';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
  person = new Person(running.url);
});
afterAll(() => running.stop());

const headersOf = async (url: string) => {
  const { headers } = await fetch(url);
  return {
    ancestors: /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1],
    options: headers.get('x-frame-options'),
  };
};
const here = () => headersOf(`${running.url}/`);
const there = () => headersOf(`${running.sandbox.url}/`);
const closed = [
  { ancestors: "'none'", options: 'DENY' },
  { ancestors: "'none'", options: 'SAMEORIGIN' },
];
const open = () => [
  { ancestors: "'self'", options: 'SAMEORIGIN' },
  { ancestors: running.url, options: null },
];
const both = async () => [await here(), await there()];
const present = async () => {
  await person.open('/demo');
  await person.submit('/demo/present');
};
/** As a browser asks for the page of the operator's frame. */
const inFrame = (path: string) => person.get(path, { 'sec-fetch-dest': 'iframe' });
const acts = (act: string) => `/demo/present/${act}`;

/** Presses a button of the bar: the form is sent to where the button says. */
async function press(act: string, fields: Record<string, string> = {}): Promise<void> {
  const at = person.page.$('input[name=at]').attr('value') ?? '';
  expect(await person.send(acts(act), { at, ...fields })).toBe('/demo/present');
  await person.open('/demo/present');
}
const frame = (name: string) => person.page.$(`iframe[name="${name}"]`).attr('src');
const beats = () =>
  person.page
    .$('.pa-beat')
    .toArray()
    .map((beat) =>
      person.page
        .$(beat)
        .find('.pa-said')
        .toArray()
        .map((said) => person.page.$(said).children().first().text().trim()),
    )
    .reverse();

test('leads to the host name of the sandbox, as frames of another get no cookies', async () => {
  const { host, port } = new URL(running.url);
  const link = 'a[href$="/demo/present"].pa-button';
  await person.open('/demo');
  const press = person.formBody('/demo/present');
  const elsewhere = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
  const answers = [await person.get('/demo/present', elsewhere), await person.post(press).set(elsewhere)];
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(load(text)(link).attr('href')).toBe(`${running.url}/demo/present`);
  }
  expect(load((await person.get('/demo/present', { host })).text)(link)).toHaveLength(0);
});

test('pages are in no frame, but in those of the presenter while somebody presents', async () => {
  expect(await both()).toEqual(closed);
  await person.open('/demo/present');
  expect(person.page.$('iframe')).toHaveLength(0);
  await person.submit('/demo/present');
  expect(person.page.path).toBe('/demo/present');
  expect(await both()).toEqual(open());
  const { headers } = person.page.response;
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).toContain(
    `frame-src 'self' http://${new URL(running.sandbox.url).host}`,
  );
  expect(headers['x-frame-options']).toBe('DENY');
  await person.send(acts('end'));
  expect(await both()).toEqual(closed);
  // What was pressed on a page that was left open does nothing.
  await press('next');
  expect(await both()).toEqual(closed);
  expect(person.page.$('iframe')).toHaveLength(0);
});

test('the sandbox takes one origin, for an hour at most', async () => {
  const ask = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const to = `${running.sandbox.url}/_sandbox/framing`;
    return (await fetch(to, { method: 'PUT', headers, body: JSON.stringify(body) })).status;
  };
  expect(await ask({ origin: running.url, seconds: 3601 })).toBe(400);
  expect(await ask({ origin: `${running.url}/path`, seconds: 1 })).toBe(400);
  expect(await ask({ origin: "'none'; script-src *", seconds: 1 })).toBe(400);
});

test('a scenario shows both sides, and what was said in the order of cause and effect', async () => {
  await present();
  expect([frame('operator'), frame('contractor')]).toEqual(['/', undefined]);
  expect(beats()).toEqual([]);
  await press('play', { scenario: 'covered' });
  expect(frame('operator')).toMatch(/^\/onboardings\/ob_\w+\/application$/);
  expect(frame('contractor')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/apply\/sandbox\/ias_\w+$/);
  expect(frame('contractor')).toContain(running.sandbox.url);
  expect(beats()).toEqual([
    ['POST /contractors'],
    ['POST /entities'],
    ['POST /jobs'],
    ['POST /quotes'],
    ['POST /apply/sessions', 'application.created', 'Application created'],
  ]);
  expect(person.text).toContain('5 calls, 1 webhook');
  await press('next');
  expect(frame('operator')).toMatch(/^\/onboardings\/ob_\w+$/);
  expect(beats().slice(5)).toEqual([
    ['application.started', 'Application started'],
    ['application.complete', 'Application finished'],
    ['policy.active', 'Policy issued'],
  ]);
  expect(person.page.$('.pa-beat--follows')).toHaveLength(3);
  expect(person.page.$(`[formaction="${acts('next')}"]`).attr('disabled')).toBeDefined();
  // A press that was sent twice, from a page that is behind.
  await press('play', { scenario: 'expired' });
  await press('next');
  const expired = frame('operator');
  await press('next', { at: '0' });
  expect(person.page.$('[data-status]').text()).toContain('Nothing was pressed twice');
  expect(frame('operator')).toBe(expired);
  await press('play', { scenario: 'covered' });
  const ready = frame('operator');
  await press('next');
  // Its entity is there already.
  expect(beats()).toHaveLength(7);
  // Back and on again, without anything happening twice.
  await press('back');
  expect(frame('operator')).toBe(ready);
  await press('next');
  expect(beats()).toHaveLength(7);
});

test('the contractor’s page follows what the operator looks at', async () => {
  await press('play', { scenario: 'returning' });
  expect(frame('operator')).toMatch(/^\/contractors\/cn_/);
  expect(frame('contractor')).toMatch(/^\/cover\/[\w-]{43}$/);
  // The link opens to whoever has it, so it is nothing to be read from a screen.
  expect(person.page.$('[data-part="contractor"]').text()).toMatch(/\/cover\/…$/);
  const scene = await inFrame('/contractors');
  expect(scene.text).not.toContain('pa-scene');
  await person.open('/demo/present');
  expect([frame('operator'), frame('contractor')]).toEqual(['/contractors', undefined]);
  await inFrame('/nowhere');
  await person.open('/demo/present');
  expect(frame('operator')).toBe('/contractors');
  await press('back');
  expect(frame('contractor')).toMatch(/^\/cover\//);
});

test('a walk is saved as one file, with nothing secret in it and nothing that leads out', async () => {
  await present();
  await press('play', { scenario: 'covered' });
  const application = String(frame('operator'));
  const secrets = [running.secrets.all, running.deps.config.api.key].flat();
  await inFrame(application);
  // So long a walk that the sandbox has more to tell than it is asked for.
  const headers = { authorization: `Bearer ${running.sandbox.sandbox.apiKey}` };
  for (let call = 0; call < 100; call += 1)
    await fetch(`${running.sandbox.url}/api/v1/jobs?limit=1`, { headers });
  await press('next');
  await inFrame(String(frame('operator')));
  await inFrame('/compliance/keys');
  await press('back');
  const row = await running.store.onboardings.find(String(application.split('/')[2]));
  const contractor = await running.store.contractors.find(String(row?.contractor_id));
  await inFrame(`/contractors/${row?.contractor_id}`);
  const { text, headers: given } = await person.get(acts('recording'), {});
  expect(given['content-disposition']).toContain('filename="covered.html"');
  expect(text.length).toBeLessThan(2_000_000);
  const { html } = await person.open('/demo/present');
  const token = String(/name="_csrf" value="([^"]+)"/.exec(html)?.[1]);
  const cookies = person.cookies.split('; ').map((cookie) => String(cookie.split('=')[1]));
  const kept = [...secrets, token, ...cookies, row?.return_token, contractor?.link_token, row?.session_id];
  for (const secret of kept) {
    expect(String(secret).length).toBeGreaterThan(10);
    expect(text).not.toContain(String(secret));
  }
  expect(text).not.toMatch(/whsec_|t9s?k_|_csrf|12-3456789/);
  const leading = /(?:<|&lt;)(?:script|link|base|form [^>]*action)\b.{40}|@import|url\((?!#).{40}/i;
  expect(leading.exec(text)?.[0]).toBeUndefined();
  const out = /.{40}(?:src|href|action)=(?:"|&#34;)(?!#|data:image\/svg|&#34;)[^"&].{40}/;
  expect(out.exec(text)?.[0]).toBeUndefined();
  const file = load(text);
  const pages = file('article')
    .toArray()
    .map((page) =>
      file(page)
        .find('.pa-window__bar code')
        .first()
        .text()
        .replace(/^[^/]+/, ''),
    );
  // Keys are no part of a walk, and neither is what is looked back at.
  expect(pages).toEqual([
    application,
    application.replace('/application', ''),
    `/contractors/${row?.contractor_id}`,
  ]);
  expect(file('article').first().text()).toContain('POST /apply/sessions');
  expect(file('article').first().text()).not.toContain('policy.active');
  expect(file('article').last().text()).toContain('policy.active');
  const operator = load(String(file('iframe').first().attr('srcdoc')));
  expect(operator('h1').text()).toBe('The application is ready');
  await person.send(acts('end'));
  expect((await person.get(acts('recording'), {})).status).toBe(303);
  await present();
});

test('the clock goes on a day, type grows, and failures are told', async () => {
  const clock = () => person.page.$('.pa-stage__clock').text().slice(0, 11);
  const before = clock();
  await press('clock');
  expect(clock()).not.toBe(before);
  await press('type');
  expect(person.page.$('[data-stage]').attr('data-large')).toBeDefined();
  await press('type');
  expect(person.page.$('[data-stage]').attr('data-large')).toBeUndefined();
  running.proxy.fail('POST /jobs', { kind: 'answer', status: 500 });
  await press('play', { scenario: 'covered' });
  running.proxy.clear();
  expect(person.page.$('[data-status]').text()).toContain('could not be prepared, and was taken back');
  running.proxy.fail('POST /_sandbox/clock', { kind: 'answer', status: 500 });
  const script = { 'sec-fetch-dest': 'empty' };
  await person.send(acts('clock'));
  running.proxy.clear();
  const said = async (more: object) => (await person.get('/demo/present', { ...script, ...more })).text;
  // For the script that pressed it, and no other.
  expect(await said({})).not.toContain('The local sandbox refused');
  expect(await said({ 'policy-app-press': '1' })).toContain('The local sandbox refused');
  expect(await said({ 'policy-app-press': '1' })).not.toContain('The local sandbox refused');
  // What was shown before is shown still.
  expect(await person.send(acts('end'))).toBe('/');
});

test('it ends by itself, unless the presenter’s page is looked at', async () => {
  await present();
  running.advance((LIFE_SECONDS - 1) * 1000);
  await person.open('/demo/present');
  running.advance((LIFE_SECONDS - 1) * 1000);
  expect((await here()).ancestors).toBe("'self'");
  running.advance(2000);
  expect(await here()).toEqual(closed[0]);
  const framing = async () => (await fetch(`${running.sandbox.url}/_sandbox/framing`)).json();
  const allowed = { origin: running.url, seconds: expect.any(Number) as number };
  expect(await framing()).toEqual(allowed);
  // Nobody moves it elsewhere by looking.
  await present();
  await person.get('/demo/present', { host: `127.0.0.2:${new URL(running.url).port}` });
  expect(await framing()).toEqual(allowed);
});
