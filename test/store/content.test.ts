import { sql } from 'kysely';
import { kindOfFailure } from '../../src/store/failures';
import { createStore, type Store } from '../../src/store/store';
import { readEvent, toNewEvent } from '../../src/webhooks/event';
import { testDatabase, type TestDatabase } from '../support/databases';

let made: TestDatabase;
let store: Store;
beforeAll(async () => {
  made = await testDatabase();
  store = createStore(made.database, Date.now);
  await store.onboardings.create('ob_1', 'token');
});
afterAll(() => made.drop());

const ODD = 'before\0after \ud800 \udc00 👷';
const KEPT = 'before\ufffdafter \ufffd \ufffd 👷';

describe('text that no database keeps as it is', () => {
  it('is kept with marks in its place', async () => {
    await store.onboardings.update('ob_1', { contractor_name: ODD });
    expect((await store.onboardings.find('ob_1'))?.contractor_name).toBe(KEPT);
    await store.settings.set('odd', ODD);
    expect(await store.settings.get('odd')).toBe(KEPT);
  });

  it('is kept with API calls', async () => {
    const call = { subject: 'ob_1', at: 1, method: 'GET', path: ODD, attempt: 1 };
    await store.apiCalls.add([{ ...call, duration_ms: 1, error: ODD }]);
    expect(await store.apiCalls.at('ob_1', 'GET', 1)).toMatchObject([{ path: KEPT, error: KEPT }]);
  });

  it('is kept with events, whose body is kept to the letter', async () => {
    const body = JSON.stringify({ id: 'ev_odd', type: ODD, data: { id: 'x\0', note: '\\ "\n\u2028' + ODD } });
    const { event, text } = readEvent(Buffer.from(body))!;
    await store.events.record([toNewEvent(event, text, 'signature', 1)]);
    const [kept] = await store.events.page({ limit: 1 });
    expect(await store.events.find(kept!.seq)).toMatchObject({ type: KEPT, object_id: 'x\ufffd', body });
  });

  it('is not taken for another text', async () => {
    await store.settings.set('name', 'value');
    expect(await store.settings.get('na\0me')).toBeUndefined();
    expect(await store.onboardings.find('ob_\x001')).toBeUndefined();
  });
});

describe('a failure of the database', () => {
  const failureOf = (work: Promise<unknown>) => work.then(() => undefined, kindOfFailure);

  it('is one of content when a rule of the tables stands against it', async () => {
    const twice = sql`insert into settings (name, value) values ('twice', ''), ('twice', '')`;
    expect(await failureOf(twice.execute(made.database.sql))).toBe('content');
    const nothing = sql`insert into settings (name) values ('without')`;
    expect(await failureOf(nothing.execute(made.database.sql))).toBe('content');
  });

  it('is one of content when PostgreSQL cannot index it', async () => {
    if (made.url === null) return;
    const long = Array.from({ length: 9000 }, (_, index) =>
      String.fromCharCode(256 + ((index * 7919) % 9000)),
    );
    expect(await failureOf(store.settings.set(long.join(''), ''))).toBe('content');
  });

  it('is one of neither when the statement is wrong', async () => {
    expect(await failureOf(sql`select nothing from nowhere`.execute(made.database.sql))).toBe('other');
    expect(kindOfFailure(new TypeError('a fault of ours'))).toBe('other');
    expect(kindOfFailure(undefined)).toBe('other');
  });

  it.each([
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('getaddrinfo EAI_AGAIN db'), { code: 'EAI_AGAIN' }),
    Object.assign(new Error('too many connections'), { code: '53300' }),
    Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
    Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' }),
    Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }),
    Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 778 }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]),
  ])('is one of the moment: %#', (error) => {
    expect(kindOfFailure(error)).toBe('unavailable');
  });

  it('is one of the moment when the database is locked or closed', async () => {
    const other = made.again();
    if (made.url === null) {
      await sql`pragma busy_timeout = 0`.execute(other.sql);
      const locked = made.database.sql.transaction().execute(async (transaction) => {
        await sql`insert into settings values ('lock', '')`.execute(transaction);
        return failureOf(createStore(other, Date.now).settings.set('locked', ''));
      });
      expect(await locked).toBe('unavailable');
    }
    await sql`select 1`.execute(other.sql);
    await other.close();
    expect(await failureOf(sql`select 1`.execute(other.sql))).toBe('unavailable');
  });

  it('is told as it came first, though the transaction cannot be rolled back any more', async () => {
    const work = made.database.sql.transaction().execute(async (transaction) => {
      await sql`rollback`.execute(transaction);
      throw new Error('what came first');
    });
    await expect(work).rejects.toThrow('what came first');
    expect(await store.settings.get('nothing')).toBeUndefined();
  });
});
