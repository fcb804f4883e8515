import { startApp, until, type TestApp } from '../support/harness';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  // The app registers its webhook endpoint, so there are deliveries to look at.
  running = await startApp();
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});
afterEach(() => expect(person.problems.splice(0)).toEqual([]));

const open = (path: string) => person.page.goto(`${running.sandbox.url}${path}`);
const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const press = (name: string) => person.page.getByRole('button', { name, exact: true }).click();
const follow = (name: string | RegExp) => person.page.getByRole('link', { name }).first().click();
const says = (text: string | RegExp) => person.page.getByRole('status').getByText(text).waitFor();
const heading = (name: string | RegExp) => person.page.getByRole('heading', { name, level: 1 }).waitFor();

test.each([
  ['overview', '/'],
  ['objects', '/objects'],
  ['list', '/objects/policy'],
  ['events', '/events'],
  ['deliveries', '/deliveries'],
  ['clock', '/clock'],
  ['journal', '/journal'],
  ['test-data', '/test-data'],
  ['control', '/control'],
])('with nothing in it: %s', async (name, path) => {
  await open(path);
  await isGood(`dashboard-empty-${name}`);
});

test('the overview fills by a button and shows what there is', async () => {
  await open('/');
  await press('Add demo data');
  await says('The demo data was added');
  await isGood('dashboard-overview');
  await press('Add demo data');
  await person.page.getByRole('alert').getByText('is there already').waitFor();
  await isGood('dashboard-overview-error');
});

test('lists and objects lead to each other', async () => {
  await open('/objects');
  await follow(/Contractors$/);
  await heading(/^Contractors/);
  await isGood('dashboard-contractors');
  await person.page
    .getByRole('row', { name: /Maya Okafor/ })
    .getByRole('link')
    .click();
  await heading(/^Contractor cn_/);
  await isGood('dashboard-contractor');
  await follow(/^pl_/);
  await heading(/^Policy pl_/);
  await isGood('dashboard-policy');
  await open('/objects/session');
  await isGood('dashboard-sessions');
  await open('/objects/contractor/cn_nothing');
  await isGood('dashboard-not-found');
});

test('insurance requirements are listed, refused at the field, and saved', async () => {
  await open('/objects/requirement');
  await follow('Create, change and delete them');
  await heading('Insurance requirements');
  await isGood('dashboard-requirements');
  await follow('New requirement');
  await person.page.getByLabel('Name').fill('Drivers');
  await press('Create the requirement');
  await person.page.getByRole('alert').getByText('Ask for something').waitFor();
  await isGood('dashboard-requirement-error');
  const vehicles = person.page.getByRole('group', { name: 'Automobile liability' });
  await vehicles.getByLabel('At least, per occurrence').fill('$1,000,000');
  await press('Create the requirement');
  await says('“Drivers” was created.');
  await follow('Drivers');
  await isGood('dashboard-requirement');
});

test('the journal follows the calls that come, until it is paused', async () => {
  const { page } = person;
  const call = (where: string) =>
    fetch(`${running.sandbox.url}/api/v1${where}`, {
      headers: { authorization: 'Bearer t9k_test_follower' },
    });
  await open('/journal');
  await call('/jobs?limit=7');
  await page.getByRole('link', { name: '/jobs', exact: true }).first().waitFor();
  await isGood('dashboard-journal');
  await press('Pause');
  await page.getByText('Paused: new calls are not shown.').waitFor();
  await press('Follow');
  await call('/entities/en_followed');
  await page.getByRole('link', { name: '/entities/en_followed' }).waitFor();
  await page.getByRole('link', { name: '/jobs', exact: true }).first().click();
  await heading(/^Call/);
  await isGood('dashboard-call');
});

test('a reviewer decides about a flagged certificate', async () => {
  await open('/objects/certificate');
  await person.page
    .getByRole('row', { name: /flagged\.pdf/ })
    .getByRole('link')
    .click();
  await heading(/^Certificate ci_/);
  await isGood('dashboard-certificate-flagged');
  await press('Approve this rule');
  await says('The rule is approved.');
  await isGood('dashboard-certificate-rules-approved');
  await press('Approve the certificate');
  await says('The certificate is approved.');
  await isGood('dashboard-certificate-approved');
});

test('an event happens by a form, and the organisation has settings', async () => {
  await open('/events');
  await person.page.getByLabel('To which object').fill('cn_nothing');
  await press('Make it happen');
  await person.page.getByRole('alert').getByText('Must be the id of one of').waitFor();
  await isGood('dashboard-events-error');
  await person.page.getByLabel('Event', { exact: true }).selectOption('assignment.active');
  await person.page.getByLabel('To which object').fill('');
  await press('Make it happen');
  await says('It has happened, and was told by:');
  await isGood('dashboard-events-happened');
  await open('/organisation');
  await person.page.getByLabel('Seconds until a policy is issued').fill('soon');
  await press('Keep the settings');
  await person.page.getByRole('alert').getByText('whole number of seconds').waitFor();
  await isGood('dashboard-organisation-error');
  await person.page.getByLabel('Seconds until a policy is issued').fill('0');
  await press('Keep the settings');
  await says('The settings are kept.');
  await isGood('dashboard-organisation');
});

test('a contractor looks at the portal, and gives another card there and on a page of its own', async () => {
  const { page } = person;
  const call = async (where: string, body: object) => {
    const headers = { authorization: 'Bearer t9k_test_x', 'content-type': 'application/json' };
    const url = `${running.sandbox.url}/api/v1${where}`;
    const sent = where.includes('?') ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await (await fetch(url, { headers, ...sent })).json()) as Record<string, string> &
      { id: string }[];
  };
  const [maya] = await call('/contractors?email=maya.okafor@demo.example', {});
  const contractor = maya?.id ?? '';
  await page.goto((await call(`/contractors/${contractor}/login_link`, {}))['login_url'] ?? '');
  await heading('Your coverage');
  await isGood('portal');
  await follow('Change the card');
  await page.getByLabel('Test card number').fill('4000 0000 0000 0002');
  await press('Save this card');
  await page.getByRole('alert').getByText('The card was declined').waitFor();
  await isGood('portal-card-error');
  await page.getByLabel('Test card number').fill('4000 0000 0000 0341');
  await press('Save this card');
  await page.getByText('The card on file ends in 0341.').waitFor();
  const fields = { contractor, return_url: `${running.sandbox.url}/events` };
  const { url = '', id } = await call('/payment/sessions', fields);
  await page.goto(url);
  await isGood('payment-session');
  await press('Save this card');
  await page.waitForURL(`${fields.return_url}?hps_id=${String(id)}&status=completed`);
  await page.goto(url);
  await heading('Your card is saved');
  await isGood('payment-session-ended');
});

test('events and deliveries, each with what came of it', async () => {
  const { page } = person;
  const sandbox = running.sandbox.url;
  await until(async () => {
    const answer = await fetch(`${sandbox}/_sandbox/deliveries?state=pending`);
    return ((await answer.json()) as unknown[]).length === 0;
  });
  await open('/events');
  await isGood('dashboard-events');
  await follow(/^policy\.active$/);
  await isGood('dashboard-event');
  await open('/deliveries');
  await page.getByLabel('Signed by').selectOption('body');
  await page.getByRole('button', { name: /^Change/ }).click();
  await says('from now on');
  await isGood('dashboard-deliveries');
  await page
    .getByRole('link', { name: /^policy\.active$/ })
    .first()
    .click();
  await heading(/^Delivery/);
  await press('Send it again');
  await says('It is being sent again');
  await isGood('dashboard-delivery');
});

test('the clock moves, and says what came of it', async () => {
  const { page } = person;
  await open('/clock');
  await isGood('dashboard-clock');
  await page.getByLabel('Another length of time').fill('a while');
  await press('Move the clock');
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  expect(await page.getByLabel('Another length of time').inputValue()).toBe('a while');
  await isGood('dashboard-clock-error');
  await press('+24 hours');
  await says(/^The clock moved forward by 1 day/);
  await isGood('dashboard-clock-moved');
});

test('a reset asks first', async () => {
  await open('/');
  await follow('Reset…');
  await heading('Reset the sandbox?');
  await isGood('dashboard-reset');
  await press('Reset everything');
  await says('The sandbox is empty');
});
