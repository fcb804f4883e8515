/** The tables in a PostgreSQL database that belongs to a host: on its pool, and with no more rights than it gives. */
import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { migrate } from '../../src/store/migrate';
import { openPostgres } from '../../src/store/postgres';
import { createStore } from '../../src/store/store';
import { TablePlaceError, type TablePlace } from '../../src/store/table-place';
import { emptyDatabase, type TestDatabase } from '../support/databases';
import { until } from '../support/harness';
import { newEvent } from '../support/new-event';

const suite = process.env.TEST_DATABASE_URL ? describe : describe.skip;
/** As a restart of the server does. */
const CUT_OTHERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;
const user = `host_${randomBytes(4).toString('hex')}`;

suite('in the database of a host', () => {
  let made: TestDatabase;
  let owner: Client;
  let url: URL;
  beforeEach(async () => {
    made = await emptyDatabase();
    owner = new Client({ connectionString: made.url! });
    await owner.connect();
    await owner.query(`create role ${user} login password 'not a secret'`);
    url = new URL(made.url!);
    url.username = user;
    url.password = 'not a secret';
  });
  afterEach(async () => {
    await owner.query(`drop owned by ${user}`);
    await owner.query(`drop role ${user}`);
    await owner.end();
    await made.drop();
  });

  async function attempt(place: TablePlace): Promise<unknown> {
    const database = openPostgres(url.href, place);
    const failure = await migrate(database).catch((error: unknown) => error);
    await database.close();
    return failure;
  }

  it.each<[string, TablePlace, string]>([
    ['make schemas', { schema: 'insurance' }, `create schema insurance authorization ${user}`],
    ['make tables', {}, `grant usage, create on schema public to ${user}`],
  ])('says what to do when it may not %s, and that helps', async (_what, place, remedy) => {
    const failure = await attempt(place);
    expect(failure).toBeInstanceOf(TablePlaceError);
    expect((failure as Error).message).toContain(remedy);
    await owner.query(remedy);
    expect(await attempt(place)).toBeUndefined();
  });

  it('says what to do when there is no schema at all, and that helps', async () => {
    await owner.query('drop schema public');
    const failure = await attempt({});
    const remedy = `create schema onboarding authorization ${user}`;
    expect((failure as Error).message).toContain(`${remedy}. Then set schema of openStore to onboarding.`);
    await owner.query(remedy);
    expect(await attempt({ schema: 'onboarding' })).toBeUndefined();
  });

  it('works on a pool of the host, which goes on as before', async () => {
    const pool = new Pool({ connectionString: made.url! });
    pool.on('error', () => undefined);
    const lost = jest.fn();
    const database = openPostgres(pool, { schema: 'insurance', onLost: lost });
    await migrate(database);
    const store = createStore(database, () => 1_800_000_000_000);
    expect(await store.events.record([newEvent('one', { receivedAt: 1_800_000_000_000 })])).toEqual(['new']);
    expect(await store.events.page({ limit: 1 })).toMatchObject([{ seq: 1, received_at: 1_800_000_000_000 }]);
    await store.onboardings.create('ob_1', 'token');
    await store.exclusively('ob_1', ({ onboardings }) => onboardings.update('ob_1', { done: 1 }));
    expect(await store.lists.counts()).toMatchObject({ in_progress: 0, done: 1, refused: 0 });
    const broken = database.sql.connection().execute(async (connection) => {
      const ask = () => connection.selectFrom('events').select('seq').execute();
      await ask();
      await owner.query(CUT_OTHERS);
      await ask();
    });
    await expect(broken).rejects.toThrow();
    // The pool learns of the cut some time later.
    await until(() =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    );
    await store.close();
    const { rows } = await pool.query('select 1::bigint as one, current_schema() as schema');
    expect(rows).toEqual([{ one: '1', schema: 'public' }]);
    expect(lost).toHaveBeenCalled();
    await pool.end();
  });
});
