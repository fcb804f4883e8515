import type { CoverageType } from '../types';
import { isFields, unpack, words } from './values';

/** Words an older page of the entity reference lists for the same coverages. */
const OLD_COVERAGE_WORDS = new Map([
  ['workers_comp', 'workers-comp'],
  ['general_liability', 'general'],
  ['professional_liability', 'professional'],
]);

/** A list of words, an object `{ coverage_type: [...] }`, or one word. */
export function normalizeCoverage(raw: unknown): CoverageType[] {
  const unpacked = unpack(raw);
  const list = isFields(unpacked) ? unpacked['coverage_type'] : unpacked;
  return words(list).map((word) => OLD_COVERAGE_WORDS.get(word) ?? word);
}
