import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
});
afterAll(() => running.stop());
afterEach(() => running.proxy.clear());

async function ready() {
  // Past the time for which an answer about the API is used again.
  running.advance(20_000);
  const response = await fetch(`${running.url}/health/ready`);
  return {
    status: response.status,
    body: (await response.json()) as { status: string; checks: Record<string, { ok: boolean }> },
  };
}

describe('health', () => {
  it('is live while the process answers', async () => {
    running.proxy.fail('GET /', { kind: 'reset' });
    const response = await fetch(`${running.url}/health/live`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('is ready when the database, the API and the webhook endpoint are', async () => {
    expect(await ready()).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { database: { ok: true }, api: { ok: true }, webhook: { ok: true } } },
    });
  });

  it('asks the API at most every few seconds', async () => {
    await ready();
    const seen = running.proxy.calls.length;
    await Promise.all(Array.from({ length: 20 }, () => fetch(`${running.url}/health/ready`)));
    expect(running.proxy.calls).toHaveLength(seen);
  });

  it('is not ready while the API cannot be reached', async () => {
    running.proxy.fail('GET /events', { kind: 'html', status: 502 });
    const answer = await ready();
    expect(answer).toMatchObject({
      status: 503,
      body: { status: 'unavailable', checks: { api: { ok: false }, database: { ok: true } } },
    });
    expect(JSON.stringify(answer)).not.toContain('internal stack');
    running.proxy.clear();
    expect((await ready()).status).toBe(200);
  });

  it('is not ready while no webhook endpoint is registered', async () => {
    running.webhookState.failed('the API said no');
    expect(await ready()).toMatchObject({
      status: 503,
      body: { checks: { webhook: { ok: false, detail: 'the API said no' } } },
    });
    running.webhookState.registered('we_1');
    expect((await ready()).status).toBe(200);
  });

  it('is ready again in time although the wall clock was set back', async () => {
    running.proxy.fail('GET /events', { kind: 'html', status: 502 });
    expect((await ready()).status).toBe(503);
    running.proxy.clear();
    running.stepClock(-24 * 60 * 60 * 1000);
    expect((await ready()).status).toBe(200);
  });

  it('is not ready while the database reads but does not write, as with a full disk', async () => {
    const { sql: db } = running.made.database;
    await sql`alter table settings rename to put_away`.execute(db);
    expect(await ready()).toMatchObject({ status: 503, body: { checks: { database: { ok: false } } } });
    await sql`alter table put_away rename to settings`.execute(db);
    expect((await ready()).status).toBe(200);
  });

  it('writes at most every few seconds', async () => {
    const { settings } = running.store;
    await ready();
    const proved = await settings.get('proved_durable_at');
    running.advance(14_000);
    await fetch(`${running.url}/health/ready`);
    expect(await settings.get('proved_durable_at')).toBe(proved);
    await ready();
    expect(await settings.get('proved_durable_at')).not.toBe(proved);
  });

  it('is not ready with a damaged database file', async () => {
    const { folder, database } = running.made;
    if (folder === null) return expect(database.engine).toBe('postgres');
    await sql`pragma wal_checkpoint(truncate)`.execute(database.sql);
    // From another process: opening and closing the file in this one would drop the locks that SQLite holds on it.
    const overwrite =
      "const f = require('fs'); f.writeSync(f.openSync(process.argv[1], 'r+'), 'x'.repeat(4096))";
    execFileSync(process.execPath, ['-e', overwrite, path.join(folder, 'app.sqlite')]);
    expect(await ready()).toMatchObject({ status: 503, body: { checks: { database: { ok: false } } } });
  });

  it('is not ready without its database', async () => {
    await running.made.database.close();
    expect(await ready()).toMatchObject({ status: 503, body: { checks: { database: { ok: false } } } });
  });
});
