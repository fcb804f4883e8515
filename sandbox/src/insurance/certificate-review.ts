import type { Ids } from '../ids';
import type { CertificateReview } from '../model/certificates';
import { coverageLines, limitNames, type CoverageLine, type Limits, type Rules } from '../model/requirements';
import { lineNames, lineTitles, wholeDollars } from './coverage-lines';
import { DAY } from './dates';
import type { ParsedCertificate, ParsedCoverage } from './parsed-certificate';

/** What became of one rule; `problem` is null when it is met. */
interface Finding {
  name: string;
  path: string;
  met: string;
  problem: string | null;
}

/**
 * Holds what was read from a certificate against the rules. It is approved when all of them are met, and flagged
 * otherwise; nothing is denied but by a person (vendor guide "Understanding insurance requirements").
 */
export function reviewCertificate(
  parsed: ParsedCertificate,
  rules: Rules,
  now: number,
  ids: Pick<Ids, 'short'>,
): CertificateReview {
  const findings = audit(parsed, rules, now);
  return {
    id: ids.short('ca'),
    status: findings.every(({ problem }) => problem === null) ? 'approved' : 'flagged',
    created: now,
    updated: now,
    audit_results: findings.map(({ name, path, met, problem }) => ({
      id: ids.short('car'),
      rule_name: name,
      rule_path: path,
      result: problem === null ? 'pass' : 'fail',
      message: problem ?? met,
      manually_approved: false,
      created: now,
    })),
    parsed_certificate_json: { ...parsed },
  };
}

function audit(parsed: ParsedCertificate, rules: Rules, now: number): Finding[] {
  const ofLines = coverageLines.flatMap((line) => auditLine(line, parsed.coverages[line], rules, now));
  const { additional_insured: insured, certificate_holder: holder } = rules;
  const named = parsed.description_of_operations.additional_insured_names;
  return [
    ...ofLines,
    ...(rules.policy_expiration && Object.keys(parsed.coverages).length === 0 ? [noPolicy] : []),
    ...(insured === null ? [] : [additionalInsured(insured, named)]),
    ...(holder === null ? [] : [certificateHolder(holder, parsed.certificate_holder.name)]),
  ];
}

function auditLine(
  line: CoverageLine,
  coverage: ParsedCoverage | undefined,
  rules: Rules,
  now: number,
): Finding[] {
  const name = lineNames[line];
  const path = `coverages.${line}`;
  const missing = coverage ? null : `${lineTitles[line]} is not covered.`;
  const limits = rules.minimum_limits[line];
  const findings: Finding[] = [];
  if (rules.required_coverage.includes(line)) {
    findings.push({ name, path, met: `${lineTitles[line]} is covered.`, problem: missing });
  }
  if (limits) {
    findings.push({
      name: `${name} Limits`,
      path: `${path}.limits`,
      met: `The limits of ${inSentence(line)} meet the requirement.`,
      problem: missing ?? limitProblem(coverage?.limits ?? {}, limits),
    });
  }
  if (coverage && rules.policy_expiration) findings.push(expiration(line, coverage, now));
  return findings;
}

const limitWords = {
  each_occurrence_dollars: 'The limit for each occurrence',
  general_aggregate_dollars: 'The general aggregate limit',
} as const;

function limitProblem(found: Readonly<Record<string, number>>, asked: Limits): string | null {
  const problems = limitNames.flatMap((limit) => {
    const least = asked[limit];
    const amount = found[limit];
    if (least === null || (amount !== undefined && amount >= least)) return [];
    const is =
      amount === undefined
        ? 'is not stated; required are'
        : `of ${wholeDollars(amount)} is below the required`;
    return [`${limitWords[limit]} ${is} ${wholeDollars(least)}.`];
  });
  return problems.length === 0 ? null : problems.join(' ');
}

const expiration = (line: CoverageLine, { policy_expiration_date: date }: ParsedCoverage, now: number) => ({
  name: `${lineNames[line]} Expiration`,
  path: `coverages.${line}.policy_expiration_date`,
  met: `The policy of ${inSentence(line)} is in force until ${date}.`,
  problem: hasExpired(date, now) ? `The policy of ${inSentence(line)} expired on ${date}.` : null,
});

/** A policy covers its last day. */
function hasExpired(date: string, now: number): boolean {
  const [month, day, year] = date.split('/').map(Number);
  return Date.UTC(year ?? NaN, (month ?? NaN) - 1, day) / 1000 + DAY <= now;
}

const noPolicy: Finding = {
  name: 'Policy Expiration',
  path: 'coverages',
  met: '',
  problem: 'There is no policy on the certificate.',
};

const additionalInsured = (wanted: string, named: readonly string[]): Finding => ({
  name: 'Additional Insured',
  path: 'description_of_operations.additional_insured_names',
  met: `${wanted} is named as additional insured.`,
  problem: named.some((name) => isSame(name, wanted))
    ? null
    : `${wanted} is not named as additional insured.`,
});

const certificateHolder = (wanted: string, holder: string): Finding => ({
  name: 'Certificate Holder',
  path: 'certificate_holder.name',
  met: `The certificate holder is ${wanted}.`,
  problem: isSame(holder, wanted) ? null : `The certificate holder is not ${wanted}.`,
});

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** "E&O" and the like keep their letters. */
const inSentence = (line: CoverageLine): string =>
  lineTitles[line].charAt(0).toLowerCase() + lineTitles[line].slice(1);
