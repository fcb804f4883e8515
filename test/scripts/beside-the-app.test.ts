/** The scripts that look at a running app from beside it: doctor, webhook:send and webhook:register. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openSqlite } from '../../lib/sqlite';
import { EVENT_TYPES, type EventType } from '../../src/coverage/event-types';
import { eventOf } from '../../scripts/webhook-send/bodies';
import { Person } from '../support/browser-like';
import { deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';
import { runScript } from './support/program';

let running: TestApp;
let env: Record<string, string>;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'beside-'));
  running = await startApp();
  const { config, api } = running.deps;
  env = {
    TEN99POLICY_API_KEY: config.api.key ?? '',
    TEN99POLICY_API_BASE: api.baseUrl,
    PUBLIC_URL: running.url,
    DATA_DIR: running.made.folder ?? folder,
    DATABASE_URL: running.made.url ?? '',
  };
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

describe('npm run doctor', () => {
  it('finds nothing to mend beside an app that runs, and changes nothing', async () => {
    const { code, text } = await runScript('doctor.ts', env);
    expect([code, text]).toEqual([0, expect.stringContaining('Nothing has to be mended.')]);
    for (const line of [
      /^ok {4}API and key: The API at .* answers and takes the key\.$/m,
      /^ok {4}Webhook endpoint registered: whe_\w+ sends its events to /m,
      /^ok {4}Webhook endpoint reachable: The webhook route of this app answers at /m,
      /^ok {4}Database: The database committed a small change\.$/m,
      /^(ok|look) {2,4}Node\.js: /m,
    ])
      expect(text).toMatch(line);
    for (const secret of running.secrets.all) expect(text).not.toContain(secret);
    expect(text).not.toContain(env['TEN99POLICY_API_KEY']);
  });

  it('names what is wrong with the settings, and tells nothing else then', async () => {
    const wrong = { ...env, TEN99POLICY_API_KEY: 'my key', PORT: 'x' };
    const { code, text } = await runScript('doctor.ts', wrong);
    expect(code).toBe(1);
    expect(text).toMatch(/^FAIL {2}Settings: PORT /m);
    expect(text).toMatch(/^FAIL {2}Settings: TEN99POLICY_API_KEY /m);
    expect(text).not.toContain('Database:');
    expect(text).toContain('To be mended: 2');
  });

  it('comes to an end while nothing answers and the database is locked', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const lock = openSqlite(path.join(folder, 'app.sqlite'));
    lock.exec('create table if not exists settings (name text primary key, value text); begin exclusive');
    const away = {
      ...env,
      TEN99POLICY_API_BASE: `${url}/api/v1`,
      PUBLIC_URL: url,
      DATABASE_URL: '',
      DATA_DIR: folder,
    };
    const { code, text } = await runScript('doctor.ts', away);
    lock.close();
    silent.closeAllConnections();
    silent.close();
    expect(code).toBe(1);
    for (const check of ['API and key', 'Webhook endpoint reachable', 'Database'])
      expect(text).toMatch(new RegExp(`^FAIL {2}${check}: `, 'm'));
  });
});

describe('npm run webhook:send', () => {
  it('sends a signed event, which the app takes', async () => {
    const args = ['invoice.charge_card_failed', '--contractor', 'cn_of_the_tests'];
    const { code, text } = await runScript('webhook-send.ts', env, ...args);
    expect([code, text]).toEqual([
      0,
      expect.stringContaining('Answered 200 {"received":true,"duplicate":false}'),
    ]);
    const [kept] = await running.store.events.page({ limit: 1 });
    expect(kept).toMatchObject({
      type: 'invoice.charge_card_failed',
      verified: 'signature',
      contractor_id: 'cn_of_the_tests',
    });
  });

  it('has a body for each type, of the object that it tells of', async () => {
    const secret = running.secrets.all[0]!;
    for (const type of Object.keys(EVENT_TYPES) as EventType[]) {
      const event = eventOf(type, { contractor: 'cn_all' }, Math.floor(Date.now() / 1000));
      expect([type, (await deliver(running.url, event, { secret })).status]).toEqual([type, 200]);
    }
    const kept = await running.store.events.page({ limit: 23 });
    expect(new Set(kept.map(({ type }) => type)).size).toBe(23);
    expect(new Set(kept.map(({ object_id: id }) => id)).size).toBe(23);
    await running.app.catchUp();
    expect(await running.store.events.page({ state: 'put_aside', limit: 1 })).toEqual([]);
  });

  it('tells of an onboarding, whose page then shows it', async () => {
    const operator = new Person(running.url);
    const whole = await walkTo(operator, 'application');
    await operator.submit(`${whole}/application`);
    const id = whole.split('/').pop()!;
    const send = (type: string, to: string) => runScript('webhook-send.ts', env, type, '--onboarding', to);
    const [sent, other] = await Promise.all([
      send('application.manual_review', id),
      send('policy.active', 'ob_nobody'),
    ]);
    expect(sent.code).toBe(0);
    await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'in_review');
    expect(other).toMatchObject({
      code: 1,
      text: expect.stringContaining('There is no onboarding ob_nobody'),
    });
  });

  it('says why it was refused, and what to do; and which types there are', async () => {
    const [wrong, nobody, unknown] = await Promise.all([
      runScript('webhook-send.ts', { ...env, TEN99POLICY_WEBHOOK_SECRETS: SECRET }, 'policy.active'),
      runScript('webhook-send.ts', env, 'policy.active', '--to', 'http://127.0.0.1:1/webhooks/1099policy'),
      runScript('webhook-send.ts', env, 'policy.made_up'),
    ]);
    expect(wrong.code).toBe(1);
    expect(wrong.text).toContain('Answered 401 {"error":"signature_mismatch"');
    expect(wrong.text).toContain('Why: The signature fits none of the secrets in force');
    expect(wrong.text).toContain('What to do: ');
    expect(wrong.text).not.toContain(SECRET);
    expect(nobody).toMatchObject({ code: 1, text: expect.stringContaining('Nothing answers there.') });
    expect(unknown).toMatchObject({ code: 1, text: expect.stringContaining('payment.session.completed') });
  });
});

describe('npm run webhook:register', () => {
  const url = () => `${running.url}/webhooks/1099policy`;

  it('comes to the endpoint that is there, and does not show its secret unasked', async () => {
    const [secret] = running.secrets.all;
    const [plain, shown] = await Promise.all([
      runScript('webhook-register.ts', env, url()),
      runScript('webhook-register.ts', env, url(), '--show'),
    ]);
    expect(plain.code).toBe(0);
    expect(plain.text).toMatch(/^whe_\w+ at .* sends all events to /);
    expect(plain.text).toContain('Its secret has the fingerprint');
    expect(plain.text).not.toContain(secret);
    expect(shown.text).toContain(`TEN99POLICY_WEBHOOK_SECRETS=${secret}`);
  });

  it('writes the secret to a file of settings, once, and over no other', async () => {
    const [secret] = running.secrets.all;
    const [mine, others, fresh] = ['mine.env', 'others.env', 'new.env'].map((name) =>
      path.join(folder, name),
    );
    writeFileSync(mine!, '# mine\nPORT=3000');
    writeFileSync(others!, `TEN99POLICY_WEBHOOK_SECRETS=${SECRET}\n`);
    const save = (file: string) => runScript('webhook-register.ts', env, url(), '--save', file);
    const [first, refused] = await Promise.all([save(mine!), save(others!), save(fresh!)]);
    expect(first).toMatchObject({ code: 0, text: expect.stringContaining('Written to') });
    expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('to other secrets') });
    const again = await save(mine!);
    expect(again).toMatchObject({ code: 0, text: expect.stringContaining('has it already') });
    expect(`${first.text} ${again.text}`).not.toContain(secret);
    expect(readFileSync(mine!, 'utf8')).toBe(`# mine\nPORT=3000\nTEN99POLICY_WEBHOOK_SECRETS=${secret}\n`);
    expect(readFileSync(others!, 'utf8')).toBe(`TEN99POLICY_WEBHOOK_SECRETS=${SECRET}\n`);
    expect(statSync(fresh!).mode & 0o077).toBe(0);
  });

  it('refuses an address that the API could not reach', async () => {
    const away = { ...env, TEN99POLICY_API_BASE: 'https://api.example.invalid/api/v1' };
    const [plain, here] = await Promise.all([
      runScript('webhook-register.ts', away, 'http://onboarding.example.com/webhooks/1099policy'),
      runScript('webhook-register.ts', away, 'https://127.0.0.1/webhooks/1099policy'),
    ]);
    expect(plain).toMatchObject({ code: 1, text: expect.stringContaining('to https alone') });
    expect(here).toMatchObject({ code: 1, text: expect.stringContaining('cannot reach this machine') });
  });
});
