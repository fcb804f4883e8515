import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import { CONTRACTOR, uniqueEmail, walkTo } from '../support/walk';

let running: TestApp;
let operator: Person;
beforeAll(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0 });
});
beforeEach(() => {
  operator = new Person(running.url);
});
afterAll(() => running.stop());

const names = () =>
  operator.page
    .$('tbody th a')
    .toArray()
    .map((link) => operator.page.$(link).text());
const turns = () => ['prev', 'next'].filter((rel) => operator.page.$(`a[rel=${rel}]`).length > 0);
const turn = (rel: 'next' | 'prev') => operator.open(operator.page.$(`a[rel=${rel}]`).attr('href')!);

describe('a key that the API does not accept', () => {
  it('is said on the list, until the API accepts it', async () => {
    const notice = () => operator.page.$('.pa-notice').text();
    await operator.open('/');
    expect(notice()).toBe('');
    running.proxy.fail('GET /events', {
      kind: 'answer',
      status: 401,
      body: { error_code: 'invalid_api_key', message: 'Key not known' },
    });
    await running.app.catchUp().catch(() => undefined);
    const calls = running.proxy.calls.length;
    await operator.open('/');
    expect(notice()).toContain('The API does not accept the key');
    expect(notice()).toContain('TEN99POLICY_API_KEY');
    expect(running.proxy.calls).toHaveLength(calls);
    running.proxy.clear();
    await running.app.catchUp();
    await operator.open('/');
    expect(notice()).toBe('');
  });
});

describe('the list of onboardings', () => {
  it('says so when it is empty, and offers one button to start', async () => {
    await operator.open('/');
    expect(operator.text).toContain('No onboarding in progress');
    expect(operator.page.$('main button')).toHaveLength(1);
    expect(operator.text).toContain('Start an onboarding');
    await operator.open('/?show=done');
    expect(operator.text).toContain('No onboarding is done yet');
    await operator.open('/?show=refused');
    expect(operator.text).toContain('Nobody was refused, and nothing was abandoned');
  });

  it('starts one when the button is pressed twice at once, and another from the next page', async () => {
    const total = async () => (await running.store.lists.counts()).in_progress;
    const before = await total();
    await operator.open('/');
    const form = operator.formBody('/onboardings');
    const answers = await Promise.all([operator.post(form), operator.post(form)]);
    expect(new Set(answers.map(({ headers }) => headers.location as string)).size).toBe(1);
    expect(await total()).toBe(before + 1);
    await operator.open('/');
    await operator.submit('/onboardings');
    expect(await total()).toBe(before + 2);
    for (const { id } of await running.store.lists.page({ list: 'in_progress', limit: 9 }))
      await running.store.onboardings.removeEmpty(id);
  });

  it('loses one that was left before anything was chosen, and no other', async () => {
    await operator.open('/');
    await operator.submit('/onboardings');
    const empty = operator.page.path.replace(/\/contractor$/, '');
    await operator.open(empty);
    await operator.submit(`${empty}/remove`);
    expect(operator.text).toContain('The onboarding was removed');
    expect((await operator.open(empty)).status).toBe(404);

    const used = await walkTo(operator, 'contractor');
    await operator.open(used);
    const other = new Person(running.url);
    await other.open(`${used}/contractor`);
    await other.submit(`${used}/contractor`, { ...CONTRACTOR, ...uniqueEmail() });
    await operator.submit(`${used}/remove`);
    expect(operator.text).toContain('was not removed');
    expect(operator.page.$('button:contains("Remove this onboarding")')).toHaveLength(0);
    await running.store.onboardings.update(used.split('/').pop()!, { done: 1 });
  });

  it('shows 25 on a page, last change first, and turns both ways', async () => {
    for (let n = 1; n <= 55; n += 1) {
      await running.store.onboardings.create(`ob_${n}`, `token_${n}`);
      await running.store.onboardings.update(`ob_${n}`, { contractor_name: `Person ${n}` });
    }
    const pages: string[][] = [];
    await operator.open('/');
    expect(names()).toHaveLength(10);
    await operator.follow(/^All \d+/);
    for (;;) {
      pages.push(names());
      if (!turns().includes('next')) break;
      await turn('next');
    }
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 5]);
    // Changes of the same millisecond may stand either way, but nobody is missing or there twice.
    expect(new Set(pages.flat()).size).toBe(55);
    expect(turns()).toEqual(['prev']);
    await turn('prev');
    expect(names()).toEqual(pages[1]);
    await turn('prev');
    expect(names()).toEqual(pages[0]);
    expect(turns()).toEqual(['next']);
    await running.store.onboardings.update('ob_1', { contractor_name: 'Person 1' });
    running.advance(5);
    await running.store.onboardings.update('ob_2', { contractor_name: 'Person 2' });
    await operator.open('/?show=waiting');
    expect(names()[0]).toBe('Person 2');
    await operator.open('/');
    expect(names()[0]).toBe('Person 2');
    for (const odd of ['?before=x', '?after=1.', '?before=1.a&after=2.b', '?show=x', '?before[]=1'])
      expect([odd, (await operator.open(`/${odd}`)).status]).toEqual([odd, 200]);
  });

  it.each([
    ['applying', 'Applying'],
    ['in_review', 'In review'],
    ['application_expired', 'Application expired'],
    ['issuing', 'Policy being issued'],
    ['active', 'Covered'],
    ['cancelled', 'Cancelled'],
    ['refused', 'Not eligible'],
  ])('names the state %s', async (state, words) => {
    running.advance(10);
    const done = ['active', 'cancelled'].includes(state) ? 1 : 0;
    await running.store.onboardings.update('ob_7', { coverage_state: state, done });
    await operator.open(done ? '/?show=done' : '/');
    const first = operator.page.$('tbody tr:not(.pa-table__group)').first();
    expect(first.find('th a').text()).toBe('Person 7');
    expect(first.find('.pa-tag').text()).toBe(words);
    expect((await operator.open('/onboardings/ob_7')).status).toBe(200);
  });

  it('calls a policy expired once its last day has passed', async () => {
    const coverage = {
      id: 'pl_1',
      from: 1,
      until: 1_700_000_000,
      certificates: { gl: null, wc: null },
    };
    await running.store.onboardings.update('ob_8', {
      coverage_state: 'active',
      done: 1,
      coverage: JSON.stringify(coverage),
    });
    await operator.open('/?show=done');
    expect(
      operator.page
        .$('tbody tr')
        .filter((_i, tr) => operator.page.$(tr).text().includes('Person 8'))
        .text(),
    ).toContain('Expired');
  });

  it('counts all tabs', async () => {
    await operator.open('/');
    const tabs = operator.page
      .$('.pa-tabs a')
      .toArray()
      .map((tab) => operator.page.$(tab).text().replace(/\s+/g, ' '));
    const { in_progress, refused, done } = await running.store.lists.counts();
    expect(tabs).toEqual([
      `In progress ${in_progress}`,
      `Done ${done}`,
      `Refused or abandoned ${refused}`,
      'Archived 0',
    ]);
    expect(operator.page.$('.pa-tabs [aria-current]').text()).toContain('In progress');
  });

  it('groups what is in progress by whose turn it is, each with its next action', async () => {
    const give = (id: string, patch: object) => running.store.onboardings.update(id, patch);
    await give('ob_3', { coverage_state: 'applying', done: 3 });
    await give('ob_4', { coverage_state: 'in_review', done: 4 });
    await operator.open('/');
    const groups = operator.page
      .$('.pa-table__group')
      .toArray()
      .map((group) => operator.page.$(group).text().replace(/\s+/g, ' ').trim());
    expect(groups).toEqual([
      expect.stringMatching(/^Waiting for you \d+ the next step is yours$/),
      'With the contractor 1 they have the link',
      'With the insurer 1 reviewed, or being issued',
    ]);
    const first = operator.page.$('tbody tr:not(.pa-table__group)').first();
    expect(first.find('.pa-next a').attr('href')).toMatch(/\/contractor$/);
    expect(first.find('.pa-when').text()).toMatch(/(ago|just now)\d\d:\d\d UTC$/);
    expect(first.find('[role=img]').attr('aria-label')).toBe('0 of 5 steps done');
  });

  it('archives what was refused, several at once, and takes it back', async () => {
    for (const id of ['ob_5', 'ob_6']) await running.store.onboardings.update(id, { done: 2 });
    await operator.open('/?show=refused');
    await operator.submit('/onboardings/archive', { id: ['ob_5', 'ob_6', 'ob_7'] });
    expect(operator.page.$('.pa-notice').text()).toContain('2 onboardings were moved to “Archived”');
    expect(operator.page.$('a[href="/onboardings/ob_5"]')).toHaveLength(0);
    await operator.open('/?show=archived');
    expect(names().sort()).toEqual(['Person 5', 'Person 6']);
    await operator.submit('/onboardings/archive', { id: ['ob_5'] });
    expect(names()).toEqual(['Person 6']);
    await operator.submit('/onboardings/archive');
    expect(operator.page.$('.pa-notice').text()).toContain('None was chosen');
    await operator.open('/?show=refused');
    expect(names()).toContain('Person 5');
    await operator.open('/?show=refused');
    const all = (await running.store.lists.counts()).refused;
    await operator.follow(`Archive all ${all}`);
    expect(operator.page.$('.pa-list__ask').text()).toContain('can be moved back there');
    // One more comes while the question is open: it was not asked about.
    running.advance(5_000);
    await running.store.onboardings.update('ob_7', { done: 2 });
    await operator.submit('/onboardings/archive', { all: '1' });
    expect(operator.page.$('.pa-notice').text()).toContain(`${all} onboarding`);
    expect(names()).toEqual(['Person 7']);
    await operator.submit('/onboardings/archive', { id: ['ob_7'] });
    expect(operator.text).toContain('Nobody was refused, and nothing was abandoned');
    expect((await operator.open('/?show=refused&all')).$('.pa-list__ask')).toHaveLength(0);
    const forged = { action: '/onboardings/archive', text: 'id=ob_5&to=archive' };
    expect((await operator.post(forged)).status).toBe(403);
  });
});

describe('the search for onboardings', () => {
  const find = (text: string) => operator.open(`/?search=${encodeURIComponent(text)}`);

  it('finds them by the name, company or email of the contractor, in whatever list they are', async () => {
    const zelda = { ...CONTRACTOR, first_name: 'Zelda', last_name: 'Quist', email: 'zelda.q@sleet.example' };
    const path = await walkTo(operator, 'entity', { contractor: zelda });
    const id = path.split('/').pop()!;
    for (const text of ['zelda', 'QUI', 'quist zel', 'sleet', 'zelda.q@sleet.example']) {
      await find(text);
      expect([text, names()]).toEqual([text, ['Zelda Quist']]);
    }
    await running.store.onboardings.update(id, { done: 5 });
    await find('Zelda');
    expect(names()).toEqual(['Zelda Quist']);
    expect(operator.page.$('input[type=search]').attr('value')).toBe('Zelda');
  });

  it('says so when nothing is found, and shows the way back', async () => {
    for (const text of ['elda', 'zelda nobody', '%', "o'b"]) {
      await find(text);
      expect(operator.text).toContain('No onboarding found');
    }
    await operator.follow('Show all in progress');
    expect(operator.page.status).toBe(200);
    await find('   ');
    expect(operator.text).not.toContain('No onboarding found');
    expect((await operator.open('/?search[]=a')).status).toBe(200);
    expect((await operator.open(`/?search=${'a'.repeat(5000)}`)).status).toBe(200);
  });

  it('turns the pages of many', async () => {
    const path = await walkTo(operator, 'entity', {
      contractor: { ...CONTRACTOR, ...uniqueEmail(), last_name: 'Manyfold' },
    });
    const { onboardings, objects } = running.store;
    const { contractor_id: contractor } = (await onboardings.find(path.split('/').pop()!))!;
    for (let n = 1; n <= 30; n += 1) {
      const id = `ob_many${n}`;
      await onboardings.create(id, `many_${n}`);
      await objects.link(id, [{ kind: 'contractor', id: contractor! }]);
      await onboardings.update(id, { contractor_id: contractor, contractor_name: `Many ${n}` });
    }
    await find('manyfold');
    const first = names();
    expect(turns()).toEqual(['next']);
    await turn('next');
    expect([first.length, names().length]).toEqual([25, 6]);
    expect(new Set([...first, ...names()]).size).toBe(31);
    expect(turns()).toEqual(['prev']);
    await turn('prev');
    expect(names()).toEqual(first);
  });
});
