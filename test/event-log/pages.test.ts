import { EVENT_TYPES } from '../../src/coverage/event-types';
import { Person } from '../support/browser-like';
import { anEvent, deliver, SECRET } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({
    env: { TEN99POLICY_WEBHOOK_SECRETS: SECRET },
    unregistered: true,
    maxRetries: 0,
  });
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterAll(() => running.stop());

const rowsOn = () => operator.page.$('tbody tr').length;
const ids = () =>
  operator.page
    .$('tbody [data-label=Object] code')
    .toArray()
    .map((code) => operator.page.$(code).text());
const turn = (rel: 'next' | 'prev') => operator.open(operator.page.$(`a[rel=${rel}]`).attr('href')!);
const turns = () => ['prev', 'next'].filter((rel) => operator.page.$(`a[rel=${rel}]`).length > 0);

describe('the log of events', () => {
  it('says so when it is empty', async () => {
    await operator.open('/events');
    expect(operator.text).toContain('No events yet');
    expect(operator.page.$('table, form')).toHaveLength(0);
  });

  it('shows 25 on a page, newest first, and turns both ways', async () => {
    for (let n = 1; n <= 60; n += 1)
      await deliver(
        running.url,
        anEvent({ type: n % 3 ? 'policy.active' : 'application.started', data: { id: `pl_${n}` } }),
      );
    const pages: string[][] = [];
    await operator.open('/events');
    for (;;) {
      pages.push(ids());
      if (!turns().includes('next')) break;
      await turn('next');
    }
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 10]);
    expect(pages.flat()).toEqual(Array.from({ length: 60 }, (_, index) => `pl_${60 - index}`));
    expect(turns()).toEqual(['prev']);
    await turn('prev');
    expect(ids()).toEqual(pages[1]);
    expect(turns()).toEqual(['prev', 'next']);
    await turn('prev');
    expect(ids()).toEqual(pages[0]);
    expect(turns()).toEqual(['next']);
  });

  it('stays where it is while events arrive', async () => {
    await operator.open('/events');
    await turn('next');
    const second = ids();
    await deliver(running.url, anEvent({ data: { id: 'pl_newer' } }));
    await operator.open(operator.page.path);
    expect(ids()).toEqual(second);
  });

  it('can be filtered by type, also over pages', async () => {
    await operator.open('/events?type=policy.active');
    expect(rowsOn()).toBe(25);
    await turn('next');
    expect(operator.page.path).toContain('type=policy.active');
    expect(operator.page.$('tbody th').text()).not.toContain('application.started');
    expect(operator.value('type')).toBe('policy.active');
    await operator.open('/events?type=nothing.of.the.kind');
    expect(operator.text).toContain('No such event');
    for (const odd of [
      '?before=x',
      '?after=-1',
      '?before=1&after=2',
      '?type[]=a',
      '?before=99999999999999999',
    ])
      expect([odd, (await operator.open(`/events${odd}`)).status]).toEqual([odd, 200]);
  });

  it('shows the events of one onboarding alone, also of one type', async () => {
    await running.store.onboardings.create('ob_busy', 'token');
    await running.store.onboardings.update('ob_busy', { contractor_name: 'Maya Okafor' });
    await running.store.objects.link('ob_busy', [{ kind: 'policy', id: 'pl_busy' }]);
    for (let n = 1; n <= 51; n += 1)
      await deliver(
        running.url,
        anEvent({ type: n % 2 ? 'policy.active' : 'invoice.created', data: { id: 'pl_busy' } }),
      );
    const found = () => running.store.events.page({ onboarding: 'ob_busy', limit: 60 });
    await until(async () => (await found()).length === 51);
    await operator.open('/onboardings/ob_busy');
    expect(operator.page.$('.pa-timeline__item')).toHaveLength(50);
    await operator.follow('All events of this onboarding');
    expect(operator.text).toContain('Only the events of Maya Okafor are shown.');
    expect(rowsOn()).toBe(25);
    await turn('next');
    await turn('next');
    expect(rowsOn()).toBe(1);
    expect(operator.page.$('form.pa-filters [name=onboarding]').attr('value')).toBe('ob_busy');
    await operator.open('/events?onboarding=ob_busy&type=invoice.created');
    expect(new Set(ids())).toEqual(new Set(['pl_busy']));
    expect(rowsOn()).toBe(25);
    expect(operator.page.$('tbody th').text()).not.toContain('policy.active');
    await operator.follow('Show all events');
    expect(operator.text).not.toContain('Only the events of');
  });

  it('shows the raw body as it came, escaped, and what is known of it', async () => {
    const event = anEvent({ type: 'odd.type', note: '<script>alert(1)</script>' });
    await deliver(running.url, event);
    await deliver(running.url, event);
    await until(async () => (await running.store.pending.nextDue()) === null);
    await operator.open('/events');
    const first = operator.page.$('tbody tr').first().text();
    expect(first).toContain('Unmatched');
    expect(first).toContain('2×');
    expect(first).toContain('odd.type');
    await operator.follow('Event of an unknown type');
    expect(operator.text).toContain(
      'It changes nothing: the documentation of the API does not have this type.',
    );
    expect(operator.page.$('pre code').first().text()).toBe(JSON.stringify(event));
    expect(operator.page.html.includes('<script>alert')).toBe(false);
    expect(operator.text).toContain(
      'Unmatched: no onboarding or contractor here is known to have this object.',
    );
    expect(operator.text).toContain('such as by “Add demo data” of the local sandbox');
    expect(operator.text).toContain('There is nothing to do');
    expect(operator.text).toContain(event.id);
    expect(operator.text).toMatch(/Times delivered 2|Times delivered\s*2/);
    expect(operator.text).toContain('By signature');
  });

  it('dates an event by the API’s clock, and says when it came where that differs', async () => {
    const created = Math.floor(Date.now() / 1000) + 40 * 86_400;
    const iso = new Date(created * 1000).toISOString();
    const times = () =>
      operator.page
        .$('tbody tr:first-child time')
        .toArray()
        .map((one) => operator.page.$(one).attr('datetime'));
    await deliver(running.url, anEvent({ created }));
    await operator.open('/events');
    expect(times()).toEqual([iso, expect.not.stringMatching(iso)]);
    expect(operator.page.$('tbody tr').first().text()).toMatch(/came\s+20/);
    await deliver(running.url, anEvent());
    await operator.open('/events');
    expect(times()).toHaveLength(1);
  });

  it('says of each type in our words what it means, what it tells of, and what follows', async () => {
    for (const [type, { meaning, object, effect }] of Object.entries(EVENT_TYPES)) {
      await deliver(running.url, anEvent({ type, data: { id: `xx_${type}`, contractor: 'cn_of_all' } }));
      await operator.open(`/events?type=${type}`);
      expect(operator.page.$('tbody th').first().text().replace(/\s+/g, ' ')).toBe(`${meaning} ${type}`);
      await operator.follow(meaning);
      expect(operator.page.$('h1').text()).toBe(meaning);
      expect(operator.page.$('dt').text()).toContain(object);
      for (const words of [type, effect, 'cn_of_all']) expect(operator.text).toContain(words);
    }
  });

  it.each(['0', '-1', '1.5', 'x', '?type=%00', '999999', '99999999999999999999', '%00'])(
    'has no event %s',
    async (seq) => {
      expect((await operator.open(`/events/${seq}`)).status).toBe(404);
    },
  );
});
