import fc from 'fast-check';
import { coverageOf } from '../../src/coverage/coverage-of';
import type { AssignmentFact, CertificateFact, Facts, PolicyFact } from '../../src/coverage/facts';
import { STANDING_STATES, standingWords } from '../../src/coverage/standing-states';
import { STATES, toneOf, wordOf, type State } from '../../src/coverage/states';
import { contractorWordsOf, tagOf } from '../../src/onboarding/journey/state-words';

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
const assignment = (more: Partial<AssignmentFact> = {}): AssignmentFact => ({
  id: 'an_1',
  job: 'jb_2',
  policy: 'pl_1',
  cancelled: false,
  bind: true,
  eligible: true,
  active: true,
  coverage: ['general'],
  from: NOW - DAY,
  until: NOW + DAY,
  ...more,
});
const certificate = (more: Partial<CertificateFact> = {}): CertificateFact => ({
  id: 'ci_1',
  status: 'approved',
  lines: [{ type: 'general', from: null, until: MIDNIGHT + 30 * DAY }],
  ...more,
});
const facts = (more: Partial<Facts> = {}): Facts => ({
  policies: [],
  assignments: [],
  certificates: [],
  applications: [],
  quotes: [],
  ...more,
});
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
    ['one of unknown status', { policies: [policy({ from: NOW - DAY, cancelled: null })] }, 'unclear'],
    [
      'one of unknown status that is over',
      { policies: [policy({ from: NOW - DAY, until: NOW, cancelled: null })] },
      'expired',
    ],
    [
      'one of unknown status next to one in force',
      { policies: [policy({ from: NOW - DAY }), policy({ id: 'pl_2', from: NOW - DAY, cancelled: null })] },
      'covered',
    ],
    [
      'one of unknown status next to a cancelled one',
      {
        policies: [
          policy({ from: NOW - DAY, cancelled: true }),
          policy({ id: 'pl_2', from: NOW - DAY, cancelled: null }),
        ],
      },
      'unclear',
    ],
    ['an application of which nothing is known', { applications: ['unclear'] }, 'unclear'],
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
    expect(reasons).toContain(
      'No policy in force is known to cover workers’ compensation (as of 25 Nov 2026).',
    );
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
    expect(reasons({ policies: [policy({ from: NOW - DAY, cancelled: null })] })).toEqual([
      'The policy pl_1 has a status that is not known, and proves nothing (as of 25 Nov 2026).',
    ]);
    expect(reasons({ applications: ['unclear'] })).toEqual([
      'Where the application stands is not known (as of 25 Nov 2026).',
    ]);
    expect(reasons({ policies: [policy({ cancelled: true })] })).toEqual([
      'The policy pl_1, which was to be in force from 26 Nov 2026 until 26 Dec 2026, was cancelled.',
    ]);
  });
});

describe('a later job', () => {
  const inForce = policy({ from: NOW - DAY, job: 'jb_1' });
  const asked = (known: Partial<Facts>, job: string | undefined = 'jb_2') =>
    coverageOf(facts(known), { at: NOW, job });

  it('is covered by its assignment once that is active, and not by the policy of the first', () => {
    expect(asked({ policies: [inForce] }, 'jb_1').covered).toBe(true);
    const byPolicy = asked({ policies: [inForce] });
    expect(byPolicy).toMatchObject({ covered: false, state: 'needs_assignment' });
    expect(byPolicy.reasons).toEqual([
      'The contractor has a policy for other work; this job needs an assignment (as of 25 Nov 2026).',
      'The policy pl_1 is in force from 24 Nov 2026 until 26 Dec 2026, for the job jb_1 alone.',
    ]);
    const byAssignment = asked({ policies: [inForce], assignments: [assignment()] });
    expect(byAssignment).toMatchObject({ covered: true, from: NOW - DAY, until: NOW + DAY });
    expect(byAssignment.reasons).toContain(
      'The assignment an_1 is in force from 24 Nov 2026 until 26 Nov 2026.',
    );
    expect(asked({ assignments: [assignment()] }, 'jb_3').covered).toBe(false);
    expect(coverageOf(facts({ assignments: [assignment()] }), { at: NOW }).covered).toBe(true);
  });

  it('of a policy without a known job is not covered', () => {
    const { covered, reasons } = asked({ policies: [{ ...inForce, job: null }] });
    expect(covered).toBe(false);
    expect(reasons.join()).toContain('for a job that is not known.');
  });

  it.each<[string, Partial<AssignmentFact>, string, string]>([
    [
      'an assignment that waits for its charge',
      { active: false },
      'awaiting_charge',
      'The assignment an_1 from 24 Nov 2026 until 26 Nov 2026 waits for its charge, and covers nothing before.',
    ],
    [
      'one that the policy cannot cover',
      { active: false, eligible: false },
      'needs_opt_in',
      'The assignment an_1 from 24 Nov 2026 until 26 Nov 2026 cannot be covered by the policy.',
    ],
    [
      'a check of eligibility',
      { active: false, bind: false },
      'not_started',
      'The assignment an_1 from 24 Nov 2026 until 26 Nov 2026 is a check of eligibility alone, and covers nothing.',
    ],
    [
      'a check that says no',
      { active: false, bind: false, eligible: false },
      'needs_opt_in',
      'The assignment an_1 from 24 Nov 2026 until 26 Nov 2026 cannot be covered by the policy.',
    ],
    [
      'one whose charge failed',
      { active: false, chargeFailed: true },
      'charge_failed',
      'The assignment an_1 from 24 Nov 2026 until 26 Nov 2026 could not be charged, and covers nothing before.',
    ],
    [
      'a check that is said to be active',
      { bind: false },
      'not_started',
      'The assignment an_1 from 24 Nov 2026 until 26 Nov 2026 is a check of eligibility alone, and covers nothing.',
    ],
    [
      'one that was cancelled',
      { cancelled: true },
      'cancelled',
      'The assignment an_1, which was to be in force from 24 Nov 2026 until 26 Nov 2026, was cancelled.',
    ],
    [
      'one of unknown status',
      { cancelled: null },
      'unclear',
      'The assignment an_1 has a status that is not known, and proves nothing (as of 25 Nov 2026).',
    ],
    [
      'one that is over',
      { from: NOW - 9 * DAY, until: NOW },
      'expired',
      'The assignment an_1 expired on 25 Nov 2026.',
    ],
    [
      'one that begins tomorrow',
      { from: MIDNIGHT },
      'covered_from',
      'The assignment an_1 will be in force from 26 Nov 2026 until 26 Nov 2026.',
    ],
    [
      'one never charged whose time is over',
      { active: false, until: NOW },
      'not_started',
      'The assignment an_1 from 24 Nov 2026 until 25 Nov 2026 waits for its charge, and covers nothing before.',
    ],
  ])('with %s is not covered now', (_name, more, state, sentence) => {
    const found = asked({ assignments: [assignment(more)] });
    expect(found).toMatchObject({ covered: false, state });
    expect(found.reasons).toContain(sentence);
  });

  it('is not covered once the policy was cancelled', () => {
    const found = asked({
      policies: [{ ...inForce, cancelled: true }],
      assignments: [assignment({ coverage: null })],
    });
    expect(found).toMatchObject({ covered: false, state: 'cancelled' });
    expect(found.reasons).toContain(
      'The assignment an_1, which was to be in force from 24 Nov 2026 until 26 Nov 2026, was cancelled with its policy.',
    );
    const nameless = { policies: [{ ...inForce, id: null, cancelled: true }] };
    expect(asked({ ...nameless, assignments: [assignment({ policy: null })] }).covered).toBe(true);
  });
});

describe('an assignment to a policy of unknown status', () => {
  it('proves nothing, whether it was charged or not', () => {
    const policies = [policy({ from: NOW - DAY, job: 'jb_1', cancelled: null })];
    for (const active of [true, false]) {
      const known = facts({ policies, assignments: [assignment({ active })] });
      const found = coverageOf(known, { at: NOW, job: 'jb_2' });
      expect(found).toMatchObject({ covered: false, state: 'unclear' });
      expect(found.reasons).toContain(
        'The assignment an_1 belongs to a policy whose status is not known, and proves nothing (as of 25 Nov 2026).',
      );
    }
  });
});

describe('a certificate of the contractor’s own', () => {
  const asked = (more: Partial<CertificateFact>, coverage: string[] = ['general']) =>
    coverageOf(facts({ certificates: [certificate(more)] }), { at: NOW, job: 'jb_2', coverage });

  it('covers any job, once it is approved, until it expires', () => {
    const found = asked({});
    expect(found).toMatchObject({ covered: true, state: 'covered', until: MIDNIGHT + 30 * DAY });
    expect(found.reasons).toEqual(['The certificate ci_1 counts as general liability until 26 Dec 2026.']);
    const expired = asked({ lines: [{ type: 'general', from: null, until: NOW }] });
    expect(expired).toMatchObject({ covered: false, state: 'expired', until: NOW });
    expect(expired.reasons[0]).toBe(
      'The certificate ci_1 showed general liability, which expired on 25 Nov 2026.',
    );
    const later = asked({ lines: [{ type: 'general', from: MIDNIGHT, until: MIDNIGHT + DAY }] });
    expect(later).toMatchObject({ covered: false, state: 'covered_from', from: MIDNIGHT });
  });

  it('covers what it shows alone, together with a policy that covers the rest', () => {
    expect(asked({}, ['general', 'workers-comp'])).toMatchObject({
      covered: false,
      state: 'partly_covered',
      missing: ['workers-comp'],
    });
    const policies = [policy({ from: NOW - DAY, coverage: ['workers-comp'], job: 'jb_2' })];
    const both = coverageOf(facts({ policies, certificates: [certificate()] }), {
      at: NOW,
      job: 'jb_2',
      coverage: ['general', 'workers-comp'],
    });
    expect(both).toMatchObject({ covered: true, missing: [], from: NOW - DAY });
  });

  it('has a date in each sentence, whatever the digits of an id', () => {
    const found = asked({ id: 'ce_20491234', status: 'in_review' }, []);
    expect(found.reasons).toContain('The certificate ce_20491234 is not approved yet (as of 25 Nov 2026).');
  });

  it.each<[string, Partial<CertificateFact>, string, string]>([
    ['in review', { status: 'in_review' }, 'certificate_in_review', 'is not approved yet'],
    ['refused', { status: 'refused' }, 'certificate_refused', 'was not approved'],
    ['of unknown status', { status: null }, 'unclear', 'has a status that is not known, and proves nothing'],
    ['approved, and unread', { lines: [] }, 'not_started', 'is approved, but what it covers is not known'],
    [
      'approved, without its end',
      { lines: [{ type: 'general', from: null, until: null }] },
      'not_started',
      'is approved, but until when it covers general liability is not known',
    ],
  ])('%s is no proof', (_name, more, state, words) => {
    for (const coverage of [['general'], []]) {
      const found = asked(more, coverage);
      expect(found).toMatchObject({ covered: false, state });
      expect(found.reasons).toContain(`The certificate ci_1 ${words} (as of 25 Nov 2026).`);
    }
  });

  it('of a car is no proof where nothing is asked for by name', () => {
    const lines = [{ type: 'automobile_liability', from: null, until: MIDNIGHT }];
    expect(asked({ lines }, []).covered).toBe(false);
  });
});

const time = fc.option(fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY));
const types = ['general', 'workers-comp', 'cyber'];
const anyPolicy: fc.Arbitrary<PolicyFact> = fc.record({
  id: fc.constantFrom('pl_1', 'pl_2', 'pl_3', null),
  cancelled: fc.option(fc.boolean()),
  from: time,
  until: time,
  coverage: fc.option(fc.subarray(types)),
  job: fc.constantFrom('jb_1', 'jb_2', null),
});
const jobs = fc.constantFrom('jb_1', 'jb_2', null);
const anyAssignment: fc.Arbitrary<AssignmentFact> = fc.record({
  id: fc.constantFrom('an_1', 'an_2'),
  job: jobs,
  policy: fc.constantFrom('pl_1', 'pl_9', null),
  cancelled: fc.option(fc.boolean()),
  bind: fc.boolean(),
  eligible: fc.boolean(),
  active: fc.boolean(),
  chargeFailed: fc.boolean(),
  from: time,
  until: time,
  coverage: fc.option(fc.subarray(types)),
});
const anyCertificate: fc.Arbitrary<CertificateFact> = fc.record({
  id: fc.constantFrom('ci_1', 'ci_2'),
  status: fc.constantFrom(...(['in_review', 'flagged', 'approved', 'refused', null] as const)),
  lines: fc.array(
    fc.record({ type: fc.constantFrom(...types, 'automobile_liability'), from: time, until: time }),
    { maxLength: 3 },
  ),
});
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  policies: fc.array(anyPolicy, { maxLength: 5 }),
  assignments: fc.array(anyAssignment, { maxLength: 3 }),
  certificates: fc.array(anyCertificate, { maxLength: 2 }),
  applications: fc.array(
    fc.constantFrom(
      ...([
        'applying',
        'in_review',
        'refused',
        'application_expired',
        'application_gone',
        'issuing',
        'unclear',
      ] as const),
    ),
    { maxLength: 3 },
  ),
  quotes: fc.array(fc.record({ eligible: fc.boolean() }), { maxLength: 2 }),
});
const question = fc.record({
  at: fc.integer({ min: NOW - 6 * DAY, max: NOW + 6 * DAY }),
  coverage: fc.subarray(types),
  job: fc.constantFrom('jb_1', 'jb_2', undefined),
});

describe('whatever is known', () => {
  const runs = ({ from, until }: { from: number | null; until: number | null }, at: number) =>
    (from === null || from <= at) && (until === null || at < until);
  /** What covers, by the rules in other words. */
  const coversOf = (known: Facts, at: number, job: string | undefined): (readonly string[])[] => {
    const stands = ({ cancelled }: { cancelled: boolean | null }) => cancelled === false;
    const ended = known.policies.filter((one) => !stands(one)).map(({ id }) => id);
    const policies = known.policies.filter((one) => stands(one) && (job === undefined || one.job === job));
    const assignments = known.assignments.filter(
      (one) =>
        one.active &&
        one.bind &&
        stands(one) &&
        (job === undefined || one.job === job) &&
        (one.policy === null || !ended.includes(one.policy)),
    );
    const lines = known.certificates
      .filter(({ status }) => status === 'approved')
      .flatMap((one) => one.lines)
      .filter(({ until, type }) => until !== null && type !== 'automobile_liability')
      .map(({ type, ...dates }) => ({ ...dates, coverage: [type] }));
    return [...policies, ...assignments, ...lines]
      .filter((one) => runs(one, at))
      .map(({ coverage }) => coverage ?? []);
  };

  it('is cover when what is in force has every type asked for, and only then', () => {
    fc.assert(
      fc.property(anyFacts, question, (known, { at, coverage, job }) => {
        const inForce = coversOf(known, at, job);
        const missing = coverage.filter((type) => !inForce.some((one) => one.includes(type)));
        const found = coverageOf(known, { at, coverage, job });
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
            job: asked.job,
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
          assignments: shuffled(known.assignments),
          certificates: shuffled(known.certificates),
          applications: shuffled(known.applications),
          quotes: shuffled(known.quotes ?? []),
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
        expect(tagOf(found, asked.at).text === 'Covered').toBe(found.covered);
        expect(/^You are covered$|active/.test(Object.values(contractorWordsOf(found)).join())).toBe(
          found.covered,
        );
      }),
    );
  });

  it('is said in whole sentences', () => {
    fc.assert(
      fc.property(anyFacts, question, (known, asked) => {
        const found = coverageOf(known, asked);
        const { heading, text } = contractorWordsOf(found);
        expect(found.reasons.length).toBeGreaterThan(0);
        for (const sentence of [...found.reasons, text]) expect(sentence).toMatch(/^[A-Z].*[a-z0-9)]\.$/);
        for (const sentence of found.reasons) expect(sentence).toMatch(/\d{1,2} [A-Z][a-z]+ \d{4}/);
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

it('is called on lists what it is called on pages, and looks the same', () => {
  for (const state of STANDING_STATES.filter((one) => STATES.includes(one as State))) {
    if (state === 'covered_from') continue;
    const { text, tone } = standingWords(state);
    expect([state, text, tone]).toEqual([state, wordOf(state as State), toneOf(state as State)]);
  }
});
