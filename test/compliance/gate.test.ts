import { gateOf, notAnswered, type GateKnowledge } from '../../src/compliance/gate';
import type { Facts } from '../../src/coverage/facts';
import { PolicyApiError } from '../../src/policy-api/errors';

const DAY = 86_400;
const AT = Date.UTC(2026, 10, 26) / 1000;
const NOTHING: Facts = { policies: [], assignments: [], certificates: [], applications: [] };
const covered: Facts = {
  ...NOTHING,
  policies: [
    { id: 'pl_1', cancelled: false, job: 'jb_1', from: AT - DAY, until: AT + DAY, coverage: ['general'] },
  ],
};
const question = { contractor: 'cn_1', job: 'jb_1', at: AT, coverage: [] };
const known: GateKnowledge = {
  facts: covered,
  ageSeconds: 3,
  jobExists: true,
  isUnknown: false,
  problem: null,
};
const ask = (changes: Partial<GateKnowledge> = {}, asked: Partial<typeof question> = {}, maxAge = 60) =>
  gateOf({ ...question, ...asked }, { ...known, ...changes }, maxAge);

describe('the gate', () => {
  it('says yes where cover is proven, with its dates', () => {
    expect(ask()).toEqual({
      decision: true,
      covered: true,
      state: 'covered',
      from: AT - DAY,
      until: AT + DAY,
      missing: [],
      reasons: [expect.stringContaining('The policy pl_1')],
      age_seconds: 3,
    });
  });

  it.each<[string, Partial<GateKnowledge>, string]>([
    ['nothing is known of the contractor', { facts: null }, 'Nothing is known of the contractor cn_1.'],
    ['the knowledge is too old', { ageSeconds: 61 }, 'What is known is too old to say yes.'],
    [
      'the API was never asked',
      { ageSeconds: null },
      'The API was never asked for all it has of the contractor.',
    ],
    ['there is no such job', { jobExists: false }, 'The API knows no job jb_1.'],
    [
      'whether there is such a job is not known',
      { jobExists: null },
      'Whether there is a job jb_1 is not known.',
    ],
    [
      'the API cannot be asked',
      { ageSeconds: 61, problem: 'The API could not be asked (no answer).' },
      'The API could not be asked (no answer).',
    ],
  ])('says no, and why, where %s', (_when, changes, reason) => {
    const answer = ask(changes);
    expect([answer.decision, answer.covered]).toEqual([false, false]);
    expect(answer.reasons).toContain(reason);
  });

  it('says what was not read with each no, and never with a yes', () => {
    const unread = ['Of the assignments of the account only the newest 100 were looked through.'];
    expect(ask({ unread })).toEqual(ask());
    const answer = ask({ unread }, { job: 'jb_2' });
    expect([answer.decision, answer.reasons.at(-1)]).toEqual([false, unread[0]]);
  });

  it.each([
    [new Error('no answer'), { isUnknown: false, problem: 'The API could not be asked (no answer).' }],
    ['text', { isUnknown: false, problem: 'The API could not be asked (it failed).' }],
    [
      new PolicyApiError({
        kind: 'answer',
        status: 404,
        message: 'no',
        method: 'GET',
        path: '/contractors/x',
      }),
      { isUnknown: true, problem: null },
    ],
  ])('says no with its cause where asking failed: %s', (error, told) => {
    expect(notAnswered(error)).toEqual(told);
    const answer = ask({ facts: null, ageSeconds: null, ...notAnswered(error) });
    expect(answer).toMatchObject({ decision: false, covered: false, state: 'unknown' });
    expect(answer.reasons[0]).toBe(told.problem ?? 'The API knows no contractor cn_1.');
  });

  const UNREACHED = 'The API could not be asked (no answer).';
  it.each<[string, Partial<GateKnowledge>, string[]]>([
    [
      'the API does not know the contractor',
      { facts: null, ageSeconds: null, jobExists: null, isUnknown: true },
      ['The API knows no contractor cn_1.'],
    ],
    [
      'the API does not know the contractor any more',
      { isUnknown: true },
      ['The API knows no contractor cn_1.'],
    ],
    [
      'the API cannot be asked, and something is known',
      { ageSeconds: 65.2, problem: UNREACHED },
      [UNREACHED, 'What is known is 65 seconds old.', expect.stringContaining('The policy pl_1') as string],
    ],
    [
      'the API cannot be asked, and nothing is known',
      { facts: null, ageSeconds: null, jobExists: true, problem: UNREACHED },
      [UNREACHED, 'Nothing is known of the contractor cn_1.'],
    ],
  ])('says no for the real reasons alone where %s', (_when, changes, reasons) => {
    expect(ask(changes)).toMatchObject({ decision: false, covered: false, reasons });
  });

  it('says how old knowledge of a moment ago is, where the API cannot be asked', () => {
    const { reasons } = ask({ ageSeconds: 0.4, problem: UNREACHED }, {}, 0);
    expect(reasons).toContain('What is known is less than a second old.');
  });

  it('says no before, after, for another job, and without a type that is asked for', () => {
    expect(ask({}, { at: AT - 2 * DAY }).decision).toBe(false);
    expect(ask({}, { at: AT + DAY }).decision).toBe(false);
    expect(ask({}, { job: 'jb_2' }).decision).toBe(false);
    expect(ask({}, { coverage: ['general', 'workers-comp'] as never[] })).toMatchObject({
      decision: false,
      missing: ['workers-comp'],
    });
  });

  it('gives the dates of what is in doubt all the same', () => {
    expect(ask({ ageSeconds: 61 })).toMatchObject({ state: 'covered', from: AT - DAY, until: AT + DAY });
  });
});
