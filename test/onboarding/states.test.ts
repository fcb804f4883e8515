import { control } from '../../sandbox/test/support/control';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { callSandbox } from '../support/sandbox-api';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeEach(async () => {
  running = await startApp({ maxRetries: 0 });
  operator = new Person(running.url);
});
afterEach(() => running.stop());

const tagOn = (person: Person, selector: string) => person.page.$(selector).first().text().trim();
const row = async (onboarding: string) =>
  (await running.store.onboardings.find(onboarding.split('/').pop()!))!;

/** The state of an onboarding as each page calls it: the list, its own page, the contractor's. */
async function said(onboarding: string) {
  await operator.open(onboarding);
  const overview = tagOn(operator, '.pa-cover .pa-tag');
  const step = tagOn(operator, '.pa-step:last-child .pa-step__note');
  const list = new Person(running.url);
  for (const tab of ['/', '/?show=refused', '/?show=done']) {
    await list.open(tab);
    const link = list.page.$(`a[href="${onboarding}"]`);
    if (link.length === 0) continue;
    const visitor = new Person(running.url);
    await visitor.open(`/return/${(await row(onboarding)).return_token}/success`);
    return {
      list: link.closest('tr').find('.pa-tag').text(),
      overview,
      contractor: tagOn(visitor, '.pa-tag'),
      step,
      tab: list.page
        .$('.pa-tabs [aria-current]')
        .text()
        .replace(/\W*\d+\W*$/, ''),
      heading: visitor.page.$('h1').text(),
    };
  }
  throw new Error('The onboarding is on no list');
}

async function apply(onboarding: string, answers = {}): Promise<void> {
  const { session_id: session } = await row(onboarding);
  await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`, answers);
}
const reached = (onboarding: string, state: string) =>
  until(async () => (await row(onboarding)).coverage_state === state);

/** The clock of the API, which the app learns of from its answers. */
async function moveClock(advance: string, onboarding: string): Promise<void> {
  await control(running.sandbox, 'POST', '/clock', { advance });
  await operator.open(onboarding);
}

it('a policy is called active from its first day to its last, and not before', async () => {
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(/\/application$/);
  expect(await said(onboarding)).toMatchObject({ list: 'Applying', overview: 'Applying', step: 'Applying' });
  await apply(onboarding);
  await reached(onboarding, 'active');
  const before = await said(onboarding);
  expect(before.overview).toMatch(/^Covered from \d+ \w+/);
  expect(before).toMatchObject({ list: before.overview, contractor: before.overview, tab: 'Done' });
  expect(before.heading).toMatch(/^You will be covered from /);
  await operator.open(onboarding);
  expect(operator.page.$('.pa-cover').text().replace('policy.active', '')).not.toMatch(/\bactive\b/i);
  await moveClock('2d', onboarding);
  expect(await said(onboarding)).toMatchObject({
    list: 'Covered',
    overview: 'Covered',
    contractor: 'Covered',
    heading: 'You are covered',
  });
  await moveClock('60d', onboarding);
  expect(await said(onboarding)).toMatchObject({
    list: 'Expired',
    overview: 'Expired',
    contractor: 'Expired',
    heading: 'Your coverage has expired',
  });
});

it('a refused quote is not eligible everywhere, until another is fetched', async () => {
  const onboarding = await walkTo(operator, 'quote', { contractor: { last_name: 'Ineligible' } });
  await operator.submit(`${onboarding}/quote`);
  expect(await said(onboarding)).toMatchObject({
    list: 'Not eligible',
    overview: 'Not eligible',
    contractor: 'Not eligible',
    tab: 'Refused or abandoned',
  });
  await operator.open(`${onboarding}/contractor`);
  await operator.submit(`${onboarding}/contractor`, { last_name: 'Okafor' });
  expect(await said(onboarding)).toMatchObject({
    list: 'Quote out of date',
    overview: 'Not started',
    tab: 'In progress',
  });
  await operator.open(`${onboarding}/quote`);
  await operator.submit(`${onboarding}/quote`);
  expect(await said(onboarding)).toMatchObject({ list: 'Quote ready', tab: 'In progress' });
});

it('a refusal in the application takes the quote with it', async () => {
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(/\/application$/);
  await apply(onboarding, { hazardous_work: 'yes' });
  await reached(onboarding, 'refused');
  expect(await said(onboarding)).toMatchObject({
    list: 'Not eligible',
    overview: 'Not eligible',
    contractor: 'Not eligible',
    step: 'Not eligible',
    tab: 'Refused or abandoned',
  });
  await operator.open(onboarding);
  expect(operator.text).toContain('Eligible No: the contractor was found ineligible in the application');
  expect(operator.text).not.toContain('Net rate');
  for (const step of ['quote', 'application']) {
    await operator.open(`${onboarding}/${step}`);
    expect(tagOn(operator, '.pa-page-head .pa-tag')).toBe('Not eligible');
  }
  await operator.open(`${onboarding}/quote`);
  await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
  expect(await said(onboarding)).toMatchObject({ list: 'Quote ready', tab: 'In progress' });
});

it('an application that expired is called so before its event comes, and after', async () => {
  const onboarding = await walkTo(operator, 'application');
  await operator.submit(/\/application$/);
  const { session_id: session } = await row(onboarding);
  await callSandbox(running.sandbox, 'POST', `/apply/sessions/${session}/expire`);
  for (const when of ['before', 'after']) {
    if (when === 'after') await reached(onboarding, 'application_expired');
    expect(await said(onboarding)).toMatchObject({
      list: 'Application expired',
      overview: 'Application expired',
      step: 'Application expired',
      contractor: 'Application expired',
      ...(when === 'after' && { tab: 'Refused or abandoned' }),
    });
  }
});
