import fc from 'fast-check';
import { filtersOf } from '../../../src/compliance/board/filters';
import { funnelOf, FUNNEL_STAGES } from '../../../src/compliance/board/funnel';
import { timelineOf, type LaneInput } from '../../../src/contractors/timeline';
import { csvLines } from '../../../src/compliance/board/csv';
import { STANDING_STATES } from '../../../src/coverage/standing-states';

const DAY = 86_400;
/** A Thursday. */
const AT = Date.UTC(2026, 10, 26) / 1000;

const lane = (changes: Partial<LaneInput> = {}): LaneInput => ({
  name: 'Ines Carvalho',
  job: 'Window restoration',
  href: '/contractors/cn_1',
  state: 'covered',
  cover: { from: AT - DAY, until: AT + 10 * DAY },
  work: { from: AT, until: AT + 5 * DAY },
  ...changes,
});
const drawn = (changes: Partial<LaneInput> = {}) => timelineOf([lane(changes)], AT).lanes[0]!;

describe('cover against jobs', () => {
  it('begins on the Monday three weeks before, and is fourteen weeks long', () => {
    const { from, until, grid, now } = timelineOf([], AT);
    expect(new Date(from * 1000).toISOString()).toBe('2026-11-02T00:00:00.000Z');
    expect([until - from, grid.length, grid[0], grid[1]?.text]).toEqual([
      98 * DAY,
      14,
      { x: 0, text: '2 Nov' },
      null,
    ]);
    expect(now).toBeCloseTo((24 / 98) * 100, 1);
    expect(timelineOf([], AT, AT + 400 * DAY).now).toBeNull();
  });

  it('marks no day of a job that is covered throughout', () => {
    expect(drawn()).toMatchObject({ uncoveredDays: 0, gapText: null, cover: '25 Nov to 6 Dec' });
    expect(drawn().bars.map(({ kind }) => kind)).toEqual(['job', 'cover']);
    expect(drawn().label).toBe(
      'Ines Carvalho, Window restoration: job from 26 Nov to 1 Dec; cover 25 Nov to 6 Dec; covered throughout',
    );
  });

  it.each<[string, Partial<LaneInput>, number]>([
    ['after the cover ends', { cover: { from: AT, until: AT + 2 * DAY } }, 3],
    ['before it begins', { cover: { from: AT + DAY, until: null } }, 1],
    ['on both sides', { cover: { from: AT + DAY, until: AT + 2 * DAY } }, 4],
    ['where nothing is proven', { state: 'charge_failed' }, 5],
    ['where the policy was cancelled', { state: 'cancelled' }, 5],
  ])('marks the days %s', (_when, changes, days) => {
    const { bars, uncoveredDays, gapText, label } = drawn(changes);
    expect(uncoveredDays).toBe(days);
    expect(bars.some(({ kind }) => kind === 'gap')).toBe(true);
    expect(gapText?.days).toBe(days === 1 ? '1 day' : `${days} days`);
    expect(label).toContain(`${gapText?.days} without cover`);
  });

  it('draws what is bound and not charged yet as neither', () => {
    expect(drawn({ state: 'awaiting_charge' })).toMatchObject({
      uncoveredDays: 0,
      cover: 'bound, charge due',
      bars: [{ kind: 'job' }, { kind: 'later' }],
    });
  });

  it('keeps within its range, and counts what is outside of it too', () => {
    const time = fc.integer({ min: AT - 500 * DAY, max: AT + 500 * DAY });
    const maybe = fc.option(time);
    fc.assert(
      fc.property(
        fc.constantFrom(...STANDING_STATES),
        time,
        time,
        maybe,
        maybe,
        (state, a, b, from, until) => {
          const work = { from: Math.min(a, b), until: Math.max(a, b) };
          const { bars, uncoveredDays } = drawn({ state, work, cover: { from, until } });
          for (const { x, width } of bars) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(width).toBeGreaterThan(-0.001);
            expect(x + width).toBeLessThanOrEqual(100.02);
          }
          expect(uncoveredDays).toBeLessThanOrEqual(Math.ceil((work.until - work.from) / DAY) + 1);
        },
      ),
    );
  });
});

describe('from started to covered', () => {
  it('counts at each stage those that got there or further', () => {
    const funnel = funnelOf(
      new Map([
        [0, 2],
        [3, 1],
        [4, 1],
        [6, 4],
      ]),
    );
    expect(funnel?.rows.map(({ count }) => count)).toEqual([8, 6, 6, 6, 5, 4, 4]);
    expect(funnel?.rows[1]).toEqual({ text: FUNNEL_STAGES[1], count: 6, width: 75 });
    expect(funnel?.label).toBe(
      'Started: 8, Job described: 6, Quoted: 6, Link sent: 6, Opened: 5, Completed: 4, Covered: 4',
    );
  });

  it('is not drawn of nothing', () => {
    expect(funnelOf(new Map())).toBeNull();
  });
});

describe('the counts as filters', () => {
  it('group all states, and lead to each, and back from the one that is chosen', () => {
    const counts = new Map([
      ['covered', 3],
      ['ends_soon', 1],
      ['charge_failed', 1],
    ]);
    const { total, groups, label } = filtersOf(counts, 'covered', (state) => state ?? 'all');
    expect(groups.flatMap(({ states }) => states)).toHaveLength(STANDING_STATES.length);
    expect([total, label]).toEqual([5, 'Of 5: 4 covered, 0 on the way, 1 needs attention, 0 not covered']);
    expect(groups.map(({ width }) => width)).toEqual([80, 0, 20, 0]);
    const chosen = groups.flatMap(({ states }) => states).filter(({ current }) => current);
    expect(chosen).toEqual([{ text: 'Covered', count: 3, href: 'all', current: true }]);
  });
});

describe('the file', () => {
  it('lets no name be taken for a formula', () => {
    const row = {
      contractor_id: 'cn_1',
      job_id: 'jb_1',
      onboarding_id: null,
      contractor_name: '=HYPERLINK("http://a")',
      job_name: '+1',
      entity_name: '@a, "b"',
      sort_name: '',
      state: 'covered',
      urgency: 0,
      from_seconds: AT,
      until_seconds: null,
      job_from_seconds: null,
      job_until_seconds: null,
      changes_at_seconds: null,
      updated_at: 0,
    };
    expect(csvLines([row])).toBe(
      `"'=HYPERLINK(""http://a"")",cn_1,'+1,jb_1,"'@a, ""b""",covered,Covered,2026-11-26,,,\r\n`,
    );
  });
});
