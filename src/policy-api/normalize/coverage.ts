import type { CoverageType } from '../types';
import { booleanOr, fieldsOrNull, isFields, textOrNull, unpack, words } from './values';

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

/** A boolean on quotes (default true, page "Create a quote"), `{ result, message }` on assignments; either on both. */
export function normalizeEligible(raw: unknown): { eligible: boolean; eligible_message: string | null } {
  const value = unpack(raw);
  if (!isFields(value)) return { eligible: booleanOr(value, true), eligible_message: null };
  return { eligible: booleanOr(value['result'], true), eligible_message: textOrNull(value['message']) };
}

/** The certificates of a policy or an assignment; what is not there is null. */
export function normalizeCertificateLinks(raw: unknown) {
  const links = fieldsOrNull(raw) ?? {};
  return {
    ...links,
    gl_coi_pdf_url: textOrNull(links['gl_coi_pdf_url']),
    wc_coi_pdf_url: textOrNull(links['wc_coi_pdf_url']),
  };
}
