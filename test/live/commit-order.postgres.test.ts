/** Another process commits what it dated, or numbered, before something that this one has shown already. */
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { newEvent } from '../support/new-event';
import { leaveAll, expectTold } from './support/follow';

let here: TestApp;
let there: TestApp;
let person: Person;
const options = { env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET }, unregistered: true, liveBeatMs: 100 };
beforeAll(async () => {
  here = await startApp(options);
  there = await startApp({ ...options, beside: here });
  person = new Person(here.url);
});
afterEach(leaveAll);
afterAll(async () => {
  await there.stop();
  await here.stop();
});

const page = (path: string) => ({ url: here.url, person, path });

/** Lets the other process do something, and commit it when `commit` is called. */
async function inHand(work: Parameters<TestApp['store']['together']>[0]) {
  let commit = (): void => undefined;
  const asked = new Promise<void>((resolve) => (commit = resolve));
  let begun = (): void => undefined;
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  const done = there.store.together(async (repositories) => {
    await work(repositories);
    begun();
    await asked;
  });
  await Promise.race([isBegun, done]);
  return async () => {
    commit();
    await done;
  };
}

it('an event of a smaller number is told to the log', async () => {
  const commit = await inHand(async ({ events, pending }) => {
    await events.record([newEvent('late', { objectId: 'pl_late' })]);
    const [late] = await events.page({ limit: 1 });
    // Nothing is left to do for it, which would be told too.
    await pending.markUnmatched([late!.seq]);
  });
  await deliver(here.url, anEvent());
  await until(async () => (await here.store.pending.nextDue()) === null);
  await expectTold(page('/events'), commit, (text) => text.includes('pl_late'));
});

it('an onboarding that was changed earlier is told to the list', async () => {
  const start = (id: string) => here.store.onboardings.create(id, id);
  for (const id of ['ob_first', 'ob_second']) await start(id);
  const commit = await inHand(({ onboardings }) =>
    onboardings.update('ob_first', { contractor_name: 'Maya Okafor' }),
  );
  await here.store.onboardings.update('ob_second', { contractor_name: 'Tom Reyes' });
  await expectTold(page('/'), commit, (text) => text.includes('Maya Okafor'));
});

it.each(['/contractors', '/compliance'])(
  'what a process learns whose clock is behind is told to %s',
  async (path) => {
    const learn = ({ app }: TestApp, who: string, firstName: string, at: number) => {
      const id = who + path.length;
      // Known by the API, which is not asked for it.
      const fields = { firstName: [at, 0, firstName], gone: [at, 0, false] } as const;
      return app.knowledge.learn([{ kind: 'contractor', id, fields }]);
    };
    const name = `Maya${path.length}`;
    await learn(there, 'cn_first', 'Nobody', 2);
    await learn(here, 'cn_second', 'Nobody', 2);
    there.stepClock(-60_000);
    await expectTold(
      page(path),
      () => learn(there, 'cn_first', name, 3),
      (text) => text.includes(name),
    );
  },
);
