import { createStore } from '../../src/store/store';
import { testDatabase } from '../support/databases';

const asked: string[] = [];
let made: Awaited<ReturnType<typeof testDatabase>>;
let now = 1_000;
beforeAll(async () => {
  made = await testDatabase({ onQuery: ({ sql }) => void asked.push(sql) });
});
afterAll(() => made.drop());
beforeEach(() => {
  asked.length = 0;
  now = 1_000;
});
const sessions = () => createStore(made.database, () => now).sessions;

describe('sessions', () => {
  it('are there after a restart, and end at their time', async () => {
    await sessions().start('kept', 2_000);
    const later = sessions();
    expect(await later.expiry('kept')).toBe(2_000);
    expect(await later.expiry('kept')).toBe(2_000);
    now = 2_000;
    expect(await later.expiry('kept')).toBeUndefined();
    await later.deleteExpired();
    now = 1_000;
    expect(await later.expiry('kept')).toBeUndefined();
  });

  it('last longer once that was written', async () => {
    const one = sessions();
    await one.start('longer', 2_000);
    await one.extend('longer', 3_000);
    expect(await one.expiry('longer')).toBe(3_000);
    expect(await sessions().expiry('longer')).toBe(3_000);
  });

  it('stay ended, also for who asked or made it longer meanwhile', async () => {
    await sessions().start('ended', 2_000);
    const one = sessions();
    await Promise.all([
      one.expiry('ended'),
      one.extend('ended', 3_000),
      one.end('ended'),
      one.expiry('ended'),
    ]);
    expect(await one.expiry('ended')).toBeUndefined();
    await one.extend('ended', 3_000);
    expect(await one.expiry('ended')).toBeUndefined();
    expect(await sessions().expiry('ended')).toBeUndefined();
  });

  it('cost a process that has its database alone no statement, and are asked for where others may end them', async () => {
    const one = sessions();
    await one.start('asked', 2_000);
    asked.length = 0;
    await one.expiry('asked');
    await one.expiry('asked');
    expect(asked).toHaveLength(made.database.engine === 'sqlite' ? 0 : 2);
    await one.end('asked');
    expect(await one.expiry('asked')).toBeUndefined();
  });
});
