/**
 * What the sandbox's rates vary by, in percent of those of California. The figures are made up for
 * demonstration: rates are set by carriers and the vendor publishes none.
 */
// prettier-ignore
const factors: Record<string, readonly [workersComp: number, generalLiability: number]> = {
  AL: [84, 92], AK: [118, 104], AZ: [78, 96], AR: [70, 88], CA: [100, 100], CO: [74, 98], CT: [108, 110],
  DE: [96, 102], DC: [82, 112], FL: [88, 118], GA: [92, 104], HI: [94, 100], ID: [86, 86], IL: [60, 85],
  IN: [62, 84], IA: [80, 82], KS: [72, 86], KY: [76, 90], LA: [110, 120], ME: [90, 88], MD: [80, 98],
  MA: [70, 108], MI: [68, 96], MN: [84, 92], MS: [82, 94], MO: [86, 94], MT: [104, 88], NE: [78, 84],
  NV: [74, 106], NH: [82, 90], NJ: [120, 116], NM: [88, 94], NY: [124, 126], NC: [78, 90], ND: [100, 82],
  OH: [100, 86], OK: [90, 92], OR: [72, 96], PA: [94, 102], RI: [92, 106], SC: [96, 94], SD: [84, 80],
  TN: [74, 92], TX: [66, 104], UT: [64, 88], VT: [98, 88], VA: [70, 92], WA: [100, 100], WV: [76, 90],
  WI: [90, 86], WY: [100, 84],
};

/** States whose workers' compensation is sold by a state fund alone. */
const monopolistic: ReadonlySet<string | null> = new Set(['ND', 'OH', 'WA', 'WY']);

/** Surplus-lines tax and stamping fee as decimal strings; Illinois as in the vendor's older guide, others made up. */
const taxes: Record<string, readonly [tax: string, stampingFee: string]> = {
  CA: ['0.03000', '0.00180'],
  FL: ['0.04940', '0.00060'],
  IL: ['0.03500', '0.00040'],
  NY: ['0.03600', '0.00150'],
  TX: ['0.04850', '0.00040'],
};

export const isState = (text: string): boolean => Object.hasOwn(factors, text.toUpperCase());
export const isMonopolistic = (state: string | null): boolean => monopolistic.has(state);

/** Percent of the base rate; an unknown state counts as the base. */
const factorsOf = (state: string | null) => factors[state ?? ''] ?? [100, 100];
export const workersCompFactor = (state: string | null): number => factorsOf(state)[0];
export const generalFactor = (state: string | null): number => factorsOf(state)[1];

export const taxesOf = (state: string | null): readonly [string, string] =>
  taxes[state ?? ''] ?? ['0.03000', '0.00000'];

export const allStates: readonly string[] = Object.keys(factors);
