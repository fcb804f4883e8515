import fc from 'fast-check';
import { deriveCoverage, isSettled, type CoverageEvent } from '../../src/coverage/derive';

const policy = (more: Partial<NonNullable<CoverageEvent['policy']>> = {}) => ({
  id: 'pl_1',
  from: 1_800_000_000,
  until: 1_802_000_000,
  pdfUrl: 'https://x/policy.pdf',
  certificates: { gl: 'https://x/gl.pdf', wc: null },
  ...more,
});
const event = (
  type: string,
  at: number,
  facts: CoverageEvent['policy'] = null,
  sessionId: string | null = 'ias_1',
): CoverageEvent => ({
  type,
  at,
  policy: facts,
  sessionId: type.startsWith('application.') ? sessionId : null,
});
const coverageOf = (events: readonly CoverageEvent[]) => deriveCoverage(events, 'ias_1');

const WALK = [
  event('application.created', 100),
  event('application.started', 110),
  event('application.complete', 120),
  event('policy.active', 120, policy()),
];

describe('coverage derived from events', () => {
  it.each<[string[], string]>([
    [[], 'not_started'],
    [['application.created'], 'applying'],
    [['application.started'], 'applying'],
    [['application.manual_review'], 'in_review'],
    [['application.manual_review', 'application.manual_review_approved'], 'applying'],
    [['application.complete'], 'issuing'],
    [['application.expired'], 'application_expired'],
    [['application.ineligible'], 'refused'],
    [['policy.active'], 'active'],
    [['policy.active', 'policy.cancelled'], 'cancelled'],
    [['policy.active', 'policy.cancelled', 'policy.reactivated'], 'active'],
    [['application.created', 'something.unknown', 'toString'], 'applying'],
  ])('after %j is %s', (types, state) => {
    expect(coverageOf(types.map((type, index) => event(type, 100 + index))).state).toBe(state);
  });

  it.each([
    'application.expired',
    'application.ineligible',
    'application.manual_review',
    'application.started',
  ])('does not count %s of a session that was replaced', (type) => {
    const events = [event('application.created', 10, null, 'ias_new'), event(type, 20, null, 'ias_old')];
    expect(deriveCoverage(events, 'ias_new').state).toBe('applying');
    expect(deriveCoverage(events, null).state).toBe('not_started');
    expect(deriveCoverage([event(type, 20, null, null)], 'ias_new').state).not.toBe('not_started');
  });

  it.each<[string[], boolean]>([
    [[], false],
    [['application.created'], false],
    [['application.created', 'application.expired'], false],
    [['application.started'], true],
    [['application.started', 'application.expired'], true],
    [['application.manual_review'], true],
    [['policy.active'], true],
    [['something.unknown'], false],
  ])('%j: the application was opened: %s', (types, opened) => {
    const events = types.map((type, index) => event(type, 100 + index));
    expect(deriveCoverage(events, 'ias_1').opened).toBe(opened);
  });

  it('counts the completion of a session that was replaced: it ends in a policy', () => {
    const events = [
      event('application.complete', 10, null, 'ias_old'),
      event('application.created', 5, null, 'ias_new'),
    ];
    expect(deriveCoverage(events, 'ias_new').state).toBe('issuing');
  });

  it('keeps what is known of the policy', () => {
    expect(coverageOf(WALK)).toEqual({
      state: 'active',
      opened: true,
      policy: {
        id: 'pl_1',
        from: 1_800_000_000,
        until: 1_802_000_000,
        pdfUrl: 'https://x/policy.pdf',
        certificates: { gl: 'https://x/gl.pdf', wc: null },
      },
    });
    const later = event(
      'policy.active.media',
      130,
      policy({ certificates: { gl: null, wc: 'https://x/wc.pdf' } }),
    );
    expect(coverageOf([...WALK, later]).policy.certificates).toEqual({
      gl: 'https://x/gl.pdf',
      wc: 'https://x/wc.pdf',
    });
  });

  it('of two policies goes by the one that stands, whichever was cancelled, and mixes nothing', () => {
    const other = policy({ id: 'pl_2', from: 1_900_000_000, pdfUrl: null });
    const both = [event('policy.active', 100, policy()), event('policy.active', 110, other)];
    const cancelFirst = event('policy.cancelled', 120, policy());
    const cancelSecond = event('policy.cancelled', 130, other);
    expect(coverageOf(both)).toMatchObject({ state: 'active', policy: { id: 'pl_2', pdfUrl: null } });
    expect(coverageOf([...both, cancelFirst])).toMatchObject({
      state: 'active',
      policy: { id: 'pl_2', from: 1_900_000_000 },
    });
    expect(coverageOf([...both, cancelSecond])).toMatchObject({
      state: 'active',
      policy: { id: 'pl_1', from: 1_800_000_000 },
    });
    expect(coverageOf([cancelSecond, ...both, cancelFirst])).toMatchObject({
      state: 'cancelled',
      policy: { id: 'pl_2' },
    });
    expect(coverageOf([...both, event('policy.cancelled', 140)]).state).toBe('cancelled');
  });

  it('does not go back for what comes late about the application', () => {
    for (const type of [
      'application.created',
      'application.expired',
      'application.ineligible',
      'application.complete',
    ])
      expect(coverageOf([...WALK, event(type, 999)]).state).toBe('active');
  });

  it('goes by the time of the events, and by their rank within a second', () => {
    expect(coverageOf([event('policy.cancelled', 10), event('policy.reactivated', 20)]).state).toBe('active');
    expect(coverageOf([event('policy.cancelled', 20), event('policy.reactivated', 10)]).state).toBe(
      'cancelled',
    );
    expect(coverageOf([event('application.complete', 10), event('application.created', 10)]).state).toBe(
      'issuing',
    );
  });

  it('is the same for any order and any number of deliveries', () => {
    const types = [
      'application.created',
      'application.started',
      'application.manual_review',
      'application.manual_review_approved',
      'application.complete',
      'application.expired',
      'application.ineligible',
      'policy.active',
      'policy.active.media',
      'policy.cancelled',
      'policy.reactivated',
      'unknown.type',
    ];
    const anEvent = fc.tuple(fc.constantFrom(...types), fc.integer({ min: 0, max: 6 })).map(([type, at]) =>
      // What an event says is fixed by its type and time, as it is by its id.
      event(
        type,
        at,
        type.startsWith('policy.')
          ? policy({ id: `pl_${at % 2}`, from: at * 100 + types.indexOf(type) })
          : null,
      ),
    );
    const shuffledTwice = fc
      .array(anEvent, { maxLength: 12 })
      .chain((events) =>
        fc.tuple(
          fc.shuffledSubarray(events, { minLength: events.length }),
          fc.shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 3 }),
        ),
      );
    fc.assert(
      fc.property(shuffledTwice, ([once, thrice]) => {
        expect(coverageOf(thrice)).toEqual(coverageOf(once));
      }),
      { numRuns: 500 },
    );
  });

  it('is settled when nothing is left to do', () => {
    expect(
      ['not_started', 'applying', 'in_review', 'issuing', 'application_expired', 'refused'].filter((state) =>
        isSettled(state as 'applying'),
      ),
    ).toEqual([]);
    expect(['active', 'cancelled'].map((state) => isSettled(state as 'active'))).toEqual([true, true]);
  });
});
