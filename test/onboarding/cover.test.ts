/** The card that the page of an onboarding leads with. */
import { control } from '../../sandbox/test/support/control';
import { coverLaneOf } from '../../src/onboarding/overview/cover-lane';
import { momentOf } from '../../src/lib/moment';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication, walkTo } from '../support/walk';

const DAY = 86_400;
const at = Date.UTC(2026, 10, 25, 18, 46) / 1000;
const midnight = Date.UTC(2026, 10, 26) / 1000;

describe('the timeline', () => {
  const asked = { from: midnight, until: midnight + 30 * DAY };

  it('has every bar, line and word within it, and says the same in a sentence', () => {
    const lane = coverLaneOf({ job: asked, cover: asked }, at);
    expect(lane?.label).toBe('Timeline: now is 25 Nov 2026. Job: 26 Nov to 26 Dec. Cover: 26 Nov to 26 Dec');
    const marks = [
      ...lane!.grid,
      lane!.now,
      ...lane!.bars,
      ...lane!.bars.map(({ x, width }) => ({ x: x + width })),
    ];
    expect(marks.filter(({ x }) => !(x >= 0 && x <= 100))).toEqual([]);
    expect(lane!.grid.length).toBeGreaterThan(2);
    expect(lane!.grid.length).toBeLessThan(9);
  });

  it.each([
    ['an hour', 3600],
    ['ten years', 3650 * DAY],
  ])('keeps to a few lines where the cover lasts %s', (_long, seconds) => {
    const lane = coverLaneOf({ cover: { from: at, until: at + seconds } }, at);
    expect(lane!.grid.length).toBeLessThan(9);
    expect(lane!.bars[0]!.width).toBeGreaterThan(0);
  });

  it('draws nothing where no dates are known, or they leave no time', () => {
    expect(coverLaneOf({}, at)).toBeNull();
    expect(coverLaneOf({ job: { from: null, until: null } }, at)).toBeNull();
    expect(coverLaneOf({ job: { from: at, until: at } }, at)).toBeNull();
    expect(coverLaneOf({ cover: { from: midnight, until: null } }, at)?.bars).toHaveLength(1);
  });

  it('has words end where there is no room after them', () => {
    const late = coverLaneOf({ job: { from: at + 300 * DAY, until: at + 330 * DAY } }, at);
    expect(late?.bars[0]).toMatchObject({ endsText: true });
  });
});

it.each([
  [40, '40 s ago', '18:45 UTC'],
  [3 * 60, '3 min ago', '18:43 UTC'],
  [3 * 3600, '3 h ago', '15:46 UTC'],
  [26 * 3600, 'yesterday', '24 Nov, 16:46 UTC'],
  [3 * DAY, '3 days ago', '22 Nov, 18:46 UTC'],
  [20 * DAY, '5 Nov', '5 Nov, 18:46 UTC'],
  [400 * DAY, '21 Oct 2025', '21 Oct 2025, 18:46 UTC'],
  [-60, 'just now', '18:47 UTC'],
])('a moment %d s ago is said as people say it, and exactly', (seconds, text, exact) => {
  expect(momentOf((at - seconds) * 1000, at * 1000)).toMatchObject({ text, exact });
});

describe('the card', () => {
  let running: TestApp;
  let operator: Person;
  beforeAll(async () => {
    running = await startApp({ maxRetries: 0 });
    operator = new Person(running.url);
  });
  afterAll(() => running.stop());

  const card = () => operator.page.$('.pa-cover');
  const shape = () => card().attr('data-cover');
  const words = (selector: string) => card().find(selector).text().replace(/\s+/g, ' ').trim();
  const row = async (path: string) => (await running.store.onboardings.find(path.split('/').pop()!))!;

  async function applied(answers = {}): Promise<string> {
    const path = await walkTo(operator, 'application');
    await operator.submit(`${path}/application`);
    const { session_id: session } = await row(path);
    await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${session}`, answers);
    await until(async () => ['active', 'refused'].includes((await row(path)).coverage_state));
    await operator.open(path);
    return path;
  }

  it('says who is covered, for what, from when to when, and what proves it', async () => {
    const path = await applied();
    expect(shape()).toBe('proven');
    expect(words('h1')).toMatch(/^Maya Okafor is covered from \d+ \w+$/);
    expect(words('.pa-cover__lead')).toMatch(
      /^From \d+ \w+ \d{4} to \d+ \w+ \d{4}, for Field technician at Harbor Staffing, Inc\.$/,
    );
    expect(words('.pa-cover__said')).toMatch(
      /confirmed by policy\.active, (just now|\d+ s ago)\d\d:\d\d UTC$/,
    );
    expect(words('.pa-cover__facts')).toMatch(/Premium\$\d+\.\d\d for the job\$0\.\d\d per \$100 earned/);
    expect(words('.pa-cover__sheets')).toMatch(/General liabilityCertificate, PDF/);
    expect(card().find('.pa-cover__lane').attr('aria-label')).toMatch(/^Timeline: now is .*Job: .*Cover: /);
    expect(card().find('.pa-bar-cover')).toHaveLength(1);
    expect(card().find('.pa-cover__next a.pa-button').attr('href')).toBe(
      `/contractors/${(await row(path)).contractor_id}/new-job`,
    );
    await control(running.sandbox, 'POST', '/clock', { advance: '2d' });
    await operator.open(path);
    await operator.open(path);
    expect(words('h1')).toBe('Maya Okafor is covered');
  });

  it('of one who was refused leads with that, hatched, and offers no price', async () => {
    await applied({ hazardous_work: 'yes' });
    expect(shape()).toBe('none');
    expect(words('h1')).toBe('Maya Okafor cannot be insured for this job');
    expect(words('.pa-cover__said')).toMatch(/told by application\.ineligible/);
    expect(card().find('rect[fill="url(#pa-gap)"].pa-bar-gap')).toHaveLength(1);
    expect(card().text()).not.toContain('Premium');
  });

  it('on the way is open, and claims no cover', async () => {
    const path = await walkTo(operator, 'quote');
    await operator.open(path);
    expect(shape()).toBe('open');
    expect(words('h1')).toBe('Maya Okafor is not covered yet');
    expect(card().find('[class^=pa-bar-]')).toHaveLength(0);
  });

  it('has everything that was entered below it, in one line for each step', () => {
    expect(
      operator.page
        .$('.pa-fold > summary')
        .toArray()
        .map((line) => operator.page.$(line).text().replace(/\s+/g, ' ').trim().split(' ')[0]),
    ).toEqual(['Contractor', 'Entity', 'Job', 'Quote', 'Application']);
    expect(operator.page.$('.pa-button:not([class*=--])').length).toBe(1);
  });
});
