import { conditionsOf, type Condition, type Question } from '../../src/contractors/new-job/conditions';

const BEFORE = {
  coverage: ['general', 'workers-comp'],
  workState: 'IL',
  homeState: 'CA',
  categoryCode: 'jc_Hvac',
};
const NO = (message: string | null) => ({ result: false, message });

function ask(now: Partial<Question['now']> = {}, more: Partial<Question> = {}) {
  return conditionsOf({
    before: BEFORE,
    now: { ...BEFORE, ...now },
    answer: NO('No.'),
    lastCharge: null,
    categoryName: (code) => (code === 'jc_Hvac' ? 'Heating and cooling' : code),
    ...more,
  });
}
const changed = (conditions: Condition[]) =>
  conditions.filter(({ state }) => state === 'changed').map(({ name, text }) => `${name}: ${text}`);

describe('the seven conditions of repeat coverage', () => {
  it('are seven, whatever changed', () => {
    const ids = ['category', 'charge', 'coverage', 'home_state', 'platform', 'reported', 'work_state'];
    expect(
      ask()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
    expect(changed(ask())).toEqual([]);
  });

  it.each<[string, Partial<Question['now']>, string]>([
    [
      'coverage types',
      { coverage: ['general'] },
      'Coverage types: General liability, Workers’ compensation before, General liability now. A policy covers the types that were first bought.',
    ],
    [
      'work state',
      { workState: 'IN' },
      'Work state: Illinois before, Indiana now. Workers’ compensation is written for a state.',
    ],
    [
      'remote work',
      { workState: 'remote' },
      'Work state: Illinois before, remote work now. Workers’ compensation is written for a state.',
    ],
    [
      'home state',
      { homeState: 'NV' },
      'Home state: California before, Nevada now. General liability is written for the state of residence.',
    ],
    [
      'category',
      { categoryCode: 'jc_Roof' },
      'Job category: Heating and cooling before, jc_Roof now. The kind of work decides what is insured.',
    ],
  ])('that of the %s is told with both values', (_name, now, sentence) => {
    const found = ask(now);
    expect(changed(found)).toEqual([sentence]);
    expect(found[0]?.state).toBe('changed');
    expect(found.slice(1).every(({ text }) => !text.includes(' now.'))).toBe(true);
  });

  it('do not depend on the order of the coverage types', () => {
    expect(changed(ask({ coverage: ['workers-comp', 'general'] }))).toEqual([]);
  });

  it('count a state only with the insurance that is written for it', () => {
    const onlyGeneral = { before: { ...BEFORE, coverage: ['general'] } };
    const elsewhere = ask({ coverage: ['general'], workState: 'IN' }, onlyGeneral);
    expect(changed(elsewhere)).toEqual([]);
    expect(elsewhere.find(({ id }) => id === 'work_state')?.text).toBe(
      'Indiana; without workers’ compensation it makes no difference.',
    );
    const moved = { before: { ...BEFORE, coverage: ['workers-comp'] } };
    expect(changed(ask({ coverage: ['workers-comp'], homeState: 'NV' }, moved))).toEqual([]);
  });

  it('are told by the answer where nothing here knows better', () => {
    const unknown = { before: { ...BEFORE, homeState: null } };
    expect(ask({}, unknown).find(({ id }) => id === 'home_state')).toMatchObject({
      state: 'unknown',
      text: 'not known before, California now.',
    });
    const told = ask({}, { ...unknown, answer: NO('Residence state mismatch.') });
    expect(changed(told)).toEqual([
      'Home state: not known before, California now. General liability is written for the state of residence.',
    ]);
    const platform = ask({}, { answer: NO('Labor platform mismatch.') });
    expect(changed(platform)).toEqual(['Labour platform: another one before, this one now.']);
    expect(changed(ask({}, { answer: NO('Application too old.') }))).toEqual([]);
  });

  it('have the last charge among them', () => {
    expect(changed(ask({}, { lastCharge: 'failed' }))).toEqual([
      'Last charge: paid before, failed now. Renew the card, then it is tried again.',
    ]);
    expect(ask({}, { lastCharge: 'succeeded' }).find(({ id }) => id === 'charge')?.text).toBe(
      'paid, as before.',
    );
  });

  it('are none that changed where the answer is yes', () => {
    const yes = { answer: { result: true, message: 'Contractor is pre-approved for insurance coverage.' } };
    expect(changed(ask({ workState: 'IN' }, yes))).toEqual([]);
  });
});
