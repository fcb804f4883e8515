import { Person, type Fields } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';
import { CONTRACTOR, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
let other: Person;
let onboarding: string;
beforeAll(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0 });
});
beforeEach(async () => {
  operator = new Person(running.url);
  other = new Person(running.url);
  onboarding = await walkTo(operator, 'contractor');
  await other.open(onboarding);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const idOf = (path: string) => path.replace('/onboardings/', '').replace(/\/.*$/, '');
const find = (path: string) => running.store.onboardings.find(idOf(path));
const remove = () => other.submit(`${onboarding}/remove`);
const main = (person: Person) => person.page.$('main').text().replace(/\s+/g, ' ');
/** Holds the next contractor until it is released. */
function holdContractor() {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const before = running.proxy.calls.length;
  running.proxy.fail('POST /contractors', { kind: 'held', until: held });
  return { isHeld: () => running.proxy.calls.length > before, release };
}

describe('an onboarding removed in another tab', () => {
  it('is said where its form is sent, and nothing typed is lost', async () => {
    await remove();
    const contractors = (await listSandbox(running.sandbox, '/contractors')).length;
    const typed: Fields = { ...CONTRACTOR, ...uniqueEmail() };
    await operator.submit(`${onboarding}/contractor`, typed);
    expect(operator.page.status).toBe(410);
    expect(operator.problems).toEqual([expect.stringContaining('This onboarding was removed meanwhile')]);
    expect(operator.value('email')).toBe(typed.email);
    expect(operator.value('address.line1')).toBe(typed['address.line1']);
    expect(await listSandbox(running.sandbox, '/contractors')).toHaveLength(contractors);
    expect(await find(onboarding)).toBeUndefined();

    await operator.submit(/\/contractor$/, { tax_identification: '12-3456789' });
    expect(operator.page.path).toMatch(/\/entity$/);
    expect((await find(operator.page.path))?.contractor_name).toBe('Maya Okafor');
    expect(await listSandbox(running.sandbox, '/contractors')).toHaveLength(contractors + 1);
  });

  it('is said where an existing contractor is chosen for it', async () => {
    const email = uniqueEmail();
    const earlier = await walkTo(other, 'contractor');
    await other.submit(`${earlier}/contractor`, { ...CONTRACTOR, ...email });
    await other.open(onboarding);
    await remove();
    await operator.submit(`${onboarding}/contractor/existing`, { existing_email: email.email });
    expect(operator.page.status).toBe(410);
    expect(operator.value('existing_email')).toBe(email.email);
    await operator.submit(/\/contractor\/existing$/);
    expect(operator.page.path).toMatch(/\/entity$/);
  });

  it.each(['/sync', '/remove'])('is a clear page for what is sent to it: %s', async (path) => {
    await operator.open(onboarding);
    const form = operator.formBody(`${onboarding}${path}`);
    await remove();
    const answer = await operator.post(form);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('This onboarding does not exist');
  });

  it('is a clear page where it is opened, and ends its stream', async () => {
    await remove();
    for (const path of ['', '/contractor', '/entity', '/application/open', '/stream'])
      expect([path, (await operator.open(`${onboarding}${path}`)).status]).toEqual([path, 404]);
  });

  it('is not started by a form that was never one of ours', async () => {
    const form = operator.formBody(`${onboarding}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    for (const id of ['ob_1', 'nothing', 'ob_%00'])
      expect((await operator.post({ ...form, action: `/onboardings/${id}/contractor` })).status).toBe(404);
  });
});

describe('an onboarding whose contractor is being saved', () => {
  it('is not removed meanwhile', async () => {
    const slow = holdContractor();
    const saving = operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    await until(slow.isHeld);
    const removing = remove();
    slow.release();
    await Promise.all([saving, removing]);
    expect(operator.page.path).toMatch(/\/entity$/);
    expect(main(other)).toContain('was not removed: it uses something that the API knows');
  });

  it('and that is gone all the same is said, and the contractor is used by the next', async () => {
    const contractors = (await listSandbox(running.sandbox, '/contractors')).length;
    const slow = holdContractor();
    const saving = operator.submit(`${onboarding}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    await until(slow.isHeld);
    expect(await running.store.onboardings.removeEmpty(idOf(onboarding))).toBe(true);
    slow.release();
    await saving;
    expect(operator.page.status).toBe(410);
    running.proxy.clear();
    await operator.submit(/\/contractor$/, { tax_identification: '12-3456789' });
    expect(operator.page.path).toMatch(/\/entity$/);
    expect(await listSandbox(running.sandbox, '/contractors')).toHaveLength(contractors + 1);
  });
});
