import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';

let running: TestApp;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.stop());

describe('the whole walk', () => {
  it('goes from nothing to active coverage', async () => {
    const operator = new Person(running.url);
    await operator.open('/');
    expect(operator.text).toContain('No onboarding in progress');
    expect(operator.text).toContain('Local sandbox');

    const path = await walkTo(operator, 'application');
    await operator.submit(`${path}/application`);
    expect(operator.text).toContain('The application is ready');

    // The hand-over is a plain link to a GET that redirects to the session's URL.
    const handOver = await operator.open(operator.hrefOf('Open the application'));
    const hostedUrl = new URL(handOver.response.headers.location as string);
    expect(hostedUrl.origin).toBe(running.sandbox.url);

    const contractor = new Person(running.sandbox.url);
    await finishApplication(contractor, hostedUrl.pathname);
    const back = new URL(contractor.page.response.headers.location as string);
    expect(back.origin).toBe(running.url);

    // The contractor comes back in a browser that never signed in or saw a form here.
    const visitor = new Person(running.url);
    await visitor.open(back.pathname);
    expect(visitor.page.status).toBe(200);
    expect(visitor.text).not.toContain('Maya');
    const id = path.replace('/onboardings/', '');
    await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
    await visitor.open(back.pathname);
    expect(visitor.text).toContain('You will be covered from');

    await operator.open(path);
    expect(operator.page.$('.pa-cover .pa-tag').first().text()).toMatch(/^Covered from /);
    const events = operator.page
      .$('.pa-timeline__title')
      .toArray()
      .map((title) => operator.page.$(title).text());
    expect(events).toEqual([
      'Policy issued',
      'Application finished',
      'Application started',
      'Application created',
    ]);
    expect(operator.text).toContain('Certificate, PDF');

    await operator.open('/?show=done');
    expect(operator.text).toContain('Maya Okafor');
    await operator.open('/events');
    expect(operator.text).toContain('policy.active');
    await operator.follow('Policy issued');
    expect(operator.text).toContain('Raw body');
  });

  it('keeps each step, and what it tells of the contractor, by one commit', async () => {
    const { store } = running;
    const kept = [jest.spyOn(store, 'together'), jest.spyOn(store, 'exclusively')];
    const path = await walkTo(new Person(running.url), 'application');
    const steps = ['contractor', 'entity', 'job', 'quote'];
    const commits = kept.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    expect(commits).toBe(steps.length);
    kept.forEach((spy) => spy.mockRestore());
    const { contractor_id: id } = (await store.onboardings.find(path.replace('/onboardings/', '')))!;
    expect(await store.standings.ofContractor(id!)).toEqual([
      expect.objectContaining({ state: 'not_started' }),
    ]);
  });
});
