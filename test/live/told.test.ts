/** A page is told of whatever changes of what it shows. */
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { walkTo } from '../support/walk';
import { leaveAll, expectTold } from './support/follow';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    liveBeatMs: 100,
  });
  person = new Person(running.url);
});
afterEach(leaveAll);
afterAll(() => running.stop());

const page = (path: string) => ({ url: running.url, person, path });
const send = (event: object) => deliver(running.url, event);
const applied = () => until(async () => (await running.store.pending.nextDue()) === null);

describe('an event that comes again', () => {
  it('is told to the log', async () => {
    const event = anEvent();
    await send(event);
    await send(anEvent());
    await applied();
    await expectTold(
      page('/events'),
      () => send(event),
      (text) => text.includes('2×'),
    );
  });

  it('is told to its own page', async () => {
    const event = anEvent();
    await send(event);
    await applied();
    const { seq } = (await running.store.events.page({ limit: 1 }))[0]!;
    await expectTold(
      page(`/events/${seq}`),
      () => send(event),
      (text) => /Times delivered\s*2/.test(text),
    );
  });

  it('is told to the pages of whom it concerns', async () => {
    const path = await walkTo(person, 'application');
    await person.submit(`${path}/application`);
    const { session_id: session, contractor_id: contractor } = (await running.store.onboardings.find(
      path.replace('/onboardings/', ''),
    ))!;
    const event = anEvent({ type: 'application.started', data: { id: session, contractor } });
    await send(event);
    await applied();
    for (const [place, words] of [
      [path, 'delivered 2 times'],
      [`/contractors/${contractor}`, 'delivered 3 times'],
    ] as const)
      await expectTold(
        page(place),
        () => send(event),
        (text) => text.includes(words),
      );
  });
});

it('the page of an event is told that it was applied, or not', async () => {
  await send(anEvent());
  await applied();
  const { seq } = (await running.store.events.page({ limit: 1 }))[0]!;
  await expectTold(
    page(`/events/${seq}`),
    async () => {
      await running.made.database.sql
        .updateTable('events')
        .set({ applied: 0 })
        .where('seq', '=', seq)
        .execute();
      await running.store.pending.putAside(seq, 5, 'it failed', null);
    },
    (text) => text.includes('it failed'),
  );
});

it('the list of what was rejected is told of more of the same, behind what came last', async () => {
  const at = Date.now();
  const row = {
    reason: 'signature_mismatch',
    status: 400,
    network: '127.0.0.1',
    headers: '',
    body: null,
    bytes: 1,
  };
  const rows = [1, 2].map(() => ({ ...row, first_at: at, last_at: at, times: 1 }));
  const [first] = await running.store.rejected.keep(rows);
  await expectTold(
    page('/events/rejected'),
    () => running.store.rejected.keep([{ ...rows[0]!, id: first!, times: 7, last_at: at + 1000 }]),
    (text) => text.includes('6 times more'),
  );
});
