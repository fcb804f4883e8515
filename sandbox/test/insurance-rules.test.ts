/** The rules that need nothing but their figures: dates and rates. */
import type { Category } from '../src/insurance/category-codes';
import { aYearAfter, coverageDates, LATEST, startOfDay } from '../src/insurance/dates';
import { whyUnsold } from '../src/insurance/quoting';
import { rate } from '../src/insurance/rating';
import { isMonopolistic, isState } from '../src/insurance/states';

const DAY = 86_400;
const epoch = (text: string) => Date.parse(text) / 1000;

describe('the dates of a quote', () => {
  const now = epoch('2027-03-10T15:30:00Z');
  const dates = (...given: [effective?: number | null, end?: number | null, unchanged?: number]) => {
    try {
      const { effective_date, end_date } = coverageDates(now, ...given);
      return [effective_date, end_date];
    } catch (error) {
      return (error as Error).message;
    }
  };
  const start = epoch('2027-04-01T08:00:00Z');

  it('are the next day and thirty days when they are left out', () => {
    const tomorrow = epoch('2027-03-11T00:00:00Z');
    expect(dates()).toEqual([tomorrow, tomorrow + 30 * DAY]);
    expect(dates(null, null)).toEqual([tomorrow, tomorrow + 30 * DAY]);
    expect(dates(start)).toEqual([start, start + 30 * DAY]);
  });

  it('begin in the future, at least by a second, unless they stay as they were', () => {
    expect(dates(now)).toBe('The effective date must be in the future.');
    expect(dates(now + 1)).toEqual([now + 1, now + 1 + 30 * DAY]);
    expect(dates(now - DAY, now + DAY, now - DAY)).toEqual([now - DAY, now + DAY]);
    expect(dates(now - DAY, now + DAY, now - 2 * DAY)).toBe('The effective date must be in the future.');
    expect(dates(LATEST + 1)).toBe('The effective date is too far away: send seconds, not milliseconds.');
    expect(dates(LATEST, LATEST)).toEqual([LATEST, startOfDay(LATEST) + DAY]);
  });

  it('end after they begin, on another day, within a year to the second', () => {
    const nextDay = epoch('2027-04-02T00:00:00Z');
    expect(dates(start, start)).toEqual([start, nextDay]);
    expect(dates(start, nextDay - 1)).toEqual([start, nextDay]);
    expect(dates(start, nextDay)).toEqual([start, nextDay]);
    expect(dates(start, startOfDay(start) - 1)).toBe('The end date must be after the effective date.');
    const inAYear = epoch('2028-04-01T08:00:00Z');
    expect(dates(start, inAYear)).toEqual([start, inAYear]);
    expect(dates(start, inAYear + 1)).toBe('The end date must be at most one year after the effective date.');
  });

  it('count a year by the calendar', () => {
    expect(aYearAfter(epoch('2027-03-01T00:00:00Z'))).toBe(epoch('2028-03-01T00:00:00Z'));
    expect(aYearAfter(epoch('2028-02-29T12:00:00Z'))).toBe(epoch('2029-03-01T12:00:00Z'));
  });
});

describe('the rates of a quote', () => {
  const category: Category = {
    code: 'jc_1',
    name: 'Work',
    approved: true,
    workersComp: 45,
    general: 20,
    professional: 18,
    workersCompClass: 5191,
    generalClass: 91555,
  };
  const all = ['workers-comp', 'general', 'professional', 'media', 'cyber'] as const;

  it('are each coverage’s own, workers’ comp by the state of work and general by that of the home', () => {
    expect(rate(category, all, 'NY', 'IL')).toEqual({
      net_rate: 56 + 17 + 18 + 14 + 11,
      wc_net_rate: 56,
      gl_net_rate: 17,
      quote_json: {
        wc: { net_rate: 56, state: 'NY', wc_code: 5191 },
        gl: {
          net_rate: 17,
          stamping_fee: null,
          risk_purchasing_group_fee: null,
          state: 'NY',
          gl_code: 91555,
          residence_state: 'IL',
          tax_rate: '0.03500',
          stamping_fee_rate: '0.00040',
        },
        professional: { net_rate: 18 },
        media: { net_rate: 14 },
        cyber: { net_rate: 11 },
      },
    });
  });

  it('are only those that are asked for', () => {
    expect(rate(category, ['cyber'], 'CA', 'CA')).toEqual({
      net_rate: 11,
      wc_net_rate: null,
      gl_net_rate: null,
      quote_json: { cyber: { net_rate: 11 } },
    });
  });

  it('are the base rates where no state is known, and never nothing', () => {
    expect(rate(category, all, null, null)).toMatchObject({ wc_net_rate: 45, gl_net_rate: 20 });
    expect(rate(category, all, null, null).quote_json.gl).toMatchObject({
      tax_rate: '0.03000',
      stamping_fee_rate: '0.00000',
    });
    const cheap = { ...category, workersComp: 1, general: 1 };
    // 0.6 and 0.85 of a cent, rounded; 0.4 would be none.
    expect(rate(cheap, all, 'IL', 'IL')).toMatchObject({ wc_net_rate: 1, gl_net_rate: 1 });
    expect(rate({ ...cheap, workersComp: 0 }, all, 'IL', 'IL').wc_net_rate).toBe(1);
  });
});

it('states are known by their codes in capitals or not, and four sell workers’ comp themselves', () => {
  expect(['CA', 'ca', 'DC', 'PR', '', 'toString'].map(isState)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['ND', 'OH', 'WA', 'WY', 'CA', null].map(isMonopolistic)).toEqual([
    ...[true, true, true, true, false, false],
  ]);
});

it.each([
  [['workers-comp'], 'OH', 'CA', /not available in OH: .* own fund there\. Leave out workers-comp and quote/],
  [['general'], 'CA', 'HI', /not available to contractors who live in Hawaii \(HI\)\.$/],
  [
    ['media'],
    'CA',
    'CA',
    /^Media and cyber coverage need general liability \(general\) in the same quote\.$/,
  ],
  [['cyber'], 'CA', 'CA', /^Media and cyber coverage need/],
] as const)('%j for work in %s and a home in %s is refused in words', (coverage, work, home, words) => {
  const terms = { contractor: 'cn_1', category_code: 'jc_1', work_state: work, residence_state: home };
  expect(whyUnsold({ ...terms, coverage_type: [...coverage] })).toMatch(words);
  expect(whyUnsold({ ...terms, coverage_type: ['professional'] })).toBeUndefined();
});
