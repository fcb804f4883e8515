import { Person } from '../../test/support/browser-like';
import { control } from './support/control';
import { typesOf } from './support/events';
import { makeBasics, makeCovered, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox();
});
afterAll(() => sandbox.close());

const later = (advance: string) => control(sandbox, 'POST', '/clock', { advance });

async function link(contractor: string) {
  const { status, body } = await sandbox.call('POST', `/contractors/${contractor}/login_link`);
  expect(status).toBe(200);
  return body as { login_url: string; expires_at: string };
}

/** The page behind a link. */
async function visit(url: string): Promise<Person> {
  const person = new Person(sandbox.url);
  await person.open(url.slice(sandbox.url.length));
  return person;
}

describe('a login link', () => {
  it('is answered in the style of its page', async () => {
    const { contractor } = await makeBasics(sandbox.call, { company_name: 'Acme Co.' });
    const body = await link(contractor);
    expect(body).toEqual({
      success: true,
      login_url: expect.stringMatching(
        new RegExp(`^${sandbox.url}/quick-access\\?contractor_id=${contractor}&token=.{40,}`),
      ),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      contractor: {
        id: expect.any(Number),
        public_id: contractor,
        email: expect.stringContaining('@'),
        first_name: 'Joe',
        last_name: 'Parker',
        company_name: 'Acme Co.',
        username: expect.stringContaining('@'),
      },
    });
    expect((await sandbox.call('POST', '/contractors/cn_0000000000/login_link')).status).toBe(404);
  });

  it('opens the portal of its contractor, for an hour, and of nobody else', async () => {
    const { contractor } = await makeBasics(sandbox.call, { first_name: 'Maya' });
    const other = await makeBasics(sandbox.call, { first_name: 'Noah' });
    const { login_url: url } = await link(contractor);
    expect((await visit(url)).text).toContain('Maya Parker');
    const swapped = await visit(url.replace(contractor, other.contractor));
    expect([swapped.page.status, swapped.text]).toEqual([
      403,
      expect.stringContaining('Please open your link again'),
    ]);
    const open = await visit(url);
    await later('61m');
    expect((await visit(url)).page.status).toBe(403);
    // Who is in already stays in.
    await open.open('/portal');
    expect(open.text).toContain('Maya Parker');
    await later('12h');
    expect((await open.open('/portal')).status).toBe(403);
  });

  it('does not outlive the contractor', async () => {
    const { contractor } = await makeBasics(sandbox.call);
    const { login_url: url } = await link(contractor);
    const person = await visit(url);
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    expect((await person.open('/portal')).status).toBe(403);
    expect((await visit(url)).page.status).toBe(403);
  });

  it('is needed: without a visit there is nothing to see or to change', async () => {
    const nobody = new Person(sandbox.url);
    expect((await nobody.open('/portal')).status).toBe(403);
    expect((await nobody.open('/portal/card')).status).toBe(403);
    const answer = await fetch(`${sandbox.url}/portal/card`, { method: 'POST', body: new URLSearchParams() });
    expect(answer.status).toBe(403);
  });
});

describe('the portal', () => {
  it('has a word for each part that is empty', async () => {
    const { contractor } = await makeBasics(sandbox.call);
    const { text } = await visit((await link(contractor)).login_url);
    expect(text).toContain('You have no policy yet.');
    expect(text).toContain('No later job was reported for you yet.');
    expect(text).toContain('No certificate of your own insurance was uploaded.');
    expect(text).toContain('Nothing was charged yet.');
    expect(text).toContain('There is no card on file.');
  });

  it('shows what there is, and the documents', async () => {
    const { contractor, nextJob, policy } = await makeCovered(sandbox.call);
    const { id } = (await sandbox.call('POST', '/assignments', { contractor, job: nextJob })).body as Made;
    const check = { contractor, job: nextJob, bind: false };
    await sandbox.call('POST', '/assignments', check);
    await control(sandbox, 'POST', `/assignments/${id}/charge`);
    const person = await visit((await link(contractor)).login_url);
    const shown = (part: string) => person.page.$(`#${part}`).parent().text().replace(/\s+/g, ' ');
    expect(shown('coverage')).toMatch(/Field technician, Apple, Inc active General liability/);
    expect(person.page.$('#assignments').parent().find('.ledger li').length).toBe(1);
    expect(shown('assignments')).toMatch(/Field technician, Apple, Inc active/);
    expect(shown('payments')).toMatch(/\$\d+\.\d\d for Field technician, Apple, Inc paid/);
    const href = person.page.$('#coverage').parent().find('a').attr('href') ?? '';
    expect(href).toContain(policy.id);
    expect((await fetch(href)).headers.get('content-type')).toBe('application/pdf');
  });

  it('changes the card, which is charged from then on', async () => {
    const { contractor, nextJob } = await makeCovered(sandbox.call, { last_name: 'Charge-Fails' });
    const { id } = (await sandbox.call('POST', '/assignments', { contractor, job: nextJob })).body as Made;
    await control(sandbox, 'POST', `/assignments/${id}/fail`);
    const person = await visit((await link(contractor)).login_url);
    await person.open('/portal/card');
    await person.submit('/portal/card', { card_number: '4000 0000 0000 0002' });
    expect(person.text).toContain('The card was declined');
    await person.submit('/portal/card', { card_number: '4242 4242 4242 4242' });
    expect(person.text).toContain('The card on file ends in 4242.');
    expect(await typesOf(sandbox.call, id)).toEqual(['assignment.active']);
  });

  it('can be left', async () => {
    const { contractor } = await makeBasics(sandbox.call);
    const person = await visit((await link(contractor)).login_url);
    await person.submit('/portal/sign-out');
    expect(person.text).toContain('You are signed out');
    expect((await person.open('/portal')).status).toBe(403);
  });
});

it('stays in the account of its contractor, and no token of a link or a page is in the journal', async () => {
  const authorization = 'Bearer t9k_test_acct_suite_1';
  const call = async (where: string, body: object) =>
    (await sandbox.call('POST', where, body, { authorization })).body as Made;
  const { id } = await call('/contractors', { email: 'a@b.example', first_name: 'Ada', last_name: 'Ng' });
  const { login_url: url } = (await call(`/contractors/${id}/login_link`, {})) as unknown as {
    login_url: string;
  };
  const back = { contractor: id, return_url: 'http://localhost/back' };
  const { url: page } = (await call('/payment/sessions', back)) as unknown as { url: string };
  const person = await visit(url);
  expect(person.page.path).toBe('/accounts/suite/portal');
  await person.open(person.page.$('a.pa-button').attr('href') ?? '');
  await person.submit('/accounts/suite/portal/card');
  expect(person.text).toContain('The card on file ends in 4242.');
  await person.submit('/accounts/suite/portal/sign-out');
  expect((await person.open('/accounts/suite/portal')).status).toBe(403);
  const card = await visit(page);
  await card.submit(/^\/accounts\/suite\/payment\/setup\//, { act: 'save' });
  expect(card.page.response.headers['location']).toMatch(
    /^http:\/\/localhost\/back\?hps_id=hps_\w+&status=completed$/,
  );

  const journal = JSON.stringify(
    await (await fetch(`${sandbox.url}/accounts/suite/_sandbox/journal`)).json(),
  );
  expect(journal).toContain('createLoginLink');
  expect(journal).not.toContain(new URL(url).searchParams.get('token'));
  expect(journal).not.toContain(page.split('/').at(-1));
});
