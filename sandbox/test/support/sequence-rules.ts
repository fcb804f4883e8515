import type { Fields } from './sequence-kinds';

interface Rates {
  net_rate: number;
  wc_net_rate: number | null;
  gl_net_rate: number | null;
  quote_json: Record<string, { net_rate: number }>;
}

/** The rate of a quote is the sum of its parts, and each part is told twice with the same figure. */
export function expectSum(path: string, object: Fields): void {
  if (path !== '/quotes') return;
  const { net_rate, wc_net_rate, gl_net_rate, quote_json } = object as Fields & Rates;
  const parts = Object.values(quote_json).map((part) => part.net_rate);
  expect(parts).toHaveLength((object['coverage_type'] as unknown[]).length);
  for (const part of parts) expect(part).toBeGreaterThan(0);
  expect(net_rate).toBe(parts.reduce((sum, part) => sum + part, 0));
  expect([wc_net_rate, gl_net_rate]).toEqual([
    quote_json['wc']?.net_rate ?? null,
    quote_json['gl']?.net_rate ?? null,
  ]);
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An address that was not there is one without parts. */
const noAddress = { line1: null, line2: null, locality: null, region: null, postalcode: null, country: null };

/** What an object is after a partial update: `{}` clears, an object adds to what was there. */
export function merged(before: Fields, sent: Fields): Fields {
  const after = { ...before };
  for (const [name, value] of Object.entries(sent)) {
    const old = after[name] ?? (name === 'address' ? noAddress : undefined);
    const adds = isObject(value) && isObject(old) && Object.keys(value).length > 0;
    after[name] = adds ? merged(old, value) : value;
  }
  return after;
}
