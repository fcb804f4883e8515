import { startApp, type TestApp } from '../support/harness';
import { handOver } from './support/hand-over';
import { findTooWide } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp();
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});

/** One word that no line of any screen has room for. */
const word = (letter: string, length = 200) => letter.repeat(length);

describe('words without an end', () => {
  it('break within the page, whoever chose them', async () => {
    const { path } = await handOver(running, {
      contractor: { first_name: word('a', 100), last_name: word('b', 150), company_name: word('c') },
      entity: { name: word('d') },
      job: { name: word('e'), description: word('f', 1000), 'address.line1': word('g') },
    });
    const steps = ['contractor', 'entity', 'job', 'quote', 'application'].map((step) => `${path}/${step}`);
    for (const place of ['/', path, ...steps, `${path}/job?new`]) {
      const answer = await person.page.goto(place);
      expect([place, answer?.status()]).toEqual([place, 200]);
      expect(await findTooWide(person.page, place)).toEqual([]);
    }
  });

  it('break in the log of events too', async () => {
    await running.store.events.record([
      {
        key: word('k', 300),
        id: word('k', 300),
        type: word('t', 300),
        objectId: word('o', 300),
        quoteId: null,
        policyId: null,
        sharedId: null,
        contractorId: null,
        created: 1_795_000_000,
        verified: 'signature' as const,
        delivered: true,
        receivedAt: 1_795_000_000_000,
        body: JSON.stringify({ data: word('x', 3000) }),
      },
    ]);
    await person.page.goto('/events');
    expect(await findTooWide(person.page, 'events')).toEqual([]);
    const row = person.page.getByRole('row').filter({ hasText: word('t', 300) });
    await row.getByRole('rowheader').getByRole('link').click();
    await person.page.getByText('Show it with indents').click();
    expect(await findTooWide(person.page, 'event')).toEqual([]);
    expect(person.problems).toEqual([]);
  });
});
