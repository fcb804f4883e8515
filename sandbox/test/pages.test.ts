import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { controlOperations } from '../src/control/operations';
import { scenarios } from '../src/scenarios';
import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { typesOf } from './support/events';
import { makeCovered, makeSession } from './support/objects';
import { runReceiver, runSandbox, type RunningSandbox } from './support/running-sandbox';
import { register, twoEvents, untilDelivery } from './support/webhooks';

const run = promisify(execFile);
let sandbox: RunningSandbox;
let person: Person;
const others: { close(): Promise<unknown> }[] = [];
beforeEach(async () => {
  sandbox = await runSandbox({ retryDelaysMs: [] });
  person = new Person(sandbox.url);
});
afterEach(async () => {
  await sandbox.close();
  for (const other of others.splice(0)) await other.close();
});

const title = () => person.page.$('h1').text().replace(/\s+/g, ' ').trim();
const notice = () => person.page.$('.notice').text().replace(/\s+/g, ' ').trim();
const problems = () =>
  person.page
    .$('.errors li')
    .toArray()
    .map((item) => person.page.$(item).text());
const hrefs = () =>
  person.page
    .$('main a')
    .toArray()
    .map((link) => person.page.$(link).attr('href') ?? '');
const rows = () =>
  person.page
    .$('table tbody tr')
    .toArray()
    .map((row) => person.page.$(row).text().replace(/\s+/g, ' ').trim());
const seed = () => control(sandbox, 'POST', '/seed');
const receive = async (...answer: Parameters<typeof runReceiver>) => {
  const receiver = await runReceiver(...answer);
  others.push(receiver);
  return register(sandbox, receiver.url);
};

describe('every page', () => {
  test.each([
    '/',
    '/objects',
    '/events',
    '/deliveries',
    '/test-data',
    '/organisation',
    '/faults',
    '/clock',
    '/control',
    '/reset',
  ])('%s has the navigation, one heading, and loads nothing from elsewhere', async (path) => {
    const { status, $, response } = await person.open(path);
    expect(status).toBe(200);
    expect(
      $('.sections a')
        .toArray()
        .map((link) => $(link).text()),
    ).toEqual([
      'Overview',
      'Objects',
      'Events',
      'Deliveries',
      'Journal',
      'Test data',
      'Faults',
      'Clock',
      'Organisation',
      'Control API',
      'API reference',
    ]);
    expect($('.sections [aria-current=page]')).toHaveLength(1);
    expect($('h1')).toHaveLength(1);
    const scripts = $('script').toArray();
    expect(scripts.map((script) => $(script).attr('src'))).toEqual(['/_assets/press.js']);
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('the hosted application has no such navigation, also when something is wrong', async () => {
    const { session } = await makeSession(sandbox.call);
    for (const path of [`/apply/sandbox/${session.id}`, '/apply/sandbox/ias_nothing']) {
      const { $ } = await person.open(path);
      expect($('.sections')).toHaveLength(0);
      expect($('a[href="/"]')).toHaveLength(0);
    }
  });

  test.each([
    '/objects/robot',
    '/objects/event',
    '/objects/toString',
    '/objects/contractor/cn_nothing',
    '/objects/contractor/%3Cb%3E',
    '/objects/contractor?starting_after=cn_nothing',
    '/events/ev_nothing',
    '/events?ending_before=ev_nothing',
    '/deliveries/999',
    '/deliveries/x',
    '/deliveries?starting_after=x',
  ])('%s is not there', async (path) => {
    const { status, html } = await person.open(path);
    expect(status).toBe(404);
    expect(html).not.toContain('<b>');
  });

  test('what was stored is shown as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const { body } = await sandbox.call('POST', '/entities', { name });
    for (const path of ['/objects/entity', `/objects/entity/${body.id}`]) {
      const { $ } = await person.open(path);
      expect($('main img')).toHaveLength(0);
      expect($('main').text()).toContain(name);
    }
  });
});

describe('the overview', () => {
  test('says how to connect, what goes on, and where the rest is', async () => {
    await person.open('/');
    expect(person.text).toContain(`${sandbox.url}/api/v1`);
    expect(person.text).toContain(sandbox.apiKey);
    for (const text of ['No events yet', 'Nothing was sent yet', 'Nothing is due', 'None: it behaves'])
      expect(person.text).toContain(text);
    await control(sandbox, 'PUT', '/api-faults', [{ fault: 'drop', times: 2 }]);
    await makeSession(sandbox.call).catch(() => undefined);
    await control(sandbox, 'DELETE', '/api-faults');
    await control(sandbox, 'PUT', '/webhook-faults', { drop_next: 1 });
    await makeSession(sandbox.call);
    await person.open('/');
    expect(person.text).toMatch(/Next\s*\S.* in \d/);
    expect(person.text).toMatch(/Faults\s*On: /);
    for (const path of ['/test-data', '/control', '/clock', '/faults']) expect(hrefs()).toContain(path);
  });

  test('leaves test data to a page of its own', async () => {
    await person.open('/test-data');
    for (const { name, value, effect } of Object.values(scenarios))
      for (const text of [name, value, effect]) expect(person.text).toContain(text);
    expect(rows()).toHaveLength(Object.values(scenarios).length);
    // Each says who can play it.
    const said = (field: string) => person.page.$(`.hint:contains("${field}")`).text();
    for (const { field } of Object.values(scenarios)) expect(said(field)).toMatch(/example app/);
    // What the app cannot play is not offered: it is folded away.
    const folded = person.page.$('main details code').toArray();
    const keys = Object.values(scenarios).filter(({ field }) => field === 'API key');
    expect(folded.map((code) => person.page.$(code).text().trim())).toEqual(keys.map(({ value }) => value));
  });

  test('leaves the control API to a page of its own, each command of which a shell can run', async () => {
    await receive();
    await seed();
    await person.open('/control');
    const commands = person.page
      .$('main pre')
      .toArray()
      .map((block) => person.page.$(block).text());
    expect(commands).toHaveLength(controlOperations.length);
    const cwd = sandbox.dataDir;
    // Those that empty it come last.
    commands.sort((a, b) => Number(/reset|import/.test(a)) - Number(/reset|import/.test(b)));
    for (const command of commands) {
      expect(command).toMatch(/^curl( -X \w+)? http/);
      const { stdout } = await run('sh', ['-c', `${command} -s -w '\n%{http_code}'`], { cwd });
      const status = stdout.split('\n').at(-1);
      // What is not there, or cannot happen as things stand, is said; no command is wrong in itself.
      expect([command, status, stdout]).toEqual([
        command,
        expect.stringMatching(/^(20[01]|404|409)$/),
        stdout,
      ]);
      expect(stdout).not.toContain('in this API');
    }
  });

  test('fills by a button, says so once, and refuses to do it twice', async () => {
    await person.open('/');
    await person.submit('/seed');
    expect(person.page.path).toBe('/');
    expect(notice()).toContain('The demo data was added');
    expect(person.page.$('.kinds a[href="/objects/contractor"]').text()).toMatch(/8\s+Contractors/);
    expect(rows().join()).toContain('application.manual_review');
    await person.open('/');
    expect(notice()).toBe('');
    await person.submit('/seed');
    expect(problems()).toEqual([expect.stringContaining('is there already')]);
  });

  test('a reset asks on a page of its own, and keeps the webhook endpoints unless told otherwise', async () => {
    await receive();
    await seed();
    await person.open('/');
    await person.follow('Reset…');
    expect(title()).toBe('Reset the sandbox?');
    await person.submit('/reset');
    expect(notice()).toContain('Webhook endpoints were kept');
    const count = async (kind: string) => {
      const { $ } = await person.open('/objects');
      return $(`a[href="/objects/${kind}"] .figure`).text();
    };
    expect([await count('contractor'), await count('webhook_endpoint')]).toEqual(['0', '1']);
    await person.open('/reset');
    // An unticked box is not sent.
    const { action, text } = person.formBody('/reset');
    const unticked = new URLSearchParams(text);
    unticked.delete('keep_webhook_endpoints');
    expect((await person.post({ action, text: unticked.toString() })).status).toBe(303);
    expect(await count('webhook_endpoint')).toBe('0');
  });
});

describe('objects', () => {
  test('lists say what makes the first one, and what each is about', async () => {
    await person.open('/objects/assignment');
    expect(person.text).toContain('None yet. The first comes with POST /api/v1/assignments');
    await seed();
    const about: Record<string, string[]> = {
      contractor: ['Maya Okafor, maya.okafor@demo.example'],
      entity: ['Harbor Staffing, Inc'],
      job: ['Field technician, Harbor Staffing, Inc'],
      quote: ['Sam Carter, Graphic designer', 'open', 'not eligible', 'policy issued'],
      session: ['Daniel Reyes at: Signature', 'in review', 'expired', 'ineligible', 'complete'],
      policy: ['Maya Okafor, general, workers-comp active', 'cancelled'],
      assignment: ['Maya Okafor, Field technician, second site active'],
      invoice: ['$5.46 premium paid'],
      certificate: ['kim-flagged.pdf flagged', 'approved'],
    };
    for (const [kind, texts] of Object.entries(about)) {
      await person.open('/objects');
      await person.open(hrefs().find((href) => href === `/objects/${kind}`)!);
      for (const text of texts) expect(rows().join('\n')).toContain(text);
    }
  });

  test('a list goes page by page, and stays where it is while newer ones come', async () => {
    const add = async (name: string) => sandbox.call('POST', '/entities', { name });
    for (let number = 1; number <= 45; number += 1) await add(`Entity ${number}.`);
    const seen = () => rows().map((row) => Number(/Entity (\d+)\./.exec(row)![1]));
    await person.open('/objects/entity');
    const newest = seen();
    expect([newest.length, newest[0], newest.at(-1)]).toEqual([20, 45, 26]);
    expect(person.text).not.toContain('Newer');
    await person.follow('Older →');
    expect([seen()[0], seen().at(-1)]).toEqual([25, 6]);
    await add('Entity 46.');
    await person.follow('Older →');
    expect(seen()).toEqual([5, 4, 3, 2, 1]);
    expect(person.text).not.toContain('Older');
    await person.follow('← Newer');
    expect([seen()[0], seen().at(-1)]).toEqual([25, 6]);
    await person.follow('← Newer');
    expect(seen()).toEqual(newest);
    await person.follow('← Newer');
    expect(seen()).toEqual([46]);
    expect(person.text).not.toContain('Newer');
  });

  test('an object is shown as the API answers it, with what belongs to it and its events', async () => {
    const { contractor, entity, job, quote, policy } = await makeCovered(sandbox.call);
    const { body } = await sandbox.call('GET', `/policies/${policy.id}`);
    await person.open(`/objects/policy/${policy.id}`);
    expect(JSON.parse(person.page.$('pre').first().text())).toEqual(body);
    expect(person.text).toContain(`GET /api/v1/policies/${policy.id}`);
    const expected = [`contractor/${contractor}`, `job/${job}`, `quote/${quote.id}`];
    for (const href of expected) expect(hrefs()).toContain(`/objects/${href}`);
    expect(rows()).toEqual([expect.stringContaining('policy.active')]);
    const document = hrefs().find((href) => href.startsWith('/bound-policies/'))!;
    expect((await fetch(sandbox.url + document)).headers.get('content-type')).toBe('application/pdf');

    await person.open(`/objects/contractor/${contractor}`);
    expect(hrefs()).toEqual(
      expect.arrayContaining([`/objects/quote/${quote.id}`, `/objects/policy/${policy.id}`]),
    );
    await person.open(`/objects/entity/${entity}`);
    expect(hrefs()).toContain(`/objects/job/${job}`);
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    await person.open(`/objects/policy/${policy.id}`);
    expect(hrefs()).not.toContain(`/objects/contractor/${contractor}`);
    expect((await person.open(`/objects/contractor/${contractor}`)).status).toBe(404);
  });

  test('a certificate comes with its review', async () => {
    await seed();
    const [certificate] = (await sandbox.call('GET', '/files/certificates')).body;
    await person.open(`/objects/certificate/${certificate.id}`);
    expect(person.text).toContain('?expand[]=review_results.full');
    const shown = JSON.parse(person.page.$('pre').first().text()) as { review_results: { status: string } };
    expect(shown.review_results.status).toBe('flagged');
    expect(hrefs().some((href) => href.startsWith('/objects/contractor/'))).toBe(true);
    expect(rows()).toEqual([expect.stringContaining('certificate.flagged')]);
  });
});

describe('events', () => {
  test('are listed by pages, and each shows its body, object and deliveries', async () => {
    await person.open('/events');
    expect(person.text).toContain('No events yet');
    await seed();
    await person.open('/events');
    expect(rows()).toHaveLength(20);
    await person.follow('Older →');
    const total = await typesOf(sandbox.call, () => true);
    expect(rows()).toHaveLength(total.length - 20);

    await receive();
    const session = await twoEvents(sandbox);
    const delivered = await untilDelivery(sandbox, ({ type }) => type === 'application.expired');
    await person.open('/events');
    await person.follow('application.expired');
    expect(title()).toBe('application.expired');
    const { body } = await sandbox.call('GET', `/events/${delivered.event}`);
    expect(JSON.parse(person.page.$('pre').text())).toEqual(body);
    expect(hrefs()).toEqual(
      expect.arrayContaining([`/objects/session/${session}`, `/deliveries/${delivered.id}`]),
    );
  });

  test('one that was sent to nobody says so', async () => {
    await control(sandbox, 'POST', '/category-codes', { name: 'Juggler' });
    await person.open('/events');
    await person.follow('category_code.added');
    expect(person.text).toContain('It was sent to nobody');
    expect(person.text).toContain('jc_');
  });
});

describe('deliveries', () => {
  test('are listed, filtered by state, with the endpoints', async () => {
    await person.open('/deliveries');
    expect(person.text).toContain('Nobody is listening yet');
    await receive(({ event }) => (event.type === 'application.created' ? 200 : 500));
    await twoEvents(sandbox);
    await untilDelivery(sandbox, ({ state }) => state === 'delivered');
    await untilDelivery(sandbox, ({ state }) => state === 'failed');
    await person.open('/deliveries');
    expect(rows()).toHaveLength(2);
    await person.follow('Failed');
    expect(rows()).toEqual([expect.stringContaining('The endpoint answered 500.')]);
    await person.follow('Dropped');
    expect(person.text).toContain('No delivery is dropped');
  });

  test('pages keep the filter', async () => {
    const { id } = await receive();
    for (let made = 0; made < 13; made += 1) await twoEvents(sandbox);
    await sandbox.call('DELETE', `/webhook_endpoints/${id}`);
    await control(sandbox, 'PUT', '/webhook-faults', { drop_rate: 1 });
    await receive();
    for (let made = 0; made < 11; made += 1) await twoEvents(sandbox);
    await person.open('/deliveries?state=dropped');
    expect(rows()).toHaveLength(20);
    await person.follow('Older →');
    expect(person.page.path).toContain('state=dropped');
    for (const row of rows()) expect(row).toContain('dropped');
  });

  test('one shows its attempts, and is sent again by a button', async () => {
    let status = 503;
    const receiver = await runReceiver(() => ({ status, body: `<b>not now</b>` }));
    others.push(receiver);
    const { secret } = await register(sandbox, receiver.url);
    await makeSession(sandbox.call);
    const { id } = await untilDelivery(sandbox, ({ state }) => state === 'failed');
    await person.open('/deliveries');
    await person.follow('application.created');
    expect(person.page.path).toBe(`/deliveries/${id}`);
    expect(person.page.$('.attempts li').text()).toMatch(/Attempt 1\s+503/);
    const shown = (label: string) => person.page.$(`.attempts pre[aria-label="${label} attempt 1"]`).text();
    expect(shown('Answer to')).toBe('<b>not now</b>');
    const { headers, body } = receiver.deliveries[0]!;
    const signature = String(headers['ten99policy-signature']);
    expect(shown('Headers of')).toContain(`Ten99Policy-Signature: ${signature}`);
    expect(JSON.stringify(JSON.parse(shown('Body of')))).toBe(body);
    expect(person.page.html).not.toContain(secret);
    status = 200;
    await person.submit(`/deliveries/${id}/resend`);
    expect(notice()).toContain('It is being sent again');
    await untilDelivery(sandbox, ({ state }) => state === 'delivered');
    await person.open(`/deliveries/${id}`);
    expect(person.page.$('.attempts li')).toHaveLength(2);
    expect(person.text).toMatch(
      /signed with the real time.*sandbox’s clock, which shows the real time, too\./s,
    );
    await control(sandbox, 'POST', '/clock', { advance: '50h' });
    await person.open(`/deliveries/${id}`);
    expect(person.text).toMatch(
      /signed with the real time.*sandbox’s clock, which is 2 days, 2 hours ahead\./s,
    );
  });

  test('what cannot be sent again says why', async () => {
    let status = 410;
    const { id: endpoint } = await receive(() => status);
    await makeSession(sandbox.call);
    const { id } = await untilDelivery(sandbox, ({ state }) => state === 'failed');
    await person.open(`/deliveries/${id}`);
    expect(person.text).toContain('switched off');
    expect(person.page.$('form')).toHaveLength(0);
    await person.open('/deliveries');
    expect(person.page.$('.endpoints').text()).toContain('switched off');
    status = 500;
    await sandbox.call('PUT', `/webhook_endpoints/${endpoint}`, { description: 'Repaired' });
    await person.open(`/deliveries/${id}`);
    await sandbox.call('DELETE', `/webhook_endpoints/${endpoint}`);
    await person.submit(`/deliveries/${id}/resend`);
    expect(problems()).toEqual(['The endpoint of this delivery was deleted.']);
    expect(person.text).toContain('so it cannot be sent again');
  });

  test('the scheme of an endpoint is chosen in a form', async () => {
    const { id } = await receive();
    await person.open('/deliveries');
    expect(person.value('scheme')).toBe('timestamped');
    await person.submit(`/deliveries/endpoints/${id}`, { scheme: 'standard-webhooks' });
    expect(notice()).toContain('“standard-webhooks”');
    expect(person.value('scheme')).toBe('standard-webhooks');
    await person.submit(`/deliveries/endpoints/${id}`, { scheme: 'none' });
    expect(problems()).toEqual([expect.stringContaining('Must be one of')]);
    expect(person.value('scheme')).toBe('standard-webhooks');
  });
});

describe('the clock', () => {
  test('shows what happens next, moves by a button, and says what came of it', async () => {
    await person.open('/clock');
    expect(person.text).toContain('Real time');
    expect(person.text).toContain('Nothing is waiting');
    const { session } = await makeSession(sandbox.call);
    await person.open('/clock');
    expect(rows()).toEqual([expect.stringContaining('The application expires')]);
    expect(rows()[0]).toMatch(/^The application expires in (29 days, 23 hours|30 days)/);
    expect(hrefs()).toContain(`/objects/session/${session.id}`);
    await person.submit('/clock', { step: '7d' });
    expect(notice()).toMatch(/^The clock moved forward by 7 days, to .* UTC\. Nothing fell due\.$/);
    expect(person.text).toContain('7 days ahead of real time');
    await person.submit('/clock', { step: '30d' });
    expect(notice()).toMatch(/1 thing fell due and was done\. application\.expired$/);
    await person.follow('application.expired');
    expect(person.text).toContain(session.id);
  });

  test('attempts to deliver that wait are among what happens next', async () => {
    await sandbox.close();
    sandbox = await runSandbox({ retryDelaysMs: [7_200_000] });
    person = new Person(sandbox.url);
    await receive(() => 500);
    await makeSession(sandbox.call);
    const { id } = await untilDelivery(sandbox, ({ attempts }) => attempts.length === 1);
    await person.open('/clock');
    expect(rows()[0]).toMatch(/^application\.created is sent again in 2 hours/);
    expect(hrefs()).toContain(`/deliveries/${id}`);
  });

  test.each(['', 'a while', '-1h', '0', '9999w', '"><script>'])(
    '%j is refused at the field, and stays in it',
    async (advance) => {
      await person.open('/clock');
      const form = person.page.$('#advance').closest('form');
      const text = new URLSearchParams({ _csrf: String(form.find('[name=_csrf]').val()), advance });
      const answer = await person.post({ action: '/clock', text: text.toString() });
      expect([answer.status, answer.headers.location]).toEqual([303, '/clock']);
      const { $ } = await person.open('/clock');
      expect($('#advance-error').text()).toMatch(/Must be|The clock ends/);
      expect($('.errors a').attr('href')).toBe('#advance');
      expect($('#advance').val()).toBe(advance);
      expect($('#advance').attr('aria-invalid')).toBe('true');
      expect(person.text).toContain('Real time');
      await person.open('/clock');
      expect(problems()).toEqual([]);
    },
  );
});

describe('forms', () => {
  const forms = ['/seed', '/reset', '/clock', '/deliveries/1/resend', '/deliveries/endpoints/whe_1'];

  test.each(forms)('%s takes what its own pages send from the same browser alone', async (action) => {
    await person.open('/clock');
    const cookie = String(person.page.response.headers['set-cookie']).split(';')[0]!;
    const token = String(person.page.$('[name=_csrf]').first().val());
    const send = async (headers: Record<string, string>, fields: Record<string, string>) => {
      const body = new URLSearchParams({ step: '1h', ...fields });
      const answer = await fetch(sandbox.url + action, { method: 'POST', headers, body, redirect: 'manual' });
      await answer.text();
      return answer.status;
    };
    const good = { cookie, origin: sandbox.url, 'sec-fetch-site': 'same-origin' };
    expect(await send({ ...good, 'sec-fetch-site': 'cross-site' }, { _csrf: token })).toBe(403);
    expect(await send({ ...good, 'sec-fetch-site': 'same-site' }, { _csrf: token })).toBe(403);
    expect(await send({ ...good, origin: 'https://example.com' }, { _csrf: token })).toBe(403);
    expect(await send({ ...good, origin: 'null' }, { _csrf: token })).toBe(403);
    expect(await send(good, {})).toBe(403);
    expect(await send(good, { _csrf: `${token}x` })).toBe(403);
    expect(await send({ ...good, cookie: '' }, { _csrf: token })).toBe(403);
    expect(await send({ ...good, cookie: `sandbox_pages=${'a'.repeat(32)}` }, { _csrf: token })).toBe(403);
    expect((await control(sandbox, 'GET', '/clock')).body.offset).toBe(0);
    expect((await sandbox.call('GET', '/contractors')).body).toEqual([]);
    expect(await send(good, { _csrf: token })).toBe(303);
  });

  test('what is said is said to who asked', async () => {
    await person.open('/clock');
    const { action, text } = person.formBody('/clock', { step: '1h' });
    await person.post({ action, text });
    const somebody = new Person(sandbox.url);
    await somebody.open('/clock');
    expect(somebody.page.$('.notice')).toHaveLength(0);
    await person.open('/clock');
    expect(notice()).toContain('1 hour');
  });
});
