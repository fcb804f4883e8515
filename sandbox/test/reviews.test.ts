import { eventsOf, typesOf } from './support/events';
import { Applicant, card, complete, goodAnswers, signed } from './support/applicant';
import { DAY, MovableClock } from './support/movable-clock';
import { makeSession, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

const stepOf = async (id: string): Promise<string> =>
  String((await sandbox.call('GET', `/apply/sessions/${id}`)).body.step);

async function answerQuestions(session: Made, answers: object = {}): Promise<Applicant> {
  const applicant = await new Applicant(session['url'] as string).open();
  await applicant.send({ confirmed: 'yes' });
  return applicant.send({ ...goodAnswers, ...answers });
}

describe('a manual review', () => {
  test.each([
    ['claims', { recent_claims: 'yes' }, {}],
    ['test data', {}, { last_name: 'review-approved' }],
  ])('because of %s lasts a day, then the application goes on', async (_name, answers, contractor) => {
    const { session } = await makeSession(sandbox.call, {}, contractor);
    const applicant = await answerQuestions(session, answers);
    expect(applicant.title).toBe('Your application is being reviewed');
    expect(applicant.html).toContain('href="https://example.com/no"');
    clock.move(DAY - 1);
    expect((await applicant.open()).title).toBe('Your application is being reviewed');
    await applicant.post(`/apply/sandbox/${session.id}/esignature_document`, signed);
    expect(await stepOf(session.id)).toBe('esignature_document');
    clock.move(1);
    expect((await applicant.open()).title).toBe('Read and sign');
    for (const fields of [signed, card, {}]) await applicant.send(fields);
    expect(applicant.title).toMatch(/successfully/);
    const events = await eventsOf(sandbox.call, session.id);
    expect(events.map(({ type }) => type)).toEqual([
      ...['application.created', 'application.started', 'application.manual_review'],
      ...['application.manual_review_approved', 'application.complete'],
    ]);
    expect(Number(events[3]?.created) - Number(events[2]?.created)).toBe(DAY);
  });

  test('that is refused ends the application as ineligible', async () => {
    const { session, contractor } = await makeSession(sandbox.call, {}, { last_name: 'Review-Refused' });
    const applicant = await answerQuestions(session);
    clock.move(DAY);
    expect((await applicant.open()).title).toMatch(/can’t offer/);
    // What has ended does not end again.
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    expect((await typesOf(sandbox.call, session.id)).slice(2)).toEqual([
      ...['application.manual_review', 'application.ineligible'],
    ]);
  });

  test('is over when the application is expired', async () => {
    const { session } = await makeSession(sandbox.call);
    await answerQuestions(session, { recent_claims: 'yes' });
    await sandbox.call('POST', `/apply/sessions/${session.id}/expire`);
    clock.move(DAY);
    expect((await typesOf(sandbox.call, session.id)).slice(2)).toEqual([
      ...['application.manual_review', 'application.expired'],
    ]);
  });
});

describe('test data', () => {
  test('for a card: every card is declined, and the page says why', async () => {
    const { session } = await makeSession(sandbox.call, {}, { last_name: 'Card-Declined' });
    const applicant = await answerQuestions(session);
    await applicant.send(signed);
    await applicant.send(card);
    expect(applicant.html).toMatch(
      /The card was declined. By the test data, every card of this contractor is declined</,
    );
    expect(await stepOf(session.id)).toBe('add_card_details');
  });

  test('for a charge that fails later does not stand in the way of the application', async () => {
    const { session, contractor } = await makeSession(sandbox.call, {}, { last_name: 'Charge-Fails' });
    expect((await complete(session['url'] as string)).title).toMatch(/successfully/);
    await sandbox.call('DELETE', `/contractors/${contractor}`);
    const events = await eventsOf(sandbox.call, session.id);
    expect(events.at(-1)).toMatchObject({
      type: 'application.complete',
      data: { object: 'application_session' },
    });
  });

  test('for an expired session: it expires when it is opened, once', async () => {
    const { session } = await makeSession(sandbox.call, {}, { last_name: 'Expired' });
    const get = async () =>
      Boolean((await sandbox.call('GET', `/apply/sessions/${session.id}`)).body.expired);
    expect(await get()).toBe(false);
    const applicant = await new Applicant(session['url'] as string).open();
    expect(applicant.title).toBe('This application has expired');
    await applicant.open();
    expect(await get()).toBe(true);
    expect(await typesOf(sandbox.call, session.id)).toEqual(['application.created', 'application.expired']);
  });

  test('for a slow application: others are answered before it', async () => {
    const slow = await makeSession(sandbox.call, {}, { last_name: 'Slow' });
    const other = await makeSession(sandbox.call);
    const order: string[] = [];
    const open = async ({ session }: { session: Made }, name: string) => {
      const applicant = await new Applicant(session['url'] as string).open();
      order.push(name);
      return applicant.title;
    };
    const titles = await Promise.all([
      open(slow, 'slow'),
      open(other, 'other').then(() => open(other, 'again')),
    ]);
    expect(titles).toEqual(['Check your details', 'Check your details']);
    expect(order).toEqual(['other', 'again', 'slow']);
  });
});

describe('a form with errors', () => {
  const post = async (session: Made, cookie: string, fields: Record<string, string>) =>
    fetch(`${session['url'] as string}/verify_info`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams(fields),
    });

  test('comes back by a redirect, is shown once, and in that browser alone', async () => {
    const { session } = await makeSession(sandbox.call);
    const url = session['url'] as string;
    const first = await fetch(url);
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await first.text())?.[1] ?? '';
    const posted = await post(session, cookie, { _csrf: csrf });
    expect([posted.status, posted.headers.get('location')]).toEqual([303, `/apply/sandbox/${session.id}`]);
    const page = async (headers: Record<string, string>) => (await fetch(url, { headers })).text();
    expect(await page({})).not.toMatch(/There is a problem/);
    expect(await page({ cookie })).toMatch(/There is a problem[\s\S]*Confirm that your details/);
    expect(await page({ cookie })).not.toMatch(/There is a problem/);
  });
});
