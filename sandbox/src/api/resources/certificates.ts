import { z } from 'zod';
import { expansions, receiveCertificate, viewCertificate } from '../../insurance/certificates';
import { findContractor } from '../../insurance/parties';
import { requirementFor } from '../../insurance/requirement-choice';
import { withTodaysNames } from '../body';
import { ApiError } from '../errors';
import type { Upload } from '../multipart';
import type { Resource } from '../resource';
import { bodyReader } from '../schema';

const readNew = bodyReader((types) => z.object({ contractor: types.optionalText() }));

/** Certificates to be reviewed (vendor pages "… /api/v1/files/certificates"). The upload is multipart. */
export const certificates: Resource<'certificate'> = {
  kind: 'certificate',
  path: '/files/certificates',
  objectName: 'certificate',
  expansions,
  view: viewCertificate,
  create(context, body) {
    const { contractor } = readNew(withTodaysNames(body, { contractor_id: 'contractor' }));
    const file = body.uploads.find((upload) => upload.field === 'certificate');
    if (!file) {
      const text =
        'The certificate is missing: send a PDF file as the part "certificate" of a multipart body.';
      throw refusal('missing_certificate', text);
    }
    refuseWrongFile(file);
    if (!contractor) throw refusal('missing_contractor_id', 'The contractor is missing: send its id.');
    const { id } = findContractor(context, contractor);
    return receiveCertificate(context, { contractor: id, requirement: requirementFor(context, id).id }, file);
  },
};

/** "File name ends `.pdf`, MIME `application/pdf`, content begins with `%PDF`"; which code is for which is our choice. */
function refuseWrongFile({ filename, mimeType, content, tooLarge }: Upload): void {
  if (!/\.pdf$/i.test(filename)) {
    throw refusal('invalid_file_type', 'The certificate must be a PDF file whose name ends in .pdf.');
  }
  if (mimeType.toLowerCase() !== 'application/pdf') {
    throw refusal(
      'invalid_mime_type',
      `The certificate must be sent as application/pdf, not as ${mimeType}.`,
    );
  }
  if (content.subarray(0, 4).toString('latin1') !== '%PDF') {
    throw refusal('invalid_file_type', 'The certificate is not a PDF file: it does not begin with %PDF.');
  }
  if (tooLarge) throw refusal('invalid_file_size', 'The certificate is too large: the limit is 15 MB.');
}

const refusal = (code: string, message: string) => new ApiError(400, code, message);
