import type { CoverageLine, Rules } from '../model/requirements';

/** Types of coverage as people say them. */
export const lineTitles: Readonly<Record<CoverageLine, string>> = {
  commercial_general_liability: 'Commercial general liability',
  workers_compensation: 'Workers’ compensation',
  automobile_liability: 'Automobile liability',
  umbrella_excess: 'Umbrella or excess liability',
  professional_liability: 'Professional liability (E&O)',
  cyber_liability: 'Cyber liability',
  criminal: 'Criminal',
};

/** As rules are named; "CGL" is the vendor's. */
export const lineNames: Readonly<Record<CoverageLine, string>> = {
  commercial_general_liability: 'CGL',
  workers_compensation: 'Workers’ Compensation',
  automobile_liability: 'Automobile Liability',
  umbrella_excess: 'Umbrella/Excess',
  professional_liability: 'Professional Liability',
  cyber_liability: 'Cyber Liability',
  criminal: 'Criminal',
};

export const wholeDollars = (amount: number): string => `$${amount.toLocaleString('en-US')}`;

/** What a requirement asks for, rule by rule. */
export function rulesInWords(rules: Rules): string[] {
  const limits = Object.entries(rules.minimum_limits).map(([line, limits]) => {
    const parts = [
      limits.each_occurrence_dollars && `${wholeDollars(limits.each_occurrence_dollars)} for each occurrence`,
      limits.general_aggregate_dollars && `${wholeDollars(limits.general_aggregate_dollars)} in total`,
    ];
    return `${lineTitles[line as CoverageLine]}: at least ${parts.filter(Boolean).join(', ')}`;
  });
  const { additional_insured: insured, certificate_holder: holder } = rules;
  return [
    ...limits,
    ...rules.required_coverage.map((line) => `${lineTitles[line]} is required`),
    ...(rules.policy_expiration ? ['No policy may have expired'] : []),
    ...(insured === null ? [] : [`Additional insured: ${insured}`]),
    ...(holder === null ? [] : [`Certificate holder: ${holder}`]),
  ];
}
