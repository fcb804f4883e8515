import fc from 'fast-check';
import { coverageOf, type Facts, type PolicyFact } from '../../src/coverage/coverage-of';
import { STATES, tagOf, toldOf, wordOf } from '../../src/coverage/states';

const DAY = 86_400;
const NOW = Date.UTC(2026, 10, 25, 18) / 1000;
const MIDNIGHT = Date.UTC(2026, 10, 26) / 1000;
const policy = (more: Partial<PolicyFact> = {}): PolicyFact => ({
  id: 'pl_1',
  cancelled: false,
  coverage: ['general'],
  from: MIDNIGHT,
  until: MIDNIGHT + 30 * DAY,
  ...more,
});
const facts = (more: Partial<Facts> = {}): Facts => ({ policies: [], applications: [], quotes: [], ...more });
const state = (more: Partial<Facts>, at = NOW) => coverageOf(facts(more), { at }).state;

describe('the state of coverage', () => {
  it.each<[string, Partial<Facts>, string]>([
    ['nothing', {}, 'not_started'],
    ['a quote that can be applied for', { quotes: [{ eligible: true }] }, 'not_started'],
    ['a refused quote', { quotes: [{ eligible: false }] }, 'not_eligible'],
    ['an open application', { applications: ['applying'] }, 'applying'],
    ['a review', { applications: ['in_review'] }, 'in_review'],
    ['a refusal', { applications: ['refused'], quotes: [{ eligible: true }] }, 'refused'],
    ['an expired application', { applications: ['application_expired'] }, 'application_expired'],
    ['one the API does not know', { applications: ['application_gone'] }, 'application_gone'],
    ['a complete one', { applications: ['issuing'] }, 'issuing'],
    ['a second attempt', { applications: ['refused', 'applying'] }, 'applying'],
    ['a policy that begins tomorrow', { policies: [policy()] }, 'covered_from'],
    [
      'one of the year 2100',
      { policies: [policy({ from: Date.UTC(2100, 0) / 1000, until: null })] },
      'covered_from',
    ],
    ['one in force', { policies: [policy({ from: NOW - DAY })] }, 'covered'],
    ['one without dates', { policies: [policy({ from: null, until: null })] }, 'covered'],
    ['one that is over', { policies: [policy({ from: NOW - 9 * DAY, until: NOW - DAY })] }, 'expired'],
    ['one that was cancelled', { policies: [policy({ from: NOW - DAY, cancelled: true })] }, 'cancelled'],
    [
      'two of which one was cancelled',
      { policies: [policy({ from: NOW - DAY }), policy({ id: 'pl_2', from: NOW - DAY, cancelled: true })] },
      'covered',
    ],
    [
      'an application after a policy that is over',
      { policies: [policy({ from: NOW - 9 * DAY, until: NOW - DAY })], applications: ['applying'] },
      'applying',
    ],
  ])('with %s', (_name, known, expected) => {
    expect(state(known)).toBe(expected);
  });

  it('changes with the first and the last moment of the policy', () => {
    const { from, until } = { from: MIDNIGHT, until: MIDNIGHT + 30 * DAY };
    const at = (time: number) => coverageOf(facts({ policies: [policy()] }), { at: time });
    expect(at(from - 1)).toMatchObject({ covered: false, state: 'covered_from', from, until });
    expect(at(from)).toMatchObject({ covered: true, state: 'covered', from, until });
    expect(at(until - 1)).toMatchObject({ covered: true, state: 'covered', from, until });
    expect(at(until)).toMatchObject({ covered: false, state: 'expired', from, until });
  });

  it('names the types that are asked for and not covered', () => {
    const known = facts({
      policies: [
        policy({ from: NOW - DAY, until: NOW + 2 * DAY, coverage: ['general'] }),
        policy({ id: 'pl_2', from: NOW - DAY, until: NOW + DAY, coverage: ['cyber'] }),
      ],
    });
    const asked = (...coverage: string[]) => coverageOf(known, { at: NOW, coverage });
    expect(asked('general', 'cyber')).toMatchObject({ covered: true, missing: [], until: NOW + DAY });
    expect(asked('general')).toMatchObject({ covered: true, until: NOW + 2 * DAY });
    const { reasons, ...partly } = asked('general', 'workers-comp');
    expect(partly).toMatchObject({ covered: false, state: 'partly_covered', missing: ['workers-comp'] });
    expect(reasons).toContain('No policy in force is known to cover workers’ compensation.');
  });

  it('says why, with the dates', () => {
    const reasons = (more: Partial<Facts>) => coverageOf(facts(more), { at: NOW }).reasons;
    expect(reasons({ policies: [policy()] })).toEqual([
      'The policy pl_1 will be in force from 26 Nov 2026 until 26 Dec 2026.',
    ]);
    expect(reasons({ policies: [policy({ from: NOW - DAY })] })).toEqual([
      'The policy pl_1 is in force from 24 Nov 2026 until 26 Dec 2026.',
    ]);
    expect(reasons({ policies: [policy({ from: null, until: NOW - DAY })] })).toEqual([
      'The policy pl_1 expired on 24 Nov 2026.',
    ]);
    expect(reasons({ policies: [policy({ cancelled: true })] })).toEqual([
      'The policy pl_1, which was to be in force from 26 Nov 2026 until 26 Dec 2026, was cancelled.',
    ]);
  });
});

const time = fc.option(fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY));
const types = ['general', 'workers-comp', 'cyber'];
const anyPolicy: fc.Arbitrary<PolicyFact> = fc.record({
  id: fc.constantFrom('pl_1', 'pl_2', 'pl_3', null),
  cancelled: fc.boolean(),
  from: time,
  until: time,
  coverage: fc.option(fc.subarray(types)),
});
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  policies: fc.array(anyPolicy, { maxLength: 5 }),
  applications: fc.array(
    fc.constantFrom(
      ...([
        'applying',
        'in_review',
        'refused',
        'application_expired',
        'application_gone',
        'issuing',
      ] as const),
    ),
    { maxLength: 3 },
  ),
  quotes: fc.array(fc.record({ eligible: fc.boolean() }), { maxLength: 2 }),
});
const question = fc.record({
  at: fc.integer({ min: NOW - 6 * DAY, max: NOW + 6 * DAY }),
  coverage: fc.subarray(types),
});

describe('whatever is known', () => {
  const covers = ({ cancelled, from, until }: PolicyFact, at: number) =>
    !cancelled && (from === null || from <= at) && (until === null || at < until);

  it('is cover when policies in force have every type asked for, and only then', () => {
    fc.assert(
      fc.property(anyFacts, question, (known, { at, coverage }) => {
        const inForce = known.policies.filter((one) => covers(one, at));
        const missing = coverage.filter((type) => !inForce.some((one) => one.coverage?.includes(type)));
        const found = coverageOf(known, { at, coverage });
        expect(found.missing).toEqual(missing);
        expect(found.covered).toBe(inForce.length > 0 && missing.length === 0);
        expect(found.state === 'covered').toBe(found.covered);
      }),
    );
  });

  it('is cover from the first to the last moment that it names', () => {
    fc.assert(
      fc.property(
        anyFacts,
        question,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (known, asked, part) => {
          const { covered, state: now, from, until } = coverageOf(known, asked);
          if (!covered && now !== 'covered_from') return;
          if (now === 'covered_from') expect(from).toBeGreaterThan(asked.at);
          const start = from ?? Math.min(asked.at, (until ?? Infinity) - 1);
          const end = until ?? start + 20 * DAY;
          const later = coverageOf(known, {
            at: Math.floor(start + part * (end - start)),
            coverage: covered ? asked.coverage : [],
          });
          if (end > start) expect(later.covered).toBe(true);
        },
      ),
    );
  });

  it('comes to the same in any order, and said twice', () => {
    fc.assert(
      fc.property(anyFacts, question, fc.infiniteStream(fc.integer()), (known, asked, numbers) => {
        const shuffled = <Item>(items: readonly Item[]) =>
          [...items, ...items]
            .map((item) => ({ item, place: numbers.next().value as number }))
            .sort((a, b) => a.place - b.place)
            .map(({ item }) => item);
        const again = {
          policies: shuffled(known.policies),
          applications: shuffled(known.applications),
          quotes: shuffled(known.quotes),
        };
        const { reasons, ...first } = coverageOf(known, asked);
        const { reasons: others, ...second } = coverageOf(again, asked);
        expect(second).toEqual(first);
        expect(new Set(others)).toEqual(new Set(reasons));
      }),
    );
  });

  it('is never called active before its first day, or after its last', () => {
    fc.assert(
      fc.property(anyFacts, question, (known, asked) => {
        const found = coverageOf(known, asked);
        expect(tagOf(found, asked.at).text === 'Active').toBe(found.covered);
        expect(/^You are covered$|active/.test(Object.values(toldOf(found)).join())).toBe(found.covered);
      }),
    );
  });

  it('is said in whole sentences', () => {
    fc.assert(
      fc.property(anyFacts, question, (known, asked) => {
        const found = coverageOf(known, asked);
        const { heading, text } = toldOf(found);
        expect(found.reasons.length).toBeGreaterThan(0);
        for (const sentence of [...found.reasons, text]) expect(sentence).toMatch(/^[A-Z].*[a-z0-9)]\.$/);
        expect(heading).toMatch(/^[A-Z].*[a-z0-9]$/);
        expect([...found.reasons, text, heading].join()).not.toMatch(/null|undefined|NaN|Invalid/);
      }),
    );
  });
});

describe('the words', () => {
  it('for two states are the same only where both are a refusal', () => {
    const words = STATES.map(wordOf);
    const twice = STATES.filter((one) => words.filter((word) => word === wordOf(one)).length > 1);
    expect(twice).toEqual(['not_eligible', 'refused']);
  });

  it('before the first day name it, with the year where it is another', () => {
    const at = (from: number) => tagOf({ state: 'covered_from', from }, NOW).text;
    expect(at(MIDNIGHT)).toBe('Covered from 26 Nov');
    expect(at(Date.UTC(2027, 0, 3) / 1000)).toBe('Covered from 3 Jan 2027');
  });
});
