import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { reviewCertificate } from '../src/insurance/certificate-review';
import { makeUp, type Contents, type ParsedCertificate } from '../src/insurance/parsed-certificate';
import { coverageLines, type CoverageLine, type Rules } from '../src/model/requirements';

const ids = { short: (prefix: string) => `${prefix}_${randomUUID()}` };
const epoch = (text: string) => Date.parse(text) / 1000;

describe('the review of a certificate', () => {
  const now = epoch('2027-03-10T15:30:00Z');
  const rules: Rules = {
    minimum_limits: {
      commercial_general_liability: {
        each_occurrence_dollars: 1_000_000,
        general_aggregate_dollars: 2_000_000,
      },
    },
    required_coverage: ['workers_compensation'],
    policy_expiration: true,
    additional_insured: 'Sample Platform, Inc.',
    certificate_holder: null,
  };
  const none: Rules = {
    minimum_limits: {},
    required_coverage: [],
    policy_expiration: false,
    additional_insured: null,
    certificate_holder: null,
  };
  const read = (contents: Contents, asked = rules) =>
    makeUp(contents, { now, insured: 'Joe Parker', rules: asked });
  const failures = (parsed: ParsedCertificate, asked = rules, at = now) =>
    reviewCertificate(parsed, asked, at, ids)
      .audit_results.filter(({ result }) => result === 'fail')
      .map(({ rule_name: name, message }) => `${name}: ${message}`);

  it('names each rule, what it looks at and what was found', () => {
    const review = reviewCertificate(read('usual'), rules, now, ids);
    expect(review).toMatchObject({ status: 'approved', created: now, updated: now });
    expect(review.id).toMatch(/^ca_/);
    expect(new Set(review.audit_results.map(({ id }) => id)).size).toBe(5);
    expect(review.audit_results.map(({ rule_name, rule_path }) => [rule_name, rule_path])).toEqual([
      ['CGL Limits', 'coverages.commercial_general_liability.limits'],
      ['CGL Expiration', 'coverages.commercial_general_liability.policy_expiration_date'],
      ['Workers’ Compensation', 'coverages.workers_compensation'],
      ['Workers’ Compensation Expiration', 'coverages.workers_compensation.policy_expiration_date'],
      ['Additional Insured', 'description_of_operations.additional_insured_names'],
    ]);
    for (const result of review.audit_results) {
      expect(result).toMatchObject({
        id: expect.stringMatching(/^car_/),
        result: 'pass',
        message: expect.stringMatching(/meet|in force|is covered|is named/),
        manually_approved: false,
        created: now,
      });
    }
    expect(review.parsed_certificate_json).toEqual({
      coverages: {
        commercial_general_liability: {
          policy_expiration_date: '03/09/2028',
          policy_number_string: 'SAMPLE-GL-0001',
          limits: {
            general_aggregate_dollars: 2_000_000,
            each_occurrence_dollars: 1_000_000,
            products_completed_operations_dollars: 2_000_000,
          },
        },
        workers_compensation: {
          policy_expiration_date: '03/09/2028',
          policy_number_string: 'SAMPLE-WC-0001',
        },
      },
      insured: { name: 'Joe Parker' },
      certificate_holder: { name: 'Sample Platform, Inc.' },
      description_of_operations: { signature: true, additional_insured_names: ['Sample Platform, Inc.'] },
    });
  });

  const low = 'CGL Limits: The limit for each occurrence of $950,000 is below the required $1,000,000.';
  const expired = 'CGL Expiration: The policy of commercial general liability expired on 02/08/2027.';
  const unnamed = 'Additional Insured: Sample Platform, Inc. is not named as additional insured.';
  const noWorkersComp = 'Workers’ Compensation: Workers’ compensation is not covered.';
  it.each([
    ['usual', []],
    ['complete', []],
    ['low', [low]],
    ['expired', [expired]],
    ['lowAndExpired', [low, expired]],
    ['uninsured', [unnamed]],
    ['noWorkersComp', [noWorkersComp]],
    [
      'blank',
      [
        'CGL Limits: Commercial general liability is not covered.',
        noWorkersComp,
        'Policy Expiration: There is no policy on the certificate.',
        unnamed,
      ],
    ],
  ] as const)('of one that is %s', (contents, problems) => {
    const parsed = read(contents);
    expect(failures(parsed)).toEqual(problems);
    expect(reviewCertificate(parsed, rules, now, ids).status).toBe(
      problems.length === 0 ? 'approved' : 'flagged',
    );
  });

  it('counts a limit that is reached, and one that is not stated', () => {
    const limits = { each_occurrence_dollars: null, general_aggregate_dollars: 2_000_000 };
    const of = (line: CoverageLine): Rules => ({ ...none, minimum_limits: { [line]: limits } });
    expect(failures(read('low'), of('commercial_general_liability'))).toEqual([]);
    expect(failures(read('usual'), of('workers_compensation'))).toEqual([
      'Workers’ Compensation Limits: The general aggregate limit is not stated; required are $2,000,000.',
    ]);
  });

  it.each([
    ['2028-03-09T23:59:59Z', 0],
    ['2028-03-10T00:00:00Z', 2],
  ])('a policy covers its last day: at %s %i have expired', (at, count) => {
    expect(failures(read('usual'), rules, epoch(at))).toHaveLength(count);
  });

  it.each([
    [{ additional_insured: 'sample platform, inc.' }, []],
    [{ certificate_holder: ' Sample Platform, Inc.' }, []],
    [{ certificate_holder: 'Apple, Inc' }, ['Certificate Holder: The certificate holder is not Apple, Inc.']],
  ])('names are compared without case and blanks around: %j', (asked, problems) => {
    expect(failures(read('usual'), { ...none, ...asked })).toEqual(problems);
  });

  const limit = fc.option(fc.integer({ min: 1, max: 10_000_000 }), { nil: null });
  const anyRules: fc.Arbitrary<Rules> = fc.record({
    minimum_limits: fc.dictionary(
      fc.constantFrom(...coverageLines),
      fc.record({ each_occurrence_dollars: limit, general_aggregate_dollars: limit }),
    ),
    required_coverage: fc.uniqueArray(fc.constantFrom(...coverageLines)),
    policy_expiration: fc.boolean(),
    additional_insured: fc.constantFrom(null, 'A', 'Sample Platform, Inc.'),
    certificate_holder: fc.constantFrom(null, 'B'),
  });
  it('whatever is asked for, a complete one meets it, and a blank one none of it', () => {
    fc.assert(
      fc.property(anyRules, (asked) => {
        expect(failures(read('complete', asked), asked)).toEqual([]);
        const { audit_results: results } = reviewCertificate(read('blank', asked), asked, now, ids);
        expect(results.every(({ result }) => result === 'fail')).toBe(true);
        const asksForSomething = Object.values(asked).some((rule) =>
          typeof rule === 'object' && rule ? Object.keys(rule).length > 0 : Boolean(rule),
        );
        expect(results.length > 0).toBe(asksForSomething);
      }),
    );
  });
});
