import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { fillStore } from '../support/fill-store';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    maxRetries: 0,
  });
  await fillStore(running.made.database, { onboardings: 20, events: 1200 });
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => running.stop());

const seqs = () =>
  operator.page
    .$('tbody th a')
    .toArray()
    .map((link) => Number(operator.page.$(link).attr('href')!.split('/').pop()));
const set = (seq: number, to: object) =>
  running.made.database.sql.updateTable('events').set(to).where('seq', '=', seq).execute();

/** All that a filter lets through, page by page. */
async function all(query: string): Promise<number[]> {
  const found: number[] = [];
  for (
    await operator.open(`/events?${query}`);
    ;
    await operator.open(operator.page.$('a[rel=next]').attr('href')!)
  ) {
    found.push(...seqs());
    if (operator.page.$('a[rel=next]').length === 0) return found;
  }
}

describe('the filters of the log', () => {
  it('show what waits, what was put aside, what is unmatched, and what came more than once', async () => {
    await set(1200, { applied: 0, apply_after: Date.now() + 1e9 });
    await set(1199, { applied: 2, failure: 'it does not fit', failures: 5 });
    await set(1198, { deliveries: 3 });
    for (const seq of [30, 20]) await set(seq, { contractor_id: null });
    expect(await all('state=waiting')).toEqual([1200]);
    expect(operator.page.$('tbody tr').text()).toContain('Waiting');
    expect(await all('state=put_aside')).toEqual([1199]);
    expect(operator.page.$('tbody tr').text()).toContain('Not applied');
    expect(await all('state=repeated')).toEqual([1198]);
    expect(operator.page.$('tbody tr').text()).toContain('3×');
    expect(await all('state=unmatched')).toEqual([30, 20]);
    expect(operator.page.$('tbody tr').text()).toContain('Unmatched');
    expect(operator.value('state')).toBe('unmatched');
  });

  it('show those of one contractor, and how they were verified', async () => {
    await set(3, { verified: 'api' });
    expect(await all('verified=api')).toEqual([3]);
    expect(operator.page.$('tbody tr').text()).toContain('API');
    expect(await all('contractor=cn_1')).toEqual(
      Array.from({ length: 60 }, (_, index) => 60 - index).filter((seq) => ![30, 20].includes(seq)),
    );
    expect(operator.text).toContain('Only the events of Maya Okafor 1 are shown.');
    await operator.open('/events/5');
    await operator.follow(/^All events/);
    expect(operator.page.path).toBe('/events?contractor=cn_1');
    expect(operator.page.$('form [name=contractor]').attr('value')).toBe('cn_1');
  });

  it('can be combined, and say when they looked through a part alone', async () => {
    expect(await all('contractor=cn_1&type=policy.active')).toEqual([59, 51, 43, 35, 27, 19, 11, 3]);
    expect(await all('contractor=cn_1&type=policy.active&verified=api&onboarding=ob_1')).toEqual([3]);
    await operator.open('/events?type=policy.active&verified=api&state=unmatched');
    expect(seqs()).toEqual([]);
    expect(operator.text).toContain('No such event');

    const { sql: db } = running.made.database;
    await db.updateTable('events').set({ type: 'policy.active' }).where('seq', '>', 10).execute();
    await operator.open('/events?type=policy.active&verified=api');
    expect(seqs()).toEqual([]);
    expect(operator.text).toContain('There may be older ones.');
    await operator.follow('Look further back');
    expect(seqs()).toEqual([3]);
    expect(operator.value('verified')).toBe('api');
    await operator.open(operator.page.$('a[rel=prev]').attr('href')!);
    expect(operator.page.status).toBe(200);
  });

  it('take what cannot be meant for nothing', async () => {
    for (const odd of ['state=other', 'verified=x', 'state=', 'contractor[]=a', 'before=x&state=unmatched'])
      expect([odd, (await operator.open(`/events?${odd}`)).status]).toEqual([odd, 200]);
    await operator.open('/events?state=other&verified=x');
    expect(seqs()).toHaveLength(25);
  });
});

describe('an event that was put aside', () => {
  const putAside = async () => {
    const event = anEvent({ type: 'application.started', data: { id: 'ias_7' } });
    jest.spyOn(running.store, 'withoutWaiting').mockRejectedValue(new Error('it does not fit'));
    await deliver(running.url, event);
    const { sql: db } = running.made.database;
    const find = () =>
      db.selectFrom('events').selectAll().where('event_id', '=', event.id).executeTakeFirstOrThrow();
    await until(async () => (await find()).failures === 1);
    return find();
  };

  it('can be tried again by a button, and says what came of it', async () => {
    const { seq } = await putAside();
    await operator.open(`/events/${seq}`);
    await operator.submit(`/events/${seq}/retry`);
    expect(operator.page.path).toBe(`/events/${seq}`);
    expect(operator.text).toContain('The event could not be applied this time either.');
    expect(operator.text).toContain('it does not fit');
    const form = operator.formBody(`/events/${seq}/retry`);
    jest.restoreAllMocks();
    await operator.submit(`/events/${seq}/retry`);
    expect(operator.text).toContain('The event was applied.');
    expect(operator.page.$('form[action$=retry]')).toHaveLength(0);
    expect(await running.store.events.find(seq)).toMatchObject({ onboarding_id: 'ob_7', applied: 1 });
    // Pressed twice, it is no failure.
    expect((await operator.post(form)).status).toBe(303);
    await operator.open(`/events/${seq}`);
    expect(operator.text).toContain('The event was applied meanwhile.');
  });

  it('is not tried again without the token of the page', async () => {
    const answer = await fetch(`${running.url}/events/5/retry`, { method: 'POST', redirect: 'manual' });
    expect(answer.status).toBe(403);
  });
});

describe('the export as JSON lines', () => {
  const lines = async (query = '') => {
    const answer = await fetch(`${running.url}/events.jsonl${query}`);
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const text = await answer.text();
    return text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('has every event once, newest first, with its body as it is kept', async () => {
    const event = anEvent({ type: 'odd.type', data: { id: 'x' }, note: 'a\nline – and “more”' });
    await deliver(running.url, event);
    const found = await lines();
    const numbers = found.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => Number(b) - Number(a)));
    expect(found.length).toBeGreaterThan(1200);
    expect(found[0]).toMatchObject({ type: 'odd.type', verified: 'signature', body: JSON.stringify(event) });
    expect(found.at(-1)).toMatchObject({ seq: 1, contractor: 'cn_1', deliveries: 1 });
  });

  it('keeps to the filters of the page', async () => {
    await operator.open('/events?contractor=cn_1&verified=api');
    const href = operator.hrefOf('Export these events as JSON lines');
    expect((await lines(href.replace('/events.jsonl', ''))).map(({ seq }) => seq)).toEqual([3]);
    expect(await lines('?type=none.of.these')).toEqual([]);
  });

  it('asks for no more than is taken', async () => {
    const asked = jest.spyOn(running.store.events, 'withSeqs');
    const body = 'x'.repeat(200_000);
    await running.made.database.sql.updateTable('events').set({ body }).where('seq', '>', 600).execute();
    const answer = await fetch(`${running.url}/events.jsonl`);
    const reader = answer.body!.getReader();
    await reader.read();
    const before = asked.mock.calls.length;
    await reader.cancel();
    expect(before).toBeLessThan(10);
  });
});

it('says that older events are still being read, while they are', async () => {
  const gap = (value: string) => running.store.settings.set('events_sync_gap', value);
  await gap(JSON.stringify({ after: 'ev_2', until: 'ev_1' }));
  await operator.open('/events');
  expect(operator.page.$('.pa-notice').text()).toContain('The older ones are still being read');
  await gap('');
  await operator.open('/events');
  expect(operator.page.$('.pa-notice').length).toBe(0);
});
