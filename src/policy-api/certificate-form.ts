import { PolicyApiError } from './errors';
import type { CertificateFile } from './types/documents';

/** "Max 15 MB" (page "Upload a certificate"). */
const MAX_BYTES = 15 * 1024 * 1024;
const PDF_MAGIC = '%PDF';

/**
 * A multipart form of files and fields. What is no text is sent as JSON, what is undefined is left out. `path` is
 * named in the error.
 * @throws PolicyApiError of kind `not_sent` for a file that the API would refuse
 */
export function certificatesForm(
  path: string,
  field: string,
  files: readonly CertificateFile[],
  input: object,
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(input) as [string, unknown][]) {
    if (value !== undefined) form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  if (files.length === 0) throw refused(path, 'missing_certificate', 'There is no certificate to upload.');
  for (const { filename, content } of files) {
    refuseWrongFile(path, filename, content);
    form.append(field, new Blob([new Uint8Array(content)], { type: 'application/pdf' }), filename);
  }
  return form;
}

/** The checks of the page "Upload a certificate", before much is sent for nothing. */
function refuseWrongFile(path: string, filename: string, content: Uint8Array): void {
  const beginning = String.fromCharCode(...content.subarray(0, PDF_MAGIC.length));
  if (!/\.pdf$/i.test(filename) || beginning !== PDF_MAGIC) {
    const text = 'The certificate must be a PDF file whose name ends in .pdf.';
    throw refused(path, 'invalid_file_type', text);
  }
  if (content.length > MAX_BYTES)
    throw refused(path, 'invalid_file_size', 'The certificate is too large: the limit is 15 MB.');
}

function refused(path: string, code: string, message: string): PolicyApiError {
  return new PolicyApiError({ kind: 'not_sent', method: 'POST', path: `/api/v1${path}`, code, message });
}
