import { complete } from './support/applicant';
import { DAY, MovableClock } from './support/movable-clock';
import { makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
const clock = new MovableClock();
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

test('the end of an application says when its policy covers, as it stands now', async () => {
  const { session, quote } = await makeSession(sandbox.call);
  const applicant = await complete(session.url);
  const says = async (text: string) => expect((await applicant.open()).html).toContain(text);
  await says('You will be covered from March 2, 2026 until April 1, 2026 (UTC), and not before.');
  clock.move(DAY);
  await says('You are covered until April 1, 2026 (UTC).');
  const [policy] = (await sandbox.call('GET', `/policies?quote=${quote.id}`)).body;
  await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: false });
  await says('The policy was cancelled since.');
  await sandbox.call('PUT', `/policies/${policy.id}`, { is_active: true });
  clock.move(60 * DAY);
  await says('The policy expired on April 1, 2026.');
});
