import { coverageLines, type CoverageLine, type Rules } from '../model/requirements';
import { scenarios } from '../scenarios';
import { DAY } from './dates';
import { ORGANISATION } from './requirements';

/**
 * What is read from a certificate, in the shape of the vendor guide "Working with review results"; amounts are whole
 * dollars. That the limits of other coverages have the names of general liability's, and where the holder stands, is
 * our guess.
 */
export interface ParsedCertificate {
  coverages: Partial<Record<CoverageLine, ParsedCoverage>>;
  insured: { name: string };
  certificate_holder: { name: string };
  description_of_operations: { signature: boolean; additional_insured_names: string[] };
}

export interface ParsedCoverage {
  /** MM/DD/YYYY */
  policy_expiration_date: string;
  policy_number_string: string;
  limits?: { [limit: `${string}_dollars`]: number };
}

/** What a made-up certificate says, besides what is usual. */
export type Contents =
  'usual' | 'complete' | 'low' | 'expired' | 'uninsured' | 'noWorkersComp' | 'lowAndExpired' | 'blank';

interface About {
  /** Epoch seconds, UTC. */
  now: number;
  insured: string;
  rules: Rules;
}

/** Nothing of an uploaded file is read: its name decides what it says. Undefined when it cannot be read. */
export function contentsOf(filename: string): Contents | undefined {
  const name = filename.toLowerCase();
  const found = byName.find(([ending]) => name.endsWith(ending));
  return found ? found[1] : 'usual';
}

const byName: readonly (readonly [ending: string, contents: Contents | undefined])[] = [
  [scenarios.certificateFlagged.value, 'low'],
  [scenarios.certificateExpired.value, 'expired'],
  [scenarios.certificateUninsured.value, 'uninsured'],
  [scenarios.certificateNoWorkersComp.value, 'noWorkersComp'],
  [scenarios.certificateDenied.value, 'lowAndExpired'],
  [scenarios.certificateComplete.value, 'complete'],
  [scenarios.certificateError.value, undefined],
];

/** Makes up what is read from a certificate. */
export function makeUp(contents: Contents, about: About): ParsedCertificate {
  const usual = usualCertificate(about);
  const { commercial_general_liability: liability, ...others } = usual.coverages;
  const withLiability = (change: Partial<ParsedCoverage>): ParsedCertificate => ({
    ...usual,
    coverages: { commercial_general_liability: { ...liability, ...change }, ...others },
  });
  const low = { limits: { ...liability.limits, each_occurrence_dollars: 950_000 } };
  const expired = { policy_expiration_date: americanDate(about.now - 30 * DAY) };
  switch (contents) {
    case 'usual':
      return usual;
    case 'complete':
      return completed(usual, about);
    case 'low':
      return withLiability(low);
    case 'expired':
      return withLiability(expired);
    case 'lowAndExpired':
      return withLiability({ ...low, ...expired });
    case 'uninsured':
      return { ...usual, description_of_operations: { signature: true, additional_insured_names: [] } };
    case 'noWorkersComp':
      return { ...usual, coverages: { commercial_general_liability: liability } };
    case 'blank':
      return {
        coverages: {},
        insured: { name: about.insured },
        certificate_holder: { name: '' },
        description_of_operations: { signature: false, additional_insured_names: [] },
      };
  }
}

const usualCertificate = ({ now, insured }: About) => ({
  coverages: {
    commercial_general_liability: {
      ...policyOf('GL', now),
      limits: {
        general_aggregate_dollars: 2_000_000,
        each_occurrence_dollars: 1_000_000,
        products_completed_operations_dollars: 2_000_000,
      },
    },
    workers_compensation: policyOf('WC', now),
  },
  insured: { name: insured },
  certificate_holder: { name: ORGANISATION },
  description_of_operations: { signature: true, additional_insured_names: [ORGANISATION] },
});

/** The same with all that the rules ask for. */
function completed(usual: ParsedCertificate, { now, rules }: About): ParsedCertificate {
  const asked = coverageLines.filter(
    (line) => rules.required_coverage.includes(line) || rules.minimum_limits[line],
  );
  const coverages = asked.map((line): [CoverageLine, ParsedCoverage] => {
    const known = usual.coverages[line] ?? policyOf(line.slice(0, 2).toUpperCase(), now);
    const { each_occurrence_dollars: each, general_aggregate_dollars: total } =
      rules.minimum_limits[line] ?? {};
    const limits = {
      ...known.limits,
      ...(each && { each_occurrence_dollars: each }),
      ...(total && { general_aggregate_dollars: total }),
    };
    return [line, { ...known, ...(Object.keys(limits).length > 0 && { limits }) }];
  });
  const { additional_insured: insured, certificate_holder: holder } = rules;
  return {
    ...usual,
    coverages: { ...usual.coverages, ...Object.fromEntries(coverages) },
    certificate_holder: { name: holder ?? ORGANISATION },
    description_of_operations: { signature: true, additional_insured_names: [insured ?? ORGANISATION] },
  };
}

const policyOf = (letters: string, now: number): ParsedCoverage => ({
  policy_expiration_date: americanDate(now + 365 * DAY),
  policy_number_string: `SAMPLE-${letters}-0001`,
});

const americanDate = (seconds: number): string => {
  const [year, month, day] = new Date(seconds * 1000).toISOString().slice(0, 10).split('-');
  return `${month}/${day}/${year}`;
};
