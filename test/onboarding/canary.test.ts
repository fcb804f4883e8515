import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Person } from '../support/browser-like';
import { anEvent, deliver } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import {
  CONTRACTOR,
  ENTITY,
  finishApplication,
  firstCategory,
  JOB,
  uniqueEmail,
  walkTo,
} from '../support/walk';

const API_KEY = 't9k_test_canaryK3yCanaryK3y';
const WEBHOOK_SECRET = 'canary-webhook-secret-91';
const TAX_ID = '97-1357924';
/** Whatever way they could be written. */
const GROUPED = [TAX_ID, '971357924', '971-35-7924', '971 35 7924', '971\u201135\u20117924'];
const SECRETS = [API_KEY, 'canaryK3y', WEBHOOK_SECRET, ...GROUPED, '1357924', '7924'];

let running: TestApp;
beforeAll(async () => {
  running = await startApp({
    apiKey: API_KEY,
    env: { TEN99POLICY_WEBHOOK_SECRETS: WEBHOOK_SECRET, OPERATOR_PASSWORD: 'canary-pass-phrase' },
    maxRetries: 0,
  });
});
afterAll(() => running.stop());

/** Every page a person has seen. */
class Watcher extends Person {
  readonly seen: string[] = [];
  override async open(target: string) {
    const page = await super.open(target);
    this.seen.push(page.html, JSON.stringify(page.response.headers));
    return page;
  }
  override async submit(...form: Parameters<Person['submit']>) {
    const page = await super.submit(...form);
    this.seen.push(page.html, JSON.stringify(page.response.headers));
    return page;
  }
}

/** Every byte of the database: its files, or each row of each table. */
async function databaseBytes(): Promise<string> {
  const { made, store } = running;
  await store.ping();
  if (made.folder !== null) {
    const files = readdirSync(made.folder);
    expect(files.some((name) => name.endsWith('-wal'))).toBe(true);
    return files.map((name) => readFileSync(path.join(made.folder!, name), 'latin1')).join('\n');
  }
  const tables = [
    'onboardings',
    'onboarding_objects',
    'events',
    'api_calls',
    'sessions',
    'sign_in_attempts',
    'settings',
  ] as const;
  const rows = await Promise.all(
    tables.map((table) => made.database.sql.selectFrom(table).selectAll().execute()),
  );
  return JSON.stringify(rows);
}

const CLEARLY_THERE = 'Maya';

describe('the API key, the webhook secrets and the tax id', () => {
  it('appear in no page, log line or byte of the database after a walk full of mishaps', async () => {
    const operator = new Watcher(running.url);
    // What was sent may come back in any answer to it, and the key in every answer.
    const mishap = (call: string, status: number) =>
      running.proxy.fail(call, {
        kind: 'answer',
        status,
        body: {
          error_code: 'invalid_input',
          message: call.startsWith('POST')
            ? `Tax id ${GROUPED.join(', ')} and key ${API_KEY} are odd`
            : `Key ${API_KEY} is odd`,
          tax_identification: TAX_ID,
        },
      });
    await operator.open('/');
    await operator.submit('/sign-in', { password: 'wrong-canary-pass' });
    await operator.submit('/sign-in', { password: 'canary-pass-phrase' });
    const onboarding = await walkTo(operator, 'contractor');

    // The contractor, with its tax id, in every way that can fail.
    const typed = { ...CONTRACTOR, ...uniqueEmail(), tax_identification: TAX_ID };
    const form = `${onboarding}/contractor`;
    await operator.submit(form, { ...typed, email: '' });
    await operator.submit(form, { ...typed, _add_row: '1' });
    for (const status of [400, 401, 500]) {
      mishap('POST /contractors', status);
      await operator.submit(form, typed);
      expect(operator.text).toContain('There is a problem');
      running.proxy.clear();
    }
    running.proxy.fail('POST /contractors', { kind: 'reset' });
    await operator.submit(form, typed);
    running.proxy.clear();
    const csrfGone = operator.formBody(form, { ...typed, _csrf: 'wrong' });
    operator.seen.push((await operator.post(csrfGone)).text);
    await operator.submit(form, typed);
    await operator.open(form);
    await operator.submit(form, { company_name: 'Changed', tax_identification: TAX_ID });

    await operator.submit(`${onboarding}/entity`, ENTITY);
    await operator.submit(`${onboarding}/job`, { ...JOB, category_code: firstCategory(operator) });
    await operator.submit(`${onboarding}/quote`);
    await operator.open(`${onboarding}/application`);
    await operator.submit(`${onboarding}/application`);
    mishap('GET /', 401);
    await operator.open(onboarding);
    await operator.open(form);
    await operator.open(`${onboarding}/application/open`);
    running.proxy.clear();

    // Webhooks: the real ones, and refused ones.
    const handOver = await operator.open(`${onboarding}/application/open`);
    await finishApplication(
      new Person(running.sandbox.url),
      new URL(handOver.response.headers.location!).pathname,
    );
    const id = onboarding.replace('/onboardings/', '');
    await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
    const telling = { contractor: { id: 'cn_1', tax_identification: TAX_ID, note: `SSN ${GROUPED[2]}` } };
    await deliver(running.url, anEvent({ data: { id: 'pl_1', ...telling } }), { secret: WEBHOOK_SECRET });
    await deliver(running.url, anEvent(), { secret: 'whsec_wrong' });
    await deliver(running.url, anEvent(), { secret: '' });
    const broken = jest.spyOn(running.store.events, 'record').mockRejectedValue(new Error('disk full'));
    await deliver(running.url, anEvent(), { secret: WEBHOOK_SECRET });
    broken.mockRestore();
    const crash = jest.spyOn(running.store.lists, 'first').mockRejectedValue(new Error('gone'));
    await operator.open('/');
    expect(operator.page.status).toBe(500);
    crash.mockRestore();
    const { return_token: token } = (await running.store.onboardings.find(id))!;
    for (const page of [
      onboarding,
      form,
      '/',
      '/?show=done',
      '/events',
      '/nothing',
      '/health/ready',
      '/health/live',
      `/return/${token}/success`,
    ])
      await operator.open(page);
    await operator.submit(`${onboarding}/sync`, {}).catch(() => undefined);

    const learned = running.secrets.all.filter((secret) => secret !== WEBHOOK_SECRET);
    expect(learned).toHaveLength(1);
    const places = {
      pages: operator.seen.join('\n'),
      log: running.log.join('\n'),
      database: await databaseBytes(),
    };
    // The search itself finds what is there.
    expect(places.pages).toContain(CLEARLY_THERE);
    expect(places.database).toContain(CLEARLY_THERE);
    expect(places.log).toContain('webhook delivery refused');
    const found = Object.entries(places).flatMap(([place, text]) =>
      [...SECRETS, ...learned, 'canary-pass', 'wrong-canary']
        .filter((secret) => holds(text, secret))
        .map((secret) => `${secret} in ${place}: …${around(text, secret)}…`),
    );
    expect(found).toEqual([]);
    // Return links open a page without a password, so they stay out of the log as well.
    expect(places.log.includes(token)).toBe(false);
  });
});

/** Four digits may be part of any longer number, such as a length or an id: only a number of their own tells of it. */
function holds(text: string, secret: string): boolean {
  return /^\d{4}$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(text) : text.includes(secret);
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 60), at + part.length + 60);
}
