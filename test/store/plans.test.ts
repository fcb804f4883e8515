/** No statement of the app costs more when more is stored. The app is used in every way, and tells its statements. */
import { sql, type CompiledQuery } from 'kysely';
import { testDatabase } from '../support/databases';
import type { TestApp } from '../support/harness';
import { growingCosts } from './support/plans';
import { startFilled, useEverything } from './support/use-everything';

let running: TestApp;
const asked = new Map<string, CompiledQuery>();

beforeAll(async () => {
  running = await startFilled(await testDatabase({ onQuery: (query) => void asked.set(query.sql, query) }));
  asked.clear();
});
afterAll(() => running.stop());

it('uses every statement of the app, and none reads more when more is stored', async () => {
  expect(await useEverything(running)).toEqual([]);
  const costs: Record<string, string[]> = {};
  for (const query of [...asked.values()]) {
    if (!/^\s*(select|insert|update|delete|with)\b/i.test(query.sql)) continue;
    const found = await growingCosts(query, running.made.database);
    if (found.length > 0) costs[query.sql] = found;
  }
  expect(asked.size).toBeGreaterThan(50);
  expect(costs).toEqual({});
});

it.each([
  'select count(*) from events',
  'select distinct type from events',
  'select id from onboardings order by contractor_name limit 5',
  'select seq from events where last_received_at = 5',
  'select seq from events where last_received_at = 5 limit 5',
  'select seq from events order by type, received_at limit 5',
  'select seq from events order by seq desc limit 5 offset 50',
  'select id from onboardings',
  'select type, max(seq) from events group by type',
  'update events set failure = null where last_received_at = 5',
  'delete from api_calls where status = 200',
])('notices %s', async (text) => {
  const query = sql.raw(text).compile(running.made.database.sql);
  expect(await growingCosts(query, running.made.database)).not.toEqual([]);
});
