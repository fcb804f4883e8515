import { shortId } from '../ids';
import type { CertificateReview } from '../model/certificates';
import { DAY } from './dates';

interface Rule {
  name: string;
  path: string;
  pass: string;
  fail: string;
}

/** The sandbox's one insurance requirement. The first rule is the vendor's sample; the rest is made up. */
const rules: readonly Rule[] = [
  {
    name: 'CGL Limits',
    path: 'coverages.commercial_general_liability.limits',
    pass: 'The limits of general liability meet the requirement.',
    fail: 'The general aggregate limit of $500,000 is below the required $2,000,000.',
  },
  {
    name: 'CGL Expiration',
    path: 'coverages.commercial_general_liability.policy_expiration_date',
    pass: 'The general liability policy is in force.',
    fail: 'The general liability policy has expired.',
  },
  {
    name: 'Workers’ Compensation',
    path: 'coverages.workers_compensation',
    pass: 'Workers’ compensation is covered.',
    fail: 'Workers’ compensation is not covered.',
  },
  {
    name: 'Additional Insured',
    path: 'description_of_operations.additional_insured_names',
    pass: 'The required additional insured is named.',
    fail: 'The required additional insured is not named.',
  },
];

/** How many of the rules fail, from the first. */
const failing = { approved: 0, flagged: 1, denied: 2 } as const;

/** Makes up what a review found. Nothing of the uploaded file is read: its name decides. */
export function reviewCertificate(
  status: keyof typeof failing,
  now: number,
  insured: string,
): CertificateReview {
  const failed = failing[status];
  return {
    id: shortId('ca'),
    status,
    created: now,
    updated: now,
    audit_results: rules.map((rule, index) => ({
      id: shortId('car'),
      rule_name: rule.name,
      rule_path: rule.path,
      result: index < failed ? 'fail' : 'pass',
      message: index < failed ? rule.fail : rule.pass,
      manually_approved: false,
      created: now,
    })),
    parsed_certificate_json: parsed(now, insured, failed > 0, failed > 1),
  };
}

/** In the shape of the vendor guide "Working with review results"; amounts are whole dollars. */
function parsed(now: number, insured: string, low: boolean, expired: boolean): Record<string, unknown> {
  const inAYear = americanDate(now + 365 * DAY);
  return {
    coverages: {
      commercial_general_liability: {
        policy_expiration_date: expired ? americanDate(now - 30 * DAY) : inAYear,
        policy_number_string: 'SAMPLE-GL-0001',
        limits: {
          general_aggregate_dollars: low ? 500_000 : 2_000_000,
          each_occurrence_dollars: low ? 250_000 : 1_000_000,
          products_completed_operations_dollars: low ? 500_000 : 2_000_000,
        },
      },
      workers_compensation: { policy_expiration_date: inAYear, policy_number_string: 'SAMPLE-WC-0001' },
    },
    insured: { name: insured },
    description_of_operations: { signature: true, additional_insured_names: ['Sample Platform, Inc.'] },
  };
}

const americanDate = (seconds: number): string => {
  const [year, month, day] = new Date(seconds * 1000).toISOString().slice(0, 10).split('-');
  return `${month}/${day}/${year}`;
};
