/**
 * This folder is the one place that knows the variants the API answers with. Each function takes an answer as parsed
 * from JSON and gives back the object as the folder `types` describes it; unknown fields and unknown words pass through.
 * Here is what several kinds of object have.
 */
import type { Address, CoverageType, Deleted } from '../types/common';
import { booleanOr, epochOrNull, fieldsOrNull, isFields, text, textOrNull, unpack, words } from './values';

/** Null for what is no address. */
export function normalizeAddress(raw: unknown): Address | null {
  const fields = fieldsOrNull(raw);
  if (!fields) return null;
  return {
    ...fields,
    line1: text(fields['line1']),
    line2: textOrNull(fields['line2']),
    locality: text(fields['locality']),
    region: text(fields['region']),
    postalcode: postalcode(fields['postalcode']),
    country: textOrNull(fields['country']),
  };
}

/** Postal codes are also sent as numbers, which lose the leading zeros of the north-east. */
function postalcode(value: unknown): string {
  return typeof value === 'number' ? String(value).padStart(5, '0') : text(value);
}

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

/** The answer to a DELETE. An empty answer counts: the status said that it worked. */
export function normalizeDeleted(id: string): (raw: unknown) => Deleted {
  return (raw) => {
    const fields = fieldsOrNull(raw) ?? {};
    return {
      id: textOrNull(fields['id']) ?? id,
      deleted: booleanOr(fields['deleted'], true),
      deleted_at: epochOrNull(fields['deleted_at']),
    };
  };
}
