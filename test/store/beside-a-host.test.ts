/** The tables live beside those of another program, which has tables of the same names. */
import { sql } from 'kysely';
import type { Database } from '../../src/store/database';
import { openEmbedded } from '../../src/store/embedded';
import { migrate } from '../../src/store/migrate';
import { openPostgres } from '../../src/store/postgres';
import { createStore } from '../../src/store/store';
import { MAX_PREFIX_LENGTH, TablePlaceError, type TablePlace } from '../../src/store/table-place';
import { emptyDatabase, testDatabase, type TestDatabase } from '../support/databases';
import { newEvent } from '../support/new-event';
import { startFilled, useEverything } from './support/use-everything';

const onPostgres = Boolean(process.env.TEST_DATABASE_URL);
const PLACES: TablePlace[] = [
  { tablePrefix: 'insurance_' },
  ...(onPostgres ? [{ schema: 'insurance' }, { schema: 'insurance', tablePrefix: 'app_' }] : []),
];
const HOSTS = [
  ...['events', 'sessions', 'settings', 'claims', 'onboardings', 'onboarding_counts', 'onboarding_objects'],
  ...[
    'api_calls',
    'sign_in_attempts',
    'unclear_creates',
    'coverage_news',
    'kysely_migration',
    'kysely_migration_lock',
  ],
];

let made: TestDatabase;
let end: () => Promise<void>;
afterEach(() => end());

/** A database of a host with tables like ours; ours are still to be made. */
async function makeHost(place: TablePlace): Promise<void> {
  made = await emptyDatabase(place);
  end = () => made.drop();
  // What the host asks is not changed.
  const db = made.database.sql.withoutPlugins();
  for (const name of HOSTS) {
    await sql`create table ${sql.id(name)} (theirs text)`.execute(db);
    await sql`insert into ${sql.id(name)} values ('kept')`.execute(db);
  }
  await sql`create index events_by_type on events (theirs)`.execute(db);
}

async function rowsOfHost(): Promise<unknown[]> {
  const db = made.database.sql.withoutPlugins();
  const read = (name: string) => sql`select * from ${sql.id(name)}`.execute(db);
  return (await Promise.all(HOSTS.map(read))).flatMap(({ rows }) => rows);
}

/** Another program on the same database. */
function beside(place: TablePlace): Database {
  return made.url === null ? openEmbedded(`${made.folder}/app.sqlite`, place) : openPostgres(made.url, place);
}

describe.each(PLACES)('tables in %j', (place) => {
  beforeEach(async () => {
    await makeHost(place);
    await migrate(made.database);
  });

  it('serve the whole app, and leave the tables of the host as they are', async () => {
    const running = await startFilled(made);
    end = () => running.stop();
    expect(await useEverything(running)).toEqual([]);
    expect(await rowsOfHost()).toEqual(HOSTS.map(() => ({ theirs: 'kept' })));
  });

  it('are another program’s own, where it has another prefix', async () => {
    const ours = createStore(made.database, Date.now);
    await ours.events.record([newEvent('ours')]);
    const other = beside({ ...place, tablePrefix: 'other_' });
    await migrate(other);
    const theirs = createStore(other, Date.now);
    await theirs.onboardings.create('ob_1', 'token');
    expect(await theirs.events.page({ limit: 5 })).toEqual([]);
    expect(await theirs.lists.counts()).toMatchObject({ in_progress: 1 });
    expect(await ours.lists.counts()).toMatchObject({ in_progress: 0 });
    await other.close();
    const again = made.again();
    await migrate(again);
    expect(await createStore(again, Date.now).events.page({ limit: 5 })).toHaveLength(1);
    await again.close();
  });
});

/** Everything that has a name of its own in the database. */
async function names({ engine, sql: db }: Database): Promise<string[]> {
  const inFile = sql<{ name: string }>`select name from sqlite_master where name not like 'sqlite_%'`;
  const inPostgres = sql<{ name: string }>`select schema || '.' || name as name from (
      select relname as name, relnamespace::regnamespace::text as schema from pg_class
      union select proname, pronamespace::regnamespace::text from pg_proc
      union select conname, connamespace::regnamespace::text from pg_constraint
    ) as named where schema in ('public', 'insurance')`;
  const { rows } = await (engine === 'sqlite' ? inFile : inPostgres).execute(db);
  return rows.map(({ name }) => name);
}

it.each<TablePlace>([...PLACES, { tablePrefix: 'p'.repeat(MAX_PREFIX_LENGTH) }])(
  'names all that is ours in %j, and cuts no name',
  async (place) => {
    const plain = await testDatabase();
    const ours = (await names(plain.database)).map((name) => name.replace('public.', ''));
    await plain.drop();
    await makeHost(place);
    const ofHost = await names(made.database);
    await migrate(made.database);
    const start = (onPostgres ? `${place.schema ?? 'public'}.` : '') + (place.tablePrefix ?? '');
    const added = (await names(made.database)).filter((name) => !ofHost.includes(name));
    expect(added.sort()).toEqual(ours.map((name) => start + name).sort());
  },
);

it.each<[TablePlace, RegExp]>([
  [{ tablePrefix: 'p'.repeat(MAX_PREFIX_LENGTH + 1) }, /is too long: 24 characters at most/],
  [{ tablePrefix: 'Insurance_' }, /is no plain name/],
  [{ tablePrefix: '1st_' }, /is no plain name/],
  [{ tablePrefix: 'a"; drop table events; --' }, /is no plain name/],
  [{ tablePrefix: 'sqlite_' }, /begins as the names of the database itself do/],
  [{ schema: 'our-schema' }, /is no plain name/],
  [{ schema: 'pg_ours' }, /begins as the names of the database itself do/],
  [{ schema: 's'.repeat(64) }, /is too long: 63/],
])('refuses %j', (place, reason) => {
  end = () => Promise.resolve();
  expect(() => openPostgres('postgres://127.0.0.1:1/none', place)).toThrow(reason);
  expect(() => openPostgres('postgres://127.0.0.1:1/none', place)).toThrow(TablePlaceError);
  expect(() => openEmbedded('/nowhere/app.sqlite', place)).toThrow(TablePlaceError);
});

it('has no schema in the embedded database', () => {
  expect(() => openEmbedded('/nowhere/app.sqlite', { schema: 'insurance' })).toThrow(/use a table prefix/);
});
