import { Applicant, complete } from './support/applicant';
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

test.each([
  [
    'Acme Staffing',
    'by\n<strong>Acme Staffing</strong> for work at\n<strong>Apple, Inc</strong>',
    'Acme Staffing',
  ],
  [undefined, 'You were invited for work at\n<strong>Apple, Inc</strong>', 'Apple, Inc'],
])('the pages name the platform %s and the company, and no address', async (platform, invited, by) => {
  const told = await runSandbox({ platform });
  try {
    const urls = { success_url: 'http://localhost:3000/yes', cancel_url: 'http://localhost:3000/no' };
    const { session } = await makeSession(told.call, urls);
    const words = (html: string) => html.replaceAll(/<[^>]*>/g, '');
    const first = (await new Applicant(session.url).open()).html;
    expect(first).toContain(invited);
    expect(words(first)).toContain(`Leave and go back to ${by}`);
    expect(words(first)).toContain(`This is what ${by} told us.`);
    const end = (await (await complete(session.url)).open()).html;
    expect(end).toContain(invited);
    expect(end).toContain(`href="http://localhost:3000/yes">Back to ${by}</a>`);
    expect(words(first) + words(end)).not.toMatch(/localhost|127\.0\.0\.1/);
  } finally {
    await told.close();
  }
});
