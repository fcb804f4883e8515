import { Person } from '../../test/support/browser-like';
import { applicationActs } from '../src/acts/applications';
import { complete } from './support/applicant';
import { control } from './support/control';
import { typesOf } from './support/events';
import { makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox();
});
afterAll(() => sandbox.close());

const session = async (lastName?: string, fields = {}) =>
  (await makeSession(sandbox.call, fields, lastName ? { last_name: lastName } : {})).session;

/** What became of the application, and the events that tell of it and of its policy. */
async function outcome(id: string, ...names: string[]) {
  const states: string[] = [];
  for (const name of names) {
    const { status, body } = await control(sandbox, 'POST', `/applications/${id}/${name}`);
    states.push(status === 200 ? (body as { state: string }).state : `${status}`);
  }
  const ofThis = await typesOf(sandbox.call, id);
  return [...states, ...ofThis.slice(1).map((type) => type.replace('application.', ''))];
}

describe('one call makes it happen', () => {
  it.each([
    [['start'], ['open', 'started']],
    [
      ['start', 'start'],
      ['open', 'open', 'started'],
    ],
    [['abandon'], ['open', 'started']],
    [
      ['abandon', 'complete'],
      ['open', 'complete', 'started', 'complete'],
    ],
    [['complete'], ['complete', 'started', 'complete']],
    [['review'], ['review', 'started', 'manual_review']],
    [
      ['abandon', 'review'],
      ['open', 'review', 'started', 'manual_review'],
    ],
    [
      ['review', 'review'],
      ['review', 'review', 'started', 'manual_review'],
    ],
    [
      ['review', 'approve'],
      ['review', 'open', 'started', 'manual_review', 'manual_review_approved'],
    ],
    [
      ['review', 'refuse'],
      ['review', 'ineligible', 'started', 'manual_review', 'ineligible'],
    ],
    [
      ['review', 'complete'],
      ['review', 'complete', 'started', 'manual_review', 'manual_review_approved', 'complete'],
    ],
    [
      ['review', 'approve', 'review'],
      ['review', 'open', '409', 'started', 'manual_review', 'manual_review_approved'],
    ],
    [['refuse'], ['ineligible', 'ineligible']],
    [['expire'], ['expired', 'expired']],
    [['approve'], ['409']],
    [
      ['complete', 'expire'],
      ['complete', '409', 'started', 'complete'],
    ],
    [
      ['expire', 'complete'],
      ['expired', '409', 'expired'],
    ],
    [
      ['start', 'dance'],
      ['open', '404', 'started'],
    ],
  ])('%j', async (names, states) => {
    const { id } = await session();
    expect(await outcome(id, ...names)).toEqual(states);
  });

  it.each([
    ['Ineligible', 'complete', ['ineligible', 'started', 'ineligible']],
    ['Expired', 'start', ['expired', 'expired']],
    ['Card-Declined', 'complete', ['409']],
    ['Review-Refused', 'abandon', ['review', 'started', 'manual_review']],
    [
      'Review-Refused',
      'complete',
      ['complete', 'started', 'manual_review', 'manual_review_approved', 'complete'],
    ],
  ])('%s, %s: as the test data says', async (lastName, name, states) => {
    const { id } = await session(lastName);
    expect(await outcome(id, name)).toEqual(states);
  });

  it('ends like the pages: with the same policy, and with nothing left to happen', async () => {
    const [byPages, byCall] = [await session(), await session()];
    await complete(byPages.url as string);
    await control(sandbox, 'POST', `/applications/${byCall.id}/complete`);
    const policyOf = async (quote: string) => {
      const { body } = await sandbox.call('GET', '/policies?limit=100');
      const {
        id: _id,
        quote: of,
        created: _created,
        ...rest
      } = (body as { id: string; quote: { id: string } }[]).find((policy) =>
        JSON.stringify(policy).includes(quote),
      ) as Record<string, unknown>;
      return [of === undefined, Object.keys(rest).sort(), rest['status']];
    };
    expect(await policyOf(byCall.quote as string)).toEqual(await policyOf(byPages.quote as string));
    const { body } = await sandbox.call('GET', `/apply/sessions/${byCall.id}`);
    expect(body).toMatchObject({ step: 'application_complete', expired: false });
    const after = await outcome(byCall.id);
    await control(sandbox, 'POST', '/clock', { advance: '40d' });
    expect(await outcome(byCall.id)).toEqual(after);
  });

  it('knows no application that is not there', async () => {
    const { status, body } = await control(sandbox, 'POST', '/applications/as_nothing/complete');
    expect([status, JSON.stringify(body)]).toEqual([404, expect.stringContaining('as_nothing')]);
  });
});

describe('the page of an application', () => {
  it('has a button for each, and says what became of it', async () => {
    const { id } = await session();
    const person = new Person(sandbox.url);
    await person.open(`/objects/session/${id}`);
    const offered = person.page
      .$('button[name=act]')
      .toArray()
      .map((button) => person.page.$(button).attr('value'));
    expect(offered).toEqual(Object.keys(applicationActs.acts));
    await person.submit(/^\/objects\/session\//, { act: 'review' });
    expect(person.text).toContain('Done. The application is now: review.');
    await person.submit(/^\/objects\/session\//, { act: 'start' });
    await person.submit(/^\/objects\/session\//, { act: 'complete' });
    expect(person.text).toContain('application.manual_review_approved');
    expect(person.page.$('button[name=act]').length).toBe(0);
  });

  it('says why it cannot be done', async () => {
    const { id } = await session();
    const person = new Person(sandbox.url);
    await person.open(`/objects/session/${id}`);
    await person.submit(/^\/objects\/session\//, { act: 'approve' });
    expect(person.text).toContain('The application waits for no review.');
  });
});
