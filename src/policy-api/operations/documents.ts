/** Certificates of insurance that contractors bring along: those to be reviewed, and those from upload pages. */
import { certificatesForm } from '../certificate-form';
import { normalizeCertificate, normalizeExternalUpload } from '../normalize/documents';
import { page, type PageParams } from '../query';
import type * as Documents from '../types/documents';
import type { Resource } from './resource';

export type DocumentCalls = ReturnType<typeof documentCalls>;

/** How much of the review comes with a certificate: nothing when left out, the summary, or everything. */
export interface WithReview {
  expand?: 'review_results' | 'review_results.full' | undefined;
}

const CERTIFICATES = 'files/certificates';
const EXTERNAL = '/files/external_certificates';

/** See `PolicyApi` for what all calls have in common. */
export function documentCalls(resource: Resource) {
  const upload = async (
    path: string,
    [field, files]: ['certificate' | 'certificates[]', readonly Documents.CertificateFile[]],
    input: object,
    idempotencyKey: string,
  ): Promise<Documents.ExternalUpload> => {
    const form = certificatesForm(`${EXTERNAL}/${path}`, field, files, input);
    const read = normalizeExternalUpload;
    return resource.send({ method: 'POST', path: `${EXTERNAL}/${path}`, form, idempotencyKey, read });
  };

  return {
    /**
     * POST /api/v1/files/certificates, multipart: a PDF of at most 15 MB, of which two pages are read. It is reviewed
     * afterwards, usually within two minutes: see `status`, and the events `certificate.*`. What cannot be a PDF is
     * refused before it is sent (kind `not_sent`, with the API's own codes `invalid_file_type`, `invalid_file_size`).
     */
    async uploadCertificate(
      input: { contractor: string; certificate: Documents.CertificateFile },
      idempotencyKey: string,
    ): Promise<Documents.Certificate> {
      const path = `/${CERTIFICATES}`;
      const form = certificatesForm(path, 'certificate', [input.certificate], {
        contractor: input.contractor,
      });
      return resource.send({ method: 'POST', path, form, idempotencyKey, read: normalizeCertificate });
    },
    /** GET /api/v1/files/certificates/{certificate}. */
    getCertificate(id: string, { expand }: WithReview = {}): Promise<Documents.Certificate> {
      return resource.get(CERTIFICATES, id, normalizeCertificate, { 'expand[]': expand });
    },
    /** GET /api/v1/files/certificates. */
    listCertificates(params: PageParams & WithReview = {}): Promise<Documents.Certificate[]> {
      return resource.list(CERTIFICATES, normalizeCertificate, {
        ...page(params),
        'expand[]': params.expand,
      });
    },

    /** POST /api/v1/files/external_certificates/upload: one file from a hosted upload page. */
    uploadExternalCertificate(
      input: Documents.ExternalUploader,
      file: Documents.CertificateFile,
      idempotencyKey: string,
    ): Promise<Documents.ExternalUpload> {
      return upload('upload', ['certificate', [file]], input, idempotencyKey);
    },
    /** POST /api/v1/files/external_certificates/upload/bulk: many files of one contractor. `id` is that of the task. */
    uploadExternalCertificates(
      input: Documents.ExternalUploader,
      files: readonly Documents.CertificateFile[],
      idempotencyKey: string,
    ): Promise<Documents.ExternalUpload> {
      return upload('upload/bulk', ['certificates[]', files], input, idempotencyKey);
    },
    /** POST /api/v1/files/external_certificates/tracker: files of one contractor, who is created or updated. */
    uploadToTracker(
      input: Documents.TrackerUpload,
      files: readonly Documents.CertificateFile[],
      idempotencyKey: string,
    ): Promise<Documents.ExternalUpload> {
      return upload('tracker', ['certificates[]', files], input, idempotencyKey);
    },
    /** POST /api/v1/files/external_certificates/tracker/bulk: files of many, each with its contractor. */
    uploadBulkToTracker(
      input: { tracker_id: string; certificates_metadata: Documents.CertificateMetadata[] },
      files: readonly Documents.CertificateFile[],
      idempotencyKey: string,
    ): Promise<Documents.ExternalUpload> {
      return upload('tracker/bulk', ['certificates[]', files], input, idempotencyKey);
    },
    /** POST /api/v1/files/external_certificates/tracker/placeholder/bulk: a stand-in contractor for each file. */
    uploadPlaceholdersToTracker(
      input: { tracker_id: string; certificates_metadata?: Documents.CertificateMetadata[] | undefined },
      files: readonly Documents.CertificateFile[],
      idempotencyKey: string,
    ): Promise<Documents.ExternalUpload> {
      return upload('tracker/placeholder/bulk', ['certificates[]', files], input, idempotencyKey);
    },
  };
}
