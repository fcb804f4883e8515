import { Client } from 'pg';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';

describe('a PostgreSQL server that restarts under load', () => {
  let running: TestApp;
  let admin: Client;
  beforeAll(async () => {
    running = await startApp({ env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET }, unregistered: true });
    admin = new Client({ connectionString: process.env.TEST_DATABASE_URL });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await running.stop();
  });

  const database = () => new URL(running.made.url!).pathname.slice(1);
  const open = (yes: boolean) => admin.query(`alter database ${database()} allow_connections ${yes}`);
  const cutAll = () =>
    admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database()]);

  it('loses no event that was acknowledged, and all are applied afterwards', async () => {
    const answers: Record<number, string[]> = {};
    let over = false;
    const sender = async () => {
      while (!over) {
        const event = anEvent();
        const { status } = await deliver(running.url, event);
        (answers[status] ??= []).push(event.id);
      }
    };
    const senders = Array.from({ length: 8 }, sender);
    const reached = (status: number, count: number) => until(() => (answers[status]?.length ?? 0) >= count);
    await reached(200, 50);
    await open(false);
    await cutAll();
    await reached(503, 10);
    await open(true);
    const before = answers[200]!.length;
    await reached(200, before + 50);
    over = true;
    await Promise.all(senders);

    expect(Object.keys(answers).sort()).toEqual(['200', '503']);
    const rows = await running.made.database.sql.selectFrom('events').select('event_key').execute();
    const kept = new Set(rows.map((row) => row.event_key));
    expect(answers[200]!.filter((id) => !kept.has(id))).toEqual([]);
    await until(async () => (await running.store.pending.nextDue()) === null);
  });
});
