import type { CoverageType } from '../model/parties';
import type { Category } from './category-codes';
import { generalFactor, taxesOf, workersCompFactor } from './states';

export interface Rating {
  /** Cents per $100 of pay: the sum of all coverages. */
  net_rate: number;
  wc_net_rate: number | null;
  gl_net_rate: number | null;
  quote_json: Record<string, Record<string, unknown>>;
}

/** Base rates of the coverages that do not depend on a class, in cents per $100 (made up). */
const MEDIA = 14;
const CYBER = 11;

/** A share of a base rate in whole cents, at least one. */
const percent = (base: number, factor: number) => Math.max(1, Math.round((base * factor) / 100));

/**
 * Rates in whole cents per $100: workers' comp by category and work state, general by category and residence
 * state. `wc` and `gl` have the keys of the vendor's reference and of its older guide. How the other coverages
 * appear in `quote_json` is not documented; our choice: their name and the rate.
 */
export function rate(
  category: Category,
  coverage: readonly CoverageType[],
  workState: string | null,
  residenceState: string | null,
): Rating {
  const wc = percent(category.workersComp, workersCompFactor(workState));
  const gl = percent(category.general, generalFactor(residenceState));
  const [tax, stampingFee] = taxesOf(residenceState);
  const parts: Record<CoverageType, readonly [key: string, net: number, details: Record<string, unknown>]> = {
    'workers-comp': ['wc', wc, { state: workState, wc_code: category.workersCompClass }],
    general: [
      'gl',
      gl,
      {
        stamping_fee: null,
        risk_purchasing_group_fee: null,
        state: workState,
        gl_code: category.generalClass,
        residence_state: residenceState,
        tax_rate: tax,
        stamping_fee_rate: stampingFee,
      },
    ],
    professional: ['professional', category.professional, {}],
    media: ['media', MEDIA, {}],
    cyber: ['cyber', CYBER, {}],
  };
  const chosen = coverage.map((type) => parts[type]);
  return {
    net_rate: chosen.reduce((sum, [, net]) => sum + net, 0),
    wc_net_rate: coverage.includes('workers-comp') ? wc : null,
    gl_net_rate: coverage.includes('general') ? gl : null,
    quote_json: Object.fromEntries(chosen.map(([key, net, details]) => [key, { net_rate: net, ...details }])),
  };
}
