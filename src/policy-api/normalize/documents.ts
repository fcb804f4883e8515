/** Certificates under review, and those uploaded from outside. See `common.ts`. */
import type * as Api from '../types/documents';
import {
  AnswerShapeError,
  booleanOr,
  epochOrNull,
  fieldsOrNull,
  isFields,
  numberOrNull,
  referenceOrNull,
  text,
  textOrNull,
  unpack,
  withId,
  words,
  type Fields,
} from './values';

/** "Retrieve a certificate". @throws AnswerShapeError without an id */
export function normalizeCertificate(raw: unknown): Api.Certificate {
  const fields = withId(raw, 'certificate');
  const review = fieldsOrNull(fields['review_results']);
  return {
    ...fields,
    contractor: referenceOrNull(fields['contractor']),
    status: textOrNull(fields['status']) ?? 'unknown',
    filename: text(fields['filename']),
    pdf_url: textOrNull(fields['pdf_url']),
    review_results: review && normalizeReview(review),
    created: epochOrNull(fields['created']),
    updated: epochOrNull(fields['updated']),
  };
}

function normalizeReview(fields: Fields): Api.CertificateReview {
  const summary = fieldsOrNull(fields['summary']);
  const count = (name: string) => numberOrNull(summary?.[name]) ?? 0;
  return {
    ...fields,
    id: textOrNull(fields['id']),
    status: textOrNull(fields['status']),
    summary: summary && {
      ...summary,
      total_rules: count('total_rules'),
      passed: count('passed'),
      failed: count('failed'),
    },
    parsed_certificate_json: fieldsOrNull(fields['parsed_certificate_json']) ?? {},
    audit_results: objects(fields['audit_results']).map(normalizeAudit),
    created: epochOrNull(fields['created']),
    updated: epochOrNull(fields['updated']),
  };
}

function normalizeAudit(fields: Fields): Api.AuditResult {
  return {
    ...fields,
    id: textOrNull(fields['id']),
    rule_name: text(fields['rule_name']),
    rule_path: text(fields['rule_path']),
    result: textOrNull(fields['result']) ?? 'unknown',
    message: textOrNull(fields['message']),
    manually_approved: booleanOr(fields['manually_approved'], false),
    created: epochOrNull(fields['created']),
  };
}

/**
 * The answers of all five calls for external certificates (page "External certificates"): one file by `filename`, many
 * by `filenames` or `certificates`. @throws AnswerShapeError for what is no object
 */
export function normalizeExternalUpload(raw: unknown): Api.ExternalUpload {
  const fields = fieldsOrNull(raw);
  if (!fields) throw new AnswerShapeError('external certificate', 'object');
  const contractor = referenceOrNull(fields['contractor']);
  const named = [fields['filename'], ...words(fields['filenames'])].map(textOrNull);
  const byName = named.flatMap((filename) => (filename === null ? [] : [external({ filename, contractor })]));
  const listed = objects(fields['certificates']).map(external);
  return {
    ...fields,
    id: textOrNull(fields['id']),
    contractor,
    job: referenceOrNull(fields['job']),
    assignment: referenceOrNull(fields['assignment']),
    message: textOrNull(fields['message']),
    certificates: listed.length > 0 ? listed : byName,
  };
}

function external(fields: Fields): Api.ExternalCertificate {
  return {
    ...fields,
    id: textOrNull(fields['id']),
    filename: text(fields['filename']),
    contractor: referenceOrNull(fields['contractor']),
    assignment: referenceOrNull(fields['assignment']),
    email: textOrNull(fields['email']),
    email_was_generated: booleanOr(fields['email_was_generated'], false),
  };
}

function objects(raw: unknown): Fields[] {
  const list = unpack(raw);
  return Array.isArray(list) ? list.map(unpack).filter(isFields) : [];
}
