import { COVERAGE_EVENT_TYPES } from '../../src/coverage/derive';
import { EVENT_TYPES, meaningOf } from '../../src/coverage/event-types';
import { eventTypes } from '../../sandbox/src/openapi/event-types';

const rows = Object.values(EVENT_TYPES);

it('has all documented types once, each with its own words', () => {
  expect(Object.keys(EVENT_TYPES).sort()).toEqual([...eventTypes, 'certificate.error'].sort());
  expect(rows).toHaveLength(23);
  expect(new Set(rows.map(({ meaning }) => meaning)).size).toBe(23);
  expect(new Set(rows.map(({ effect }) => effect)).size).toBe(23);
});

it('says in whole sentences what follows, and names only documented objects', () => {
  for (const { effect } of rows) expect(effect).toMatch(/^[A-Z].*\.$/);
  expect(new Set(rows.map(({ object }) => object))).toEqual(
    new Set([
      ...['Application session', 'Policy', 'Assignment', 'Certificate', 'Invoice'],
      ...['Category code', 'Payment session'],
    ]),
  );
});

it('gives the coverage of an onboarding its types and their ranks, each once', () => {
  const coverage = rows.flatMap((row) => ('coverage' in row ? [row.coverage.rank] : []));
  expect(COVERAGE_EVENT_TYPES).toHaveLength(coverage.length);
  expect(new Set(coverage).size).toBe(coverage.length);
  expect(COVERAGE_EVENT_TYPES.every((type) => /^(application|policy)\./.test(type))).toBe(true);
});

it('knows nothing of other types, whatever they are called', () => {
  for (const type of ['policy.updated', 'constructor', '__proto__', ''])
    expect([type, meaningOf(type)]).toEqual([type, null]);
});
