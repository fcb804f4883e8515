import { ApiError } from './errors';
import { partName, type Upload } from './multipart';

/**
 * "File name ends `.pdf`, MIME `application/pdf`, content begins with `%PDF`" (vendor page "POST
 * /api/v1/files/certificates"); which code is for which is our choice.
 */
function problemOf({ filename, mimeType, content, tooLarge }: Upload): [code: string, text: string] | null {
  if (!/\.pdf$/i.test(filename)) {
    return ['invalid_file_type', 'The certificate must be a PDF file whose name ends in .pdf.'];
  }
  if (mimeType.toLowerCase() !== 'application/pdf') {
    return ['invalid_mime_type', `The certificate must be sent as application/pdf, not as ${mimeType}.`];
  }
  if (content.subarray(0, 4).toString('latin1') !== '%PDF') {
    return ['invalid_file_type', 'The certificate is not a PDF file: it does not begin with %PDF.'];
  }
  return tooLarge ? ['invalid_file_size', 'The certificate is too large: the limit is 15 MB.'] : null;
}

/**
 * The one file of an upload, sent as the part `certificate`.
 * @throws ApiError missing_certificate, invalid_…
 */
export function oneCertificate(uploads: readonly Upload[]): Upload {
  const file = uploads.find(({ field }) => field === 'certificate');
  const text = 'The certificate is missing: send a PDF file as the part "certificate" of a multipart body.';
  if (!file) throw new ApiError(400, 'missing_certificate', text);
  const problem = problemOf(file);
  if (problem) throw new ApiError(400, ...problem);
  return file;
}

/**
 * All files of an upload, sent as parts named `certificates[]`, or `certificates`. Of wrong ones each part is named;
 * the code is that of the first.
 * @throws ApiError missing_certificates, invalid_…
 */
export function manyCertificates(uploads: readonly Upload[]): readonly Upload[] {
  const files = uploads.filter(({ field }) => /^certificates(\[\d*\])?$/.test(field));
  const text = 'The certificates are missing: send PDF files as parts "certificates[]" of a multipart body.';
  if (files.length === 0) throw new ApiError(400, 'missing_certificates', text);
  const problems = files.flatMap((file, index) => {
    const problem = problemOf(file);
    return problem ? [{ part: partName(files, index), code: problem[0], text: problem[1] }] : [];
  });
  const [first] = problems;
  if (!first) return files;
  throw new ApiError(400, first.code, Object.fromEntries(problems.map(({ part, text: why }) => [part, why])));
}
